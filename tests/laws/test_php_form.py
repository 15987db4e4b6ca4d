"""Whatever is written as a PHP form is read back, and whatever is read is bounded."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from botyard.wire.malformed import Malformed
from botyard.wire.php_form import build, nest, parse_pairs

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
# PHP itself cannot carry these: they end a key, or mean "append".
INNER_KEYS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0]"), min_size=1
).filter(lambda key: key.strip(" \t\n\v\f\r") != "")
OUTER_KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
TREES = st.recursive(
    SCALARS,
    lambda children: (
        st.lists(children, max_size=5) | st.dictionaries(INNER_KEYS, children, max_size=5)
    ),
    max_leaves=30,
)


def as_php_reads(value: Any) -> Any:
    """The text, list or map that is left of `value`; None when nothing is."""
    match value:
        case None | False:
            return "" if value is None else "0"
        case True:
            return "1"
        case dict() | list():
            entries = value.items() if isinstance(value, dict) else enumerate(value)
            read = {str(key): as_php_reads(child) for key, child in entries}
            kept = {key: child for key, child in read.items() if child is not None}
            if list(kept) == [str(index) for index in range(len(kept))]:
                return list(kept.values()) or None
            return kept
        case _:
            return str(value)


@given(st.dictionaries(OUTER_KEYS, TREES, max_size=5))
def test_what_is_built_is_read_back(values: dict[str, Any]) -> None:
    expected = {
        key: read for key, child in values.items() if (read := as_php_reads(child)) is not None
    }
    assert nest(parse_pairs(build(values).encode())) == expected


@given(st.binary() | st.text(st.sampled_from("a0[]=&%+ .4x")).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        values = nest(parse_pairs(raw))
    except Malformed:
        return
    assert msgspec.json.decode(msgspec.json.encode(values)) == values


@pytest.mark.parametrize("key", ["k[x]", "k[]", "k[0]"])
def test_one_field_is_one_value_whatever_its_spelling(key: str) -> None:
    assert build(nest([(key, "1")])) in {"k%5Bx%5D=1", "k%5B0%5D=1"}

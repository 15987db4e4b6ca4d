"""`$result[...]` in commands of a batch, whatever was answered and whatever is written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botyard.rpc.references import MAX_EXPANSION_BYTES, Results
from botyard.wire.malformed import MAX_DEPTH, MAX_KEYS, Malformed

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="[]\0")
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(CHARACTERS)
KEYS = st.text(CHARACTERS, max_size=5)
ANSWERS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
TEXTS = st.lists(
    st.sampled_from(["$result", "[", "]", "[a]", "[0]", "[me]", "$", "x", "&", "%5B", "[/B]"])
).map("".join)


def _results(**answers: object) -> Results:
    results = Results()
    for command, answer in answers.items():
        results.note(command, answer)
    return results


def _filled(text: str, **answers: object) -> object:
    return _results(**answers).fill({"value": text})["value"]


def _paths(answer: object) -> list[tuple[str, object]]:
    """Every place in an answer, spelled as a reference goes on, with what is there."""
    children: Any = answer.items() if isinstance(answer, dict) else ()
    if isinstance(answer, list):
        children = enumerate(answer)
    below = [(f"[{key}]{path}", found) for key, one in children for path, found in _paths(one)]
    return [("", answer), *below]


@given(KEYS, ANSWERS)
def test_a_reference_to_any_place_becomes_what_is_there(key: str, answer: Any) -> None:
    for path, found in _paths(answer):
        assert _filled(f"$result[{key}]{path}", **{key: answer}) == found


@given(TEXTS)
def test_without_answers_every_text_stays_as_it_is(text: str) -> None:
    assert _filled(text) == text


@given(ANSWERS)
def test_what_is_put_in_is_not_read_again(answer: Any) -> None:
    written = {"text": "&a=b$result[other]", "value": answer}
    results = _results(first=written, other="no")
    assert results.fill({"a": ["$result[first]"]}) == {"a": [written]}
    assert results.fill({"a": "> $result[first][text]"}) == {"a": "> &a=b$result[other]"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("$result[me][ID]", "7"),
        ("$result[me][AGE]", 36),
        ("$result[me][DEPARTMENTS]", [1, 2]),
        ("$result[me][DEPARTMENTS][1]", 2),
        ("$result[list][0][ID]", "8"),
        ("user $result[me][ID], $result[list][1][ID]!", "user 7, 9!"),
        ("[B]$result[me][NAME][/B]", "[B]Ada[/B]"),
        ("$result[me][NAME][BR]", "Ada[BR]"),
        ("$result[me][AGE] years", "36 years"),
        ("a$result[me][NOTHING]b", "ab"),
        ("$result[me][NOTHING]", None),
        ("is $result[me][ADMIN]", "is 1"),
        ("$$result[me][ID]", "$7"),
        ("$result[me][ID]$result[me][ID]", "77"),
        ("$result[0]", "first"),
        ("$result[]", "nameless"),
        ("$result[me][] and", "$result[me][] and"),
    ],
)
def test_a_reference_stands_for_what_it_names(text: str, filled: object) -> None:
    me = {"ID": "7", "NAME": "Ada", "AGE": 36, "DEPARTMENTS": [1, 2], "NOTHING": None}
    me["ADMIN"] = True
    answers = {"me": me, "list": [{"ID": "8"}, {"ID": "9"}], "0": "first", "": "nameless"}
    assert _filled(text, **answers) == filled


@pytest.mark.parametrize(
    "text",
    [
        "$result",
        "$result[",
        "$result[me",
        "$result [me]",
        "$Result[me][ID]",
        "result[me][ID]",
        "$result[you][ID]",
        "$result[me][NO]",
        "$result[me][NO][ID]",
        "$result[list][2]",
        "$result[list][-1]",
        "$result[list][00]",
        "$result[list][ID]",
        "$result[list][\u0660]",
        "$result[list][99999999999999999999]",
        "$result['me']['ID']",
        "all: $result[list]",
        "me: $result[me]",
    ],
)
def test_what_leads_nowhere_stays_as_it_is(text: str) -> None:
    assert _filled(text, me={"ID": "7"}, list=[1, 2]) == text


def test_references_are_found_in_values_at_any_depth_and_never_in_keys() -> None:
    results = _results(me="x")
    given_arguments: dict[str, object] = {
        "$result[me]": [{"$result[me]": ["$result[me]", 5, None]}, "$result[me]"]
    }
    assert results.fill(given_arguments) == {"$result[me]": [{"$result[me]": ["x", 5, None]}, "x"]}


def test_all_references_of_a_batch_stand_for_1_mib_at_most() -> None:
    half = "x" * (MAX_EXPANSION_BYTES // 2)
    results = _results(half=half, one="x")
    results.fill({"a": "<$result[half]>"})
    with pytest.raises(Malformed, match="1 MiB"):
        results.fill({"a": "$result[half]$result[half]"})
    assert MAX_EXPANSION_BYTES == 1024 * 1024


def test_a_little_that_is_named_often_is_not_free() -> None:
    results = _results(kilobyte="x" * 1024)
    for _ in range(102):
        results.fill({"a": ["$result[kilobyte]"] * 10})
    with pytest.raises(Malformed):
        results.fill({"a": ["$result[kilobyte]"] * 10})


def test_what_is_filled_in_keeps_the_bounds_of_a_request() -> None:
    deep: object = "x"
    for _ in range(MAX_DEPTH - 1):
        deep = [deep]
    results = _results(deep=deep, many=[0] * MAX_KEYS)
    assert results.fill({"a": "$result[deep]"}) == {"a": deep}
    too_much: list[dict[str, object]] = [
        {"a": ["$result[deep]"]},
        {"a": "$result[many]", "b": 0},
    ]
    for beyond in too_much:
        with pytest.raises(Malformed):
            results.fill(beyond)


@pytest.mark.parametrize(
    "piece", ["$result[", "[", "]", "[a]", "$result", "$result[a][b", "$result[[]", "$result[a]"]
)
def test_a_million_characters_that_lead_nowhere_are_read(piece: str) -> None:
    """Whoever read some of them again for each would not come to an end."""
    text = piece * (1_000_000 // len(piece))
    for one in (text, f"$result{text}", f"$result[{text}"):
        assert _filled(one, b="") == one

"""Whatever the server answers, its XML is well formed and says the same."""

from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from botyard.wire.xml import to_xml

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
TREES = st.recursive(
    SCALARS,
    lambda children: st.lists(children) | st.dictionaries(st.text(st.characters()), children),
    max_leaves=40,
)


def count_nodes(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(count_nodes, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(count_nodes, value))
    return 1


@given(TREES)
def test_any_answer_is_well_formed_and_complete(value: Any) -> None:
    root = ET.fromstring(to_xml(value))
    assert root.tag == "response"
    assert sum(1 for _ in root.iter()) == count_nodes(value)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_legal_text_arrives_unchanged(text: str) -> None:
    assert (ET.fromstring(to_xml({"text": text})).findtext("text") or "") == text

"""The filter of user.get."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botyard.chat.user_filters import (
    MAX_CONDITIONS,
    MAX_PATTERN_LENGTH,
    MAX_PATTERNS,
    MAX_VALUES,
    FilterTooLarge,
    Values,
    like,
    meets,
    read_conditions,
)
from botyard.model.entities import Moment

ADA: Values = {
    "ID": 7,
    "ACTIVE": True,
    "NAME": "Ada",
    "LAST_NAME": "Lovelace",
    "EMAIL": "ada@example.com",
    "IS_ONLINE": "Y",
    "DATE_REGISTER": 1_700_000_000_500,
    "UF_DEPARTMENT": (1, 12),
}
VISIBLE = frozenset(ADA) | {"TITLE"}


def _date(text: str) -> Moment | None:
    return Moment(int(text) * 1000) if text.isdigit() else None


def finds_ada(**wanted: object) -> bool:
    return meets(ADA, read_conditions(wanted, VISIBLE, _date))


@pytest.mark.parametrize(
    "wanted",
    [
        {"ID": 7},
        {"ID": "7"},
        {"id": [6, 7]},
        {"=ID": 7},
        {"@ID": [6, 7]},
        {"!@ID": [5, 6]},
        {"!ID": 6},
        {"!=ID": 6},
        {">ID": 6},
        {">=ID": 7},
        {"<ID": "8"},
        {"<=ID": 7},
        {"ACTIVE": True},
        {"ACTIVE": "Y"},
        {"ACTIVE": "true"},
        {"ACTIVE": 1},
        {"NAME": "ada"},
        {"%NAME": "d"},
        {"=%NAME": "A%a"},
        {"%=NAME": "%da"},
        {"NAME": "Ad%"},
        {"!%NAME": "x"},
        {"!=%NAME": "B%"},
        {"!%=NAME": "B%"},
        {"IS_ONLINE": "Y"},
        {"UF_DEPARTMENT": 12},
        {"UF_DEPARTMENT": ["12", "99"]},
        {"!UF_DEPARTMENT": 2},
        {"NAME_SEARCH": "love ad"},
        {"DATE_REGISTER": "1700000000"},
        {">=DATE_REGISTER": "1700000000"},
        {"<DATE_REGISTER": "1700000001"},
        {"TITLE": ""},
        {"!@ID": []},
        {"NO_SUCH_FIELD": "x"},
        {},
    ],
)
def test_a_person_is_found(wanted: dict[str, object]) -> None:
    assert finds_ada(**wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        {"ID": 8},
        {"ID": "seven"},
        {"ID": 10**30},
        {"!ID": 7},
        {"ID": {"nested": {"deep": 1}}},
        {"@ID": []},
        {">ID": 7},
        {"ACTIVE": False},
        {"NAME": "Ad"},
        {"NAME": None},
        {"%NAME": "%"},
        {"=%NAME": "d%"},
        {"!%NAME": "D"},
        {"!UF_DEPARTMENT": 12},
        {"NAME_SEARCH": "love byron"},
        {"DATE_REGISTER": "yesterday"},
        {"!DATE_REGISTER": "yesterday"},
        {"TITLE": "Countess"},
        {"ID": 7, "ACTIVE": False},
    ],
)
def test_a_person_is_not_found(wanted: dict[str, object]) -> None:
    assert not finds_ada(**wanted)


@pytest.mark.parametrize("written", ["Ren\u00e9", "Rene\u0301", "\uff32en\u00e9"])
@pytest.mark.parametrize(
    "wanted",
    [
        {"NAME": "ren\u00e9"},
        {"=NAME": "RENE\u0301"},
        {"NAME": "\uff32\uff25n\u00e9"},
        {"%NAME": "ne\u0301"},
        {"NAME": "Rene\u0301%"},
        {"NAME_SEARCH": "\uff32en"},
    ],
)
def test_accents_and_wide_letters_are_compared_however_they_are_spelled(
    written: str, wanted: dict[str, object]
) -> None:
    assert meets({**ADA, "NAME": written}, read_conditions(wanted, VISIBLE, _date))


def test_a_field_that_the_caller_may_not_see_filters_nothing() -> None:
    conditions = read_conditions({"EMAIL": "nobody"}, VISIBLE - {"EMAIL"}, _date)
    assert meets(ADA, conditions)


@pytest.mark.parametrize(
    "wanted",
    [
        {f"{'>' * depth}ID": 1 for depth in range(MAX_CONDITIONS + 1)},
        {"=%NAME": ["%"] * (MAX_PATTERNS + 1)},
        {"%NAME": ["x"] * (MAX_PATTERNS + 1)},
        {">NAME": ["x"] * (MAX_PATTERNS + 1)},
        {"%NAME": ["x"] * MAX_PATTERNS, "!%NAME": "y"},
        {"NAME": "%" * (MAX_PATTERN_LENGTH + 1)},
        {"ID": list(range(MAX_VALUES + 1))},
    ],
)
def test_a_filter_that_would_take_long_is_refused(wanted: dict[str, object]) -> None:
    with pytest.raises(FilterTooLarge):
        read_conditions(wanted, VISIBLE, _date)


def _slowly(text: str, pattern: str) -> bool:
    """LIKE as its definition reads."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(_slowly(text[cut:], pattern[1:]) for cut in range(len(text) + 1))
    return text[:1] == pattern[0] and _slowly(text[1:], pattern[1:])


@given(st.text("ab", max_size=8), st.text("ab%", max_size=6))
def test_like_means_what_its_definition_says(text: str, pattern: str) -> None:
    assert like(text, pattern) == _slowly(text, pattern)

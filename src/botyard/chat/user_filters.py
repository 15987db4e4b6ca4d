"""The filter and the order of user.get and user.search.

One pass over each person, whatever the caller sends. Those of offline events speak the same
language.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from botyard.chat.searches import department_name
from botyard.chat.user_fields import DATES, FieldValue
from botyard.model.entities import Moment
from botyard.model.folding import folded

Comparable: TypeAlias = str | int
Test: TypeAlias = Callable[[Comparable, Collection[Comparable]], bool]
Values: TypeAlias = Mapping[str, FieldValue]
ReadDate: TypeAlias = Callable[[str], Moment | None]

ReadConditions: TypeAlias = Callable[
    [Mapping[str, object], Collection[str], ReadDate], "list[Condition]"
]

# More than any screen asks for; what each person costs must not grow with the request.
MAX_CONDITIONS = 100
MAX_VALUES = 1_000
MAX_PATTERNS = 50
MAX_PATTERN_LENGTH = 255
MAX_DIGITS = 19

NAME_SEARCH = "NAME_SEARCH"
# Docs page user.search: one text for all that can be searched, and the name of a department.
FIND = "FIND"
DEPARTMENT_NAME = "UF_DEPARTMENT_NAME"
_FOUND_BY_START = frozenset(("NAME", "LAST_NAME", "WORK_POSITION", DEPARTMENT_NAME))
_NUMBERS = frozenset(("ID", "UF_DEPARTMENT"))
_FLAGS = {"y": 1, "true": 1, "1": 1, "n": 0, "false": 0, "0": 0}


class FilterTooLarge(Exception):
    """The filter holds more conditions or values than anybody needs."""


class Condition(NamedTuple):
    field: str
    test: Test
    wanted: Collection[Comparable]
    negated: bool
    impossible: bool


def like(text: str, pattern: str) -> bool:
    """SQL's LIKE with `%` alone. Each part is looked for once, so nothing is tried twice."""
    first, *rest = pattern.split("%")
    if not rest:
        return text == pattern
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return text.endswith(last)


def read_conditions(
    wanted: Mapping[str, object], visible: Collection[str], read_date: ReadDate
) -> list[Condition]:
    """Conditions on fields that the caller may not see, or that do not exist, are left out."""
    if len(wanted) > MAX_CONDITIONS:
        raise FilterTooLarge
    conditions = []
    for key, value in wanted.items():
        operator, field = _split(key)
        if field in visible or field == NAME_SEARCH:
            conditions.append(_condition(field, operator, _listed(value), read_date))
    _check_patterns(conditions)
    return conditions


def read_search(
    wanted: Mapping[str, object], visible: Collection[str], read_date: ReadDate
) -> list[Condition]:
    """As `read_conditions`, for user.search: names are found by how they begin.

    FIND stands alone: beside it nothing else counts.
    """
    for key, value in wanted.items():
        if key.upper() == FIND:
            found = [_condition(FIND, "", _listed(value), read_date)]
            _check_patterns(found)
            return found
    searched = dict(_as_start(key, value) for key, value in wanted.items())
    return read_conditions(searched, frozenset(visible) | {DEPARTMENT_NAME}, read_date)


def meets(values: Values, conditions: Iterable[Condition]) -> bool:
    return all(_meets(values, condition) for condition in conditions)


def wanted_ids(conditions: Iterable[Condition]) -> frozenset[int] | None:
    """The only ids that can meet the conditions, None where any can."""
    for field, test, wanted, negated, _ in conditions:
        if field == "ID" and test is _equals_any and not negated:
            return frozenset(one for one in wanted if isinstance(one, int))
    return None


def in_order(people: Iterable[Values], field: str, *, descending: bool) -> list[Values]:
    """Equal ones by ascending id."""
    by_id = sorted(people, key=lambda values: _rank(values, "ID"))
    return sorted(by_id, key=lambda values: _rank(values, field), reverse=descending)


def _rank(values: Values, field: str) -> tuple[int, str]:
    return _place(next(iter(_comparables(values, field)), ""))


def _meets(values: Values, condition: Condition) -> bool:
    if condition.impossible:
        return False
    have = _comparables(values, condition.field)
    if condition.test in _TEXT_TESTS:
        have = [str(one) for one in have]
    return any(condition.test(one, condition.wanted) for one in have) != condition.negated


def _comparables(values: Values, field: str) -> Sequence[Comparable]:
    if field == NAME_SEARCH:
        return [folded(f"{values['NAME']} {values['LAST_NAME']}")]
    if field == DEPARTMENT_NAME:
        return _departments(values)
    if field == FIND:
        said = (values["NAME"], values["LAST_NAME"], values["WORK_POSITION"])
        return [folded(" ".join((*map(str, said), *_departments(values))))]
    value = values.get(field, "")
    if isinstance(value, tuple):
        return value
    if field in DATES and isinstance(value, int):
        return [value // 1000]
    return [folded(value) if isinstance(value, str) else int(value)]


def _departments(values: Values) -> list[str]:
    numbers = values["UF_DEPARTMENT"]
    named = numbers if isinstance(numbers, tuple) else ()
    return [folded(department_name(number)) for number in named]


def _as_start(key: str, value: object) -> tuple[str, object]:
    """What such a field is searched by without an operator begins it."""
    if key.upper() not in _FOUND_BY_START:
        return key, value
    given = _listed(value)
    if _looks_like_pattern(key.upper(), given):
        return key, value
    return f"=%{key}", [f"{one}%" if isinstance(one, str) and one else one for one in given]


def _condition(
    field: str, operator: str, given: Sequence[object], read_date: ReadDate
) -> Condition:
    if field in (NAME_SEARCH, FIND):
        test: Test = _holds_each_word
    elif not operator:
        test = _like_any if _looks_like_pattern(field, given) else _equals_any
    else:
        test = _TESTS[operator]
    if len(given) > MAX_VALUES:
        raise FilterTooLarge
    kind = "" if test in _TEXT_TESTS else field
    found = [_read(kind, one, read_date) for one in given]
    readable = [one for one in found if one is not None]
    return Condition(
        field,
        test,
        frozenset(readable) if test is _equals_any else readable,
        negated=operator.startswith("!"),
        impossible=bool(given) and not readable,
    )


def _check_patterns(conditions: Iterable[Condition]) -> None:
    """Equality is one look into a set; every other value is held against every person."""
    patterns = [
        str(one)
        for condition in conditions
        if condition.test is not _equals_any
        for one in condition.wanted
    ]
    if len(patterns) > MAX_PATTERNS or any(len(one) > MAX_PATTERN_LENGTH for one in patterns):
        raise FilterTooLarge


def _looks_like_pattern(field: str, given: Sequence[object]) -> bool:
    """The docs' own example asks for NAME "Iv%" without an operator."""
    return field not in _NUMBERS and any(isinstance(one, str) and "%" in one for one in given)


def _read(field: str, value: object, read_date: ReadDate) -> Comparable | None:
    """What to compare with; None is like nothing. An empty `field` reads text."""
    if isinstance(value, bool):
        value = "Y" if value else "N"
    if value is None:
        value = ""
    if not isinstance(value, str | int | float):
        return None
    text = folded(str(value))
    if field in _NUMBERS:
        return int(text) if text.isascii() and text.isdigit() and len(text) < MAX_DIGITS else None
    if field in DATES:
        moment = read_date(str(value))
        return None if moment is None else moment // 1000
    return _FLAGS.get(text) if field == "ACTIVE" else text


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _split(key: str) -> tuple[str, str]:
    operator = next((one for one in _TESTS if key.startswith(one)), "")
    return operator, key.removeprefix(operator).upper()


def _equals_any(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return have in wanted


def _holds_any(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(str(one) in str(have) for one in wanted)


def _like_any(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(like(str(have), str(one)) for one in wanted)


def _holds_each_word(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(all(word in str(have) for word in str(one).split()) for one in wanted)


def _at_least(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(_place(have) >= _place(one) for one in wanted)


def _above(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(_place(have) > _place(one) for one in wanted)


def _at_most(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(_place(have) <= _place(one) for one in wanted)


def _below(have: Comparable, wanted: Collection[Comparable]) -> bool:
    return any(_place(have) < _place(one) for one in wanted)


def _place(value: Comparable) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value)


_TEXT_TESTS = (_holds_any, _like_any, _holds_each_word)
# Docs page user.get, parameter FILTER; a longer sign stands before the one it starts with.
_TESTS: dict[str, Test] = {
    "!=%": _like_any,
    "!%=": _like_any,
    "!%": _holds_any,
    "!@": _equals_any,
    "!=": _equals_any,
    "!": _equals_any,
    "=%": _like_any,
    "%=": _like_any,
    "%": _holds_any,
    ">=": _at_least,
    ">": _above,
    "<=": _at_most,
    "<": _below,
    "@": _equals_any,
    "=": _equals_any,
}

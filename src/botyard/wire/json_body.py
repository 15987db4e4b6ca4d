"""JSON from strangers: read whole, or refused with the reason."""

import re

import msgspec

from botyard.wire.malformed import (
    MAX_DEPTH,
    MAX_KEYS,
    NUL_CHARACTER,
    TOO_MANY_KEYS,
    Malformed,
)

_TOO_DEEP = f"JSON is nested deeper than {MAX_DEPTH} levels"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The closing quote is optional and nothing is given back, so that any input takes linear time.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_EMPTY_CONTAINER = re.compile(rb"[\[{]\s*+[\]}]")
# The root, and one for each key; for text, each key may be one too.
_MOST_CONTAINERS = 1 + MAX_KEYS
_MOST_STRINGS = 1 + 2 * MAX_KEYS
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def parse_json(raw: bytes) -> object:
    """Decode one JSON value: finite numbers, and text that any store can hold."""
    raw = raw.removeprefix(_BYTE_ORDER_MARK)
    # Counting bytes is all that an ordinary request pays: the bounds hold if these do.
    containers = raw.count(b"[") + raw.count(b"{")
    if containers > MAX_DEPTH or (len(raw) > MAX_KEYS and containers + raw.count(b",") > MAX_KEYS):
        _refuse_bombs(raw)
    try:
        value: object = msgspec.json.decode(raw)
    except UnicodeDecodeError as error:
        raise Malformed("The JSON is not valid UTF-8") from error
    except msgspec.DecodeError as error:
        reason = "Malformed JSON: " + str(error).removeprefix("JSON is malformed: ")
        raise Malformed(reason) from error
    if b"\\u0000" in raw and _holds_nul(value):
        raise Malformed(NUL_CHARACTER)
    return value


def _refuse_bombs(raw: bytes) -> None:
    """Keep the bounds before anything is built: a parsed bomb has already gone off."""
    skeleton, strings = _STRING.subn(b"0", raw, count=_MOST_STRINGS + 1)
    brackets = skeleton.translate(None, _NO_BRACKETS)
    if _is_too_deep(brackets):
        raise Malformed(_TOO_DEEP)
    containers = brackets.count(b"[") + brackets.count(b"{")
    if strings > _MOST_STRINGS or containers > _MOST_CONTAINERS:
        raise Malformed(TOO_MANY_KEYS)
    empty = len(_EMPTY_CONTAINER.findall(skeleton))
    if skeleton.count(b",") + containers - empty > MAX_KEYS:
        raise Malformed(TOO_MANY_KEYS)


def _is_too_deep(brackets: bytes) -> bool:
    depth = 0
    for bracket in brackets[: 2 * _MOST_CONTAINERS]:
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            return True
        if depth <= 0:
            break  # the value ends here: what follows is the parser's to refuse
    return False


def _holds_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case list():
            return any(map(_holds_nul, value))
        case dict():
            return any("\0" in key or _holds_nul(child) for key, child in value.items())
        case _:
            return False

"""Forms as PHP reads and writes them: `a[b][0]=c`, and http_build_query."""

import re
from binascii import unhexlify
from collections.abc import Iterable, Iterator
from urllib.parse import quote_plus

from botyard.wire.malformed import (
    MAX_DEPTH,
    MAX_KEYS,
    NUL_CHARACTER,
    TOO_DEEP,
    TOO_MANY_KEYS,
    Malformed,
)

# Read run by run: text that is not Latin arrives as one long row of escapes.
_ESCAPED_RUN = re.compile(rb"(?:%[0-9A-Fa-f]{2})++")
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
_UNFIT_FOR_VARIABLES = str.maketrans(" .[", "___")
_APPENDING_KEYS = frozenset(["", " ", "\t", "\n", "\v", "\f", "\r"])
_LARGEST_PLAIN_FLOAT = 1e15


def parse_pairs(raw: bytes) -> list[tuple[str, str]]:
    """Split a form or a query, undoing `+` and percent signs; wrong escapes stay as they are."""
    if raw.count(b"&") >= MAX_KEYS:
        raise Malformed(TOO_MANY_KEYS)
    pairs = []
    for piece in raw.split(b"&"):
        if piece:
            name, _, value = piece.partition(b"=")
            pairs.append((decoded(name), decoded(value)))
    return pairs


def nest(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Build what PHP would: a later value wins, and an array with keys 0, 1, 2, ... is a list."""
    root = _Branch()
    keys = 0
    for name, value in pairs:
        path = path_of(name)
        if path:
            keys += root.put(path, value)
        if keys > MAX_KEYS:
            raise Malformed(TOO_MANY_KEYS)
    return root.read_children()


def build(value: object) -> str:
    """Write a dict or a list as http_build_query does, but keep nulls, as empty strings."""
    return "&".join(f"{name}={quoted}" for name, quoted in _quoted_pairs("", value))


def php_array(children: dict[str, object]) -> dict[str, object] | list[object]:
    """What json_encode writes for an array: a list when its keys are 0, 1, 2, ... or none."""
    if all(key == str(index) for index, key in enumerate(children)):
        return list(children.values())
    return children


def scalar_text(value: object) -> str:
    """How http_build_query writes what is neither a dict nor a list; null becomes empty."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < _LARGEST_PLAIN_FLOAT:
            return str(int(value))
        case str() | int() | float():
            return str(value)
        case _:
            reason = f"a form cannot hold {type(value).__name__}"
            raise TypeError(reason)


class _Branch:
    """A PHP array while it is being filled.

    Its keys stay text: Python randomises the hashes of text but not of integers, so a client
    could choose integer keys that all collide.
    """

    __slots__ = ("_children", "_next_index")

    def __init__(self) -> None:
        self._children: dict[str, object] = {}
        self._next_index = 0

    def put(self, path: list[str | None], value: object, level: int = 0) -> int:
        """Place `value` where `path` leads from `level` on, and tell how many keys that made."""
        key = self._claim(path[level])
        made = int(key not in self._children)
        if level == len(path) - 1:
            self._children[key] = value
            return made
        child = self._children.get(key)
        if not isinstance(child, _Branch):
            child = self._children[key] = _Branch()
        return made + child.put(path, value, level + 1)

    def _claim(self, key: str | None) -> str:
        if key is None:
            key = str(self._next_index)
        if key.isdecimal() and _INDEX.fullmatch(key):
            self._next_index = max(self._next_index, int(key) + 1)
        return key

    def read_children(self) -> dict[str, object]:
        return {
            key: child.read() if isinstance(child, _Branch) else child
            for key, child in self._children.items()
        }

    def read(self) -> dict[str, object] | list[object]:
        return php_array(self.read_children())


def decoded(raw: bytes) -> str:
    """Undo `+` and percent signs; wrong escapes stay as they are."""
    try:
        text = _ESCAPED_RUN.sub(_unescaped_run, raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        raise Malformed("The form is not valid UTF-8") from error
    if "\0" in text:
        raise Malformed(NUL_CHARACTER)
    return text


def _unescaped_run(run: re.Match[bytes]) -> bytes:
    return unhexlify(run[0].replace(b"%", b""))


def path_of(name: str) -> list[str | None]:
    """The keys that a field name spells, None where PHP appends; none for a nameless field."""
    name = name.lstrip(" ")
    opening = name.find("[")
    if not name or opening == 0:
        return []
    if opening == -1 or name.find("]", opening) == -1:
        return [name.translate(_UNFIT_FOR_VARIABLES)]

    path: list[str | None] = [name[:opening].translate(_UNFIT_FOR_VARIABLES)]
    while name.startswith("[", opening):
        closing = name.find("]", opening)
        if closing == -1:
            break
        key = name[opening + 1 : closing]
        path.append(None if key in _APPENDING_KEYS else key)
        if len(path) > MAX_DEPTH:
            raise Malformed(TOO_DEEP)
        opening = closing + 1
    return path


def _quoted_pairs(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            children: Iterable[tuple[object, object]] = value.items()
        case list() | tuple():
            children = enumerate(value)
        case _:
            yield prefix, _quoted(scalar_text(value))
            return
    for key, child in children:
        quoted = _quoted(str(key))
        yield from _quoted_pairs(f"{prefix}%5B{quoted}%5D" if prefix else quoted, child)


def _quoted(text: str) -> str:
    # PHP escapes the tilde in forms, Python never does.
    return quote_plus(text).replace("~", "%7E")

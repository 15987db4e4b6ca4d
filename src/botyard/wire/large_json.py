"""Cutting files out of a large JSON body, in one pass and without holding it."""

import re
from typing import NamedTuple

import msgspec

from botyard.wire.large_body import (
    Cut,
    FilePath,
    LargeBody,
    Place,
    Rest,
    json_content,
    pieces_of,
)
from botyard.wire.malformed import MAX_DEPTH, MAX_KEYS, TOO_DEEP, TOO_MANY_KEYS, Malformed

_MARK = re.compile(rb'["{}\[\]:,]')
# Of a string that goes on to the next quote of its own.
_INTERIOR = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
# A body within the bounds of parse_json has fewer, so that nothing but a bomb ends here.
_MOST_MARKS = 10 * MAX_KEYS
_LONGEST_KEY = 1000


class _Level:
    """An object or a list that is open, and the key of the member that is being read."""

    __slots__ = ("is_object", "key")

    def __init__(self, *, is_object: bool) -> None:
        self.is_object = is_object
        self.key: str | None = None


class _End(NamedTuple):
    """Where a string ends, or None while it goes on; whether its next character is escaped."""

    at: int | None
    is_escaped: bool


def cut_json(body: LargeBody, paths: frozenset[FilePath]) -> Cut:
    """Leave the strings at `paths` empty. What is wrong with the rest is for its parser to say."""
    cutter = _Cutter(paths)
    for offset, piece in pieces_of(body):
        cutter.feed(offset, piece)
    found = {path: json_content(body, place) for path, place in cutter.found.items()}
    return Cut(bytes(cutter.rest), found)


class _Cutter:
    def __init__(self, paths: frozenset[FilePath]) -> None:
        self.rest = Rest()
        self.found: dict[FilePath, Place] = {}
        self._paths = paths
        self._levels: list[_Level] = []
        self._marks = 0
        self._expects_key = False
        # Of the string that is being read.
        self._is_inside = self._is_escaped = self._is_key = self._is_cut = False
        self._start = 0
        self._key = b""

    def feed(self, offset: int, piece: bytes) -> None:
        at = 0
        while at < len(piece):
            if self._is_inside:
                at = self._read_string(offset, piece, at)
            else:
                at = self._read_marks(offset, piece, at)

    def _read_marks(self, offset: int, piece: bytes, at: int) -> int:
        """Up to the next string, and answer where it begins."""
        start = at
        while (found := _MARK.search(piece, at)) is not None:
            self._marks += 1
            if self._marks > _MOST_MARKS:
                raise Malformed(TOO_MANY_KEYS)
            at = found.end()
            if found[0] == b'"':
                self._begin_string(offset + at)
                break
            self._note(found[0])
        else:
            at = len(piece)
        self.rest.add(piece[start:at])
        return at

    def _note(self, mark: bytes) -> None:
        levels = self._levels
        if mark in b"{[":
            levels.append(_Level(is_object=mark == b"{"))
            if len(levels) > MAX_DEPTH:
                raise Malformed(TOO_DEEP)
            self._expects_key = mark == b"{"
        elif mark in b"}]":
            if levels:
                levels.pop()
            self._expects_key = False
        else:
            self._expects_key = mark == b"," and bool(levels) and levels[-1].is_object

    def _begin_string(self, start: int) -> None:
        self._is_inside, self._is_escaped = True, False
        self._is_key = self._expects_key
        self._is_cut = not self._is_key and self._path() in self._paths
        self._start = start
        self._key = b""

    def _read_string(self, offset: int, piece: bytes, at: int) -> int:
        end, self._is_escaped = _end_of_string(piece, at, is_escaped=self._is_escaped)
        text = piece[at:end]
        if not self._is_cut:
            self.rest.add(text)
        if self._is_key and len(self._key) <= _LONGEST_KEY:
            self._key += text
        if end is None:
            return len(piece)
        self._is_inside = False
        self.rest.add(b'"')
        if self._is_key:
            self._begin_member()
        elif self._is_cut:
            self.found[self._path()] = Place(self._start, offset + end)
        return end + 1

    def _begin_member(self) -> None:
        level = self._levels[-1]
        level.key = _decoded_key(self._key)
        # Of two members with one key the later wins, whatever the earlier held.
        here = self._path()
        for path in [path for path in self.found if path[: len(here)] == here]:
            del self.found[path]

    def _path(self) -> tuple[str, ...]:
        return tuple(level.key or "" for level in self._levels)


def _end_of_string(piece: bytes, at: int, *, is_escaped: bool) -> _End:
    if is_escaped:
        at += 1
    end = piece.find(b'"', at)
    stop = len(piece) if end < 0 else end
    backslashes = stop - at - len(piece[at:stop].rstrip(b"\\"))
    if backslashes % 2 == 0:
        return _End(None if end < 0 else end, is_escaped=False)
    if end < 0:
        return _End(None, is_escaped=True)
    # Base64 never comes here; text with quotes in it takes the slower way.
    interior = _INTERIOR.match(piece, at)
    stop = at if interior is None else interior.end()
    if piece[stop : stop + 1] == b'"':
        return _End(stop, is_escaped=False)
    return _End(None, is_escaped=stop < len(piece))


def _decoded_key(raw: bytes) -> str | None:
    try:
        key: str = msgspec.json.decode(b'"' + raw + b'"', type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return key

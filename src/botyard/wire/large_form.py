"""Cutting files out of large forms, urlencoded or multipart, without holding them."""

from collections.abc import Iterator

from python_multipart.multipart import parse_options_header

from botyard.wire.file_content import FileContent
from botyard.wire.large_body import (
    Cut,
    FilePath,
    LargeBody,
    Place,
    Rest,
    beginning_of,
    form_content,
    pieces_of,
    plain_content,
)
from botyard.wire.malformed import MAX_KEYS, TOO_MANY_KEYS, Malformed
from botyard.wire.php_form import decoded, path_of

_LONGEST_NAME = 1000
_LONGEST_HEAD = 16 * 1024


def cut_form(body: LargeBody, paths: frozenset[FilePath]) -> Cut:
    """Leave the values at `paths` empty."""
    rest = Rest()
    found: dict[FilePath, FileContent] = {}
    for count, place in enumerate(_split(body, b"&", Place(0, body.size))):
        if count >= MAX_KEYS:
            raise Malformed(TOO_MANY_KEYS)
        if count:
            rest.add(b"&")
        name = beginning_of(body, place, _LONGEST_NAME)
        name, equals, _ = name.partition(b"=")
        path = _path(decoded(name)) if equals else None
        if path in paths:
            value = Place(place.start + len(name) + 1, place.end)
            found[path] = form_content(body, value)
            rest.add(name + b"=")
        else:
            _copy(body, place, rest)
    return Cut(bytes(rest), found)


def cut_multipart(boundary: str, body: LargeBody, paths: frozenset[FilePath]) -> Cut:
    """Leave the parts at `paths` empty. Those with a file name are cut too, but not found."""
    if not boundary or not boundary.isascii():
        return Cut(beginning_of(body, Place(0, body.size), _LONGEST_HEAD), {})
    rest = Rest()
    found: dict[FilePath, FileContent] = {}
    delimiter = b"\r\n--" + boundary.encode()
    for count, place in enumerate(_split(body, delimiter, Place(0, body.size))):
        if count > MAX_KEYS + 1:
            raise Malformed(TOO_MANY_KEYS)
        if count:
            rest.add(delimiter)
        head = beginning_of(body, place, _LONGEST_HEAD)
        head, blank_line, _ = head.partition(b"\r\n\r\n")
        path, has_filename = _part_of(head)
        if not blank_line or path not in paths:
            _copy(body, place, rest)
            continue
        rest.add(head + blank_line)
        content = Place(place.start + len(head) + len(blank_line), place.end)
        if has_filename:
            found.pop(path, None)
        else:
            found[path] = plain_content(body, content)
    return Cut(bytes(rest), found)


def _split(body: LargeBody, delimiter: bytes, within: Place) -> Iterator[Place]:
    """The places between the delimiters."""
    start = within.start
    kept = b""
    for offset, piece in pieces_of(body, within):
        text = kept + piece
        base = offset - len(kept)
        at = text.find(delimiter)
        while at >= 0:
            yield Place(start, base + at)
            start = base + at + len(delimiter)
            at = text.find(delimiter, at + len(delimiter))
        unread = max(0, len(text) - len(delimiter) + 1, start - base)
        kept = text[unread:]
    yield Place(start, within.end)


def _copy(body: LargeBody, place: Place, rest: Rest) -> None:
    for _, piece in pieces_of(body, place):
        rest.add(piece)


def _path(name: str) -> FilePath | None:
    """None where the name is none, or where a list is appended to."""
    keys = path_of(name)
    path = tuple(key for key in keys if key is not None)
    return path if path and len(path) == len(keys) else None


def _part_of(head: bytes) -> tuple[FilePath | None, bool]:
    """What the head of a part says: the path that it names, and whether it names a file."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-disposition":
            _, told = parse_options_header(value.strip())
            field = told.get(b"name", b"").decode("utf-8", "replace")
            return _path(field), b"filename" in told
    return None, False

"""A body that is too large for memory, and the files in it, which are left where they are."""

import re
from binascii import unhexlify
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from botyard.wire.file_content import PIECE_BYTES, FileContent, NoBase64
from botyard.wire.malformed import Malformed

FilePath = tuple[str, ...]
# Nothing but a file needs more: a text is cut after 20,000 characters.
MAX_REST_BYTES = 4 * 1024 * 1024

_LONGEST_JSON_ESCAPE = len(b"\\u0041")
_JSON_ASCII = re.compile(rb"\\u00([0-7][0-9A-Fa-f])")
_FORM_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_OFTEN_ESCAPED = ((b"%2B", b"+"), (b"%2F", b"/"), (b"%3D", b"="))


class LargeBody(Protocol):
    size: int

    def read_at(self, offset: int, count: int) -> bytes:
        """At most `count` bytes; none at the end."""


class Place(NamedTuple):
    """Where in a body a text stands, from its first byte to the one after its last."""

    start: int
    end: int


class Cut(NamedTuple):
    """`rest` is the body with nothing left of the texts that `found` names."""

    rest: bytes
    found: Mapping[FilePath, FileContent]


class Rest:
    """What is read at once, within its bound."""

    def __init__(self) -> None:
        self._written = bytearray()

    def add(self, piece: bytes) -> None:
        self._written += piece
        if len(self._written) > MAX_REST_BYTES:
            mebibytes = MAX_REST_BYTES // 1024 // 1024
            raise Malformed(f"The request has more than {mebibytes} MiB beside its file")

    def __bytes__(self) -> bytes:
        return bytes(self._written)


def pieces_of(body: LargeBody, place: Place | None = None) -> Iterator[tuple[int, bytes]]:
    """Each with where it begins."""
    offset, end = place or Place(0, body.size)
    while offset < end:
        piece = body.read_at(offset, min(PIECE_BYTES, end - offset))
        if not piece:
            return
        yield offset, piece
        offset += len(piece)


def beginning_of(body: LargeBody, place: Place, count: int) -> bytes:
    """The first `count` bytes there, or all."""
    end = min(place.end, place.start + count)
    return b"".join(piece for _, piece in pieces_of(body, Place(place.start, end)))


def plain_content(body: LargeBody, place: Place) -> FileContent:
    def read() -> Iterator[bytes]:
        for _, piece in pieces_of(body, place):
            yield piece

    return FileContent(read)


def json_content(body: LargeBody, place: Place) -> FileContent:
    """The inside of a JSON string. An escape that base64 has no use for stays, and spoils it."""

    def read() -> Iterator[bytes]:
        unread = b""
        for _, piece in pieces_of(body, place):
            if b"\n" in piece or b"\r" in piece:
                raise NoBase64
            text = unread + piece
            begun = text.rfind(b"\\", max(0, len(text) - _LONGEST_JSON_ESCAPE + 1))
            whole = len(text) if begun < 0 else begun
            unread = text[whole:]
            yield _without_json_escapes(text[:whole])
        yield _without_json_escapes(unread)

    return FileContent(read)


def form_content(body: LargeBody, place: Place) -> FileContent:
    """A value of an urlencoded form, where a bare plus sign is a space."""

    def read() -> Iterator[bytes]:
        unread = b""
        for _, piece in pieces_of(body, place):
            text = unread + piece
            begun = text.rfind(b"%", max(0, len(text) - 2))
            whole = len(text) if begun < 0 else begun
            unread = text[whole:]
            yield _without_form_escapes(text[:whole])
        yield _without_form_escapes(unread)

    return FileContent(read)


def _without_json_escapes(text: bytes) -> bytes:
    # Looking for one byte takes a tenth of what looking for two does.
    if b"\\" not in text:
        return text
    # PHP escapes each slash, so this one is met a million times.
    text = text.replace(b"\\/", b"/")
    if b"\\" not in text:
        return text
    text = _JSON_ASCII.sub(lambda found: unhexlify(found[1]), text)
    return text.replace(b"\\n", b"\n").replace(b"\\r", b"\r")


def _without_form_escapes(text: bytes) -> bytes:
    text = text.replace(b"+", b" ")
    for escaped, meant in _OFTEN_ESCAPED:
        text = text.replace(escaped, meant)
    return _FORM_ESCAPE.sub(lambda found: unhexlify(found[1]), text) if b"%" in text else text

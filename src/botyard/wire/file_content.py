"""The content of a file as a parameter: base64, wherever it lies, decoded piece by piece."""

import binascii
import hashlib
from collections.abc import Callable, Iterator

PIECE_BYTES = 64 * 1024


class NoBase64(Exception):
    """The text is not base64: a foreign character, a wrong length, or text after its end."""


class FileContent:
    """`read_text` begins anew with each call and yields the text in pieces of any size."""

    def __init__(self, read_text: Callable[[], Iterator[bytes]]) -> None:
        self._read_text = read_text

    def digest(self) -> str:
        """Equal for equal texts, so that repeats of a request are recognised."""
        digest = hashlib.sha256()
        for piece in self._read_text():
            digest.update(piece)
        return digest.hexdigest()

    def decoded(self) -> Iterator[bytes]:
        """What the text stands for. Line breaks in it are nothing; NoBase64 ends it."""
        unread = b""
        ended = False
        for piece in self._read_text():
            unread += _without_line_breaks(piece)
            if unread and ended:
                raise NoBase64
            whole = len(unread) - len(unread) % 4
            if whole:
                yield _decoded(unread[:whole])
                ended = unread[whole - 1 : whole] == b"="
                unread = unread[whole:]
        if unread:
            raise NoBase64


def content_of_text(text: str) -> FileContent:
    def read() -> Iterator[bytes]:
        # What is not ASCII becomes "?", which base64 does not know either.
        for start in range(0, len(text), PIECE_BYTES):
            yield text[start : start + PIECE_BYTES].encode("ascii", "replace")

    return FileContent(read)


def _without_line_breaks(text: bytes) -> bytes:
    # Most text has none, and looking for them takes a fifth of copying it.
    return text.translate(None, b"\r\n") if b"\n" in text or b"\r" in text else text


def _decoded(text: bytes) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error as failure:
        raise NoBase64 from failure

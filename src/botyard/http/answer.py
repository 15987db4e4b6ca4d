"""The bytes of an answer: the only place that writes header lines."""

import re
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import quote

from botyard.http.message import Response

KEEP = b""
KEEP_HTTP_1_0 = b"Connection: keep-alive\r\n"
CLOSE = b"Connection: close\r\n"

_FINAL = range(200, 600)
_BODILESS = frozenset({204, 304})
# The connection's own lines: a handler that set one could desynchronise the stream.
_OURS = frozenset({"connection", "content-length", "content-type", "date", "transfer-encoding"})
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_SAFE_IN_VALUE = "".join(chr(code) for code in range(0x20, 0x7F)) + "\t"
_REASONS = {status.value: status.phrase for status in HTTPStatus}


def date_line(now: float) -> bytes:
    return f"Date: {formatdate(now, usegmt=True)}\r\n".encode()


def head_of(response: Response, date: bytes, connection: bytes) -> bytes:
    """Everything before the body. Refuses a header that no answer may carry."""
    opening = _opening(response.status, response.content_type)
    extra = b""
    if response.headers:
        extra = b"".join([_line(name, value) for name, value in response.headers])
    if response.status in _BODILESS:
        return b"".join((opening, date, connection, extra, b"\r\n"))
    size = len(response.body) if response.stream is None else response.stream.size
    length = b"Content-Length: %d\r\n" % size
    return b"".join((opening, length, date, connection, extra, b"\r\n"))


def body_of(response: Response, method: str) -> bytes:
    return response.body if has_body(response, method) else b""


def has_body(response: Response, method: str) -> bool:
    return method != "HEAD" and response.status not in _BODILESS


@lru_cache(maxsize=256)
def _opening(status: int, content_type: str) -> bytes:
    if status not in _FINAL:
        raise ValueError(f"{status} does not end a request")
    line = f"HTTP/1.1 {status} {_REASONS.get(status, '')}\r\n".encode()
    if status in _BODILESS:
        return line
    return line + f"Content-Type: {_escaped(content_type)}\r\n".encode()


def _line(name: str, value: str) -> bytes:
    if not _NAME.fullmatch(name) or name.lower() in _OURS:
        raise ValueError(f"{name!r} is no header that an answer may set")
    return f"{name}: {_escaped(value)}\r\n".encode()


def _escaped(value: str) -> str:
    """Anything but printable ASCII becomes %XX, so no value can end its own line."""
    return value if value.isascii() and value.isprintable() else _quoted(value)


def _quoted(value: str) -> str:
    return quote(value, safe=_SAFE_IN_VALUE, errors="replace")

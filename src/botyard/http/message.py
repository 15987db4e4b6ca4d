"""A request as the server hands it on, and the answer it takes back."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from botyard.http.spool import Spool

JSON = "application/json; charset=utf-8"


class Request(msgspec.Struct, frozen=True, gc=False):
    """`target_path` is still percent-encoded; header names are in lower case.

    A large body is not in `body` but in `spool`, for as long as the handler runs.
    """

    method: str
    target_path: str
    query: bytes
    headers: dict[str, str]
    body: bytes
    source: str
    secure: bool
    spool: Spool | None = None


class Stream(Protocol):
    """The body of an answer that is read while it is sent."""

    size: int

    async def read(self) -> bytes:
        """The next piece; empty at the end."""

    def close(self) -> None:
        """Called once, whatever happened."""


class Response(msgspec.Struct, frozen=True, gc=False):
    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    stream: Stream | None = None
    """In place of `body`, where there is one."""


Handler = Callable[[Request], Awaitable[Response]]

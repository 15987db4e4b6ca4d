"""A request as the server hands it on, and the answer it takes back."""

from collections.abc import Awaitable, Callable

import msgspec

JSON = "application/json; charset=utf-8"


class Request(msgspec.Struct, frozen=True, gc=False):
    """`target_path` is still percent-encoded; header names are in lower case."""

    method: str
    target_path: str
    query: bytes
    headers: dict[str, str]
    body: bytes
    source: str
    secure: bool


class Response(msgspec.Struct, frozen=True, gc=False):
    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[Request], Awaitable[Response]]

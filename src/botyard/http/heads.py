"""Heads that were read before: a client sends the same few again and again."""

from msgspec import Struct

from botyard.http.message import Request

# Bounds what strangers can make this remember.
MAX_KEPT = 1024
_LONGEST = 1024
_END = b"\r\n\r\n"
# What a head with one of these means is more than its bytes.
_UNUSUAL = ("transfer-encoding", "expect", "upgrade")


class Head(Struct, frozen=True, gc=False):
    method: str
    target_path: str
    query: bytes
    headers: dict[str, str]
    body_bytes: int


class Heads:
    """What the parser made of a head, for who sees its very bytes again at the same place.

    Only heads of whole requests are kept, after which their connection goes on.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, Head] = {}

    def __len__(self) -> int:
        return len(self._known)

    def find(self, data: bytes) -> Head | None:
        """The head of `data`, if it is known and `data` is one whole request."""
        end = data.find(_END) + len(_END)
        head = self._known.get(data[:end])
        return None if head is None or end + head.body_bytes != len(data) else head

    def keep(self, data: bytes, request: Request) -> None:
        """Remember the head of `request`, if `data` was the whole of it."""
        headers = request.headers
        if request.spool is not None or any(name in headers for name in _UNUSUAL):
            return
        # Only the true end of the head leaves as much as the body has.
        end = data.find(_END) + len(_END)
        if end > _LONGEST or end + len(request.body) != len(data):
            return
        if len(self._known) >= MAX_KEPT:
            self._known.clear()
        self._known[data[:end]] = Head(
            request.method, request.target_path, request.query, headers, len(request.body)
        )

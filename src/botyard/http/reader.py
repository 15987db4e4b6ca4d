"""Turns the bytes of one connection into requests, in order, or into one refusal."""

from collections import deque
from typing import NoReturn

import httptools
from msgspec import Struct

from botyard.http import answer, refusals
from botyard.http.heads import Head, Heads
from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Stream
from botyard.http.proxies import FORWARDED, TrustedProxies
from botyard.http.refusals import Refusal
from botyard.http.spool import Spool, SpoolRoom

# Two of these and two readers on the way could see two different requests.
_ONCE = frozenset({"host", "content-length", "transfer-encoding", "authorization"})
# The fewest bytes a chunk needs is six for one of payload; more than this is only framing.
_WIRE_PER_PAYLOAD = 8
_NOBODYS = httptools.HttpRequestParser(None)


class Arrived(Struct, frozen=True):
    request: Request
    connection: bytes
    """The header line that tells the client whether the connection goes on."""


class RequestReader:
    """Requests wait in `arrived`; after a `refusal` or a closing request nothing is read.

    `proxies` are there where `source` is one of them.
    """

    __slots__ = (
        "_body",
        "_connection",
        "_finished",
        "_head_bytes",
        "_headers",
        "_heads",
        "_limits",
        "_method",
        "_parser",
        "_proxies",
        "_secure",
        "_source",
        "_spool",
        "_spools",
        "_upgrading",
        "_url",
        "arrived",
        "bodies",
        "in_body",
        "pending",
        "received",
        "refusal",
        "wants_continue",
    )

    def __init__(
        self,
        limits: ConnectionLimits,
        spools: SpoolRoom,
        heads: Heads,
        source: str,
        *,
        secure: bool,
        proxies: TrustedProxies | None = None,
    ) -> None:
        self.arrived: deque[Arrived] = deque()
        self.refusal: Refusal | None = None
        self.wants_continue = self.in_body = False
        self.bodies = 0
        """How many bodies have begun: tells a sweep one body from the next."""
        self.received = 0
        """Bytes of the present body so far, without their framing."""
        self.pending = 0
        """Zero exactly when the client has sent nothing since its last whole request."""
        self._limits = limits
        self._spools = spools
        self._heads = heads
        self._source = source
        self._secure = secure
        self._proxies = proxies
        self._finished = self._upgrading = False
        self._method = ""
        self._url = b""
        self._headers: dict[str, str] = {}
        self._head_bytes = 0
        self._connection = answer.KEEP
        self._body: bytes | bytearray = b""
        self._spool: Spool | None = None
        self._parser = httptools.HttpRequestParser(self)

    @property
    def full_spool(self) -> Spool | None:
        """What should be written out before more is fed."""
        spool = self._spool
        return spool if spool is not None and spool.is_full else None

    @property
    def begun(self) -> tuple[str, dict[str, str]]:
        """Path and headers of the request that is arriving, as far as they have."""
        return _split(self._url)[0], self._headers

    def feed(self, data: bytes) -> None:
        if self._finished:
            return
        if self.pending:
            self._read_on(data)
        elif (known := self._heads.find(data)) is not None:
            request = self._request(known, data[len(data) - known.body_bytes :])
            self.arrived.append(Arrived(request, answer.KEEP))
        else:
            before = len(self.arrived)
            self._read_on(data)
            if len(self.arrived) == before + 1 and self.arrived[-1].connection is answer.KEEP:
                self._heads.keep(data, self.arrived[-1].request)

    def _request(self, head: Head, body: bytes, spool: Spool | None = None) -> Request:
        source, secure = self._source, self._secure
        if self._proxies is not None:
            source, secure = self._proxies.origin_of(source, head.headers, secure=secure)
        return Request(
            head.method, head.target_path, head.query, head.headers, body, source, secure, spool
        )

    def _read_on(self, data: bytes) -> None:
        self.pending += len(data)
        try:
            self._parse(data)
        except httptools.HttpParserCallbackError:
            if self.refusal is None:
                raise
            self.finish()
        except httptools.HttpParserError as error:
            # After a closing request the parser objects to whatever follows; nobody asked for it.
            if not self._finished:
                self._end(refusals.unreadable(str(error)))
        self._limit_framing()

    def finish(self) -> None:
        """Read no more, and let go of the parser, which holds on to this reader."""
        self._finished = True
        self._parser = _NOBODYS
        self.in_body = False
        self.pending = 0
        self._body = b""
        if self._spool is not None:
            self._spool.release()
            self._spool = None

    def drop_arrived(self) -> None:
        """Nobody will answer what has arrived."""
        while self.arrived:
            release(self.arrived.popleft().request)

    def refuse(self, refusal: Refusal) -> None:
        """Give the present request up, for a reason that its bytes do not tell."""
        self._end(refusal)

    def _parse(self, data: bytes) -> None:
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = self._stay_with_http_1(data[upgrade.args[0] :])
            else:
                return

    def _stay_with_http_1(self, rest: bytes) -> bytes:
        """Decline an `Upgrade`, as a server may by carrying on.

        The parser has left the body unread, so a new one takes over, told the same framing.
        """
        self._upgrading = False
        self._parser = httptools.HttpRequestParser(self)
        framing = [
            f"{name}: {self._headers[name]}\r\n".encode()
            for name in ("content-length", "transfer-encoding")
            if name in self._headers
        ]
        return b"".join((b"POST / HTTP/1.1\r\n", *framing, self._connection, b"\r\n", rest))

    def _limit_framing(self) -> None:
        if self._finished:
            return
        if not self.in_body:
            if self.pending > self._limits.head_bytes:
                self._end(refusals.HEAD_TOO_LARGE)
        elif self.pending > self._limits.head_bytes + self.received * _WIRE_PER_PAYLOAD:
            self._end(refusals.malformed("more chunk framing than body"))

    def _end(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.finish()

    def _refuse(self, refusal: Refusal) -> NoReturn:
        self.refusal = refusal
        self._finished = True
        raise _RefusedError

    # What follows is called by the parser. While a body is being read, anything that belongs to
    # a head is a trailer, or the head repeated to a new parser: neither says anything.

    def on_message_begin(self) -> None:
        if self.in_body:
            return
        self.pending = 1
        self._url = b""
        self._headers = {}
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        if not self.in_body:
            self._url += url

    def on_header(self, raw_name: bytes, raw_value: bytes) -> None:
        if self.in_body:
            return
        self._head_bytes += len(raw_name) + len(raw_value) + 4
        name = raw_name.decode("latin-1").lower()
        value = raw_value.rstrip().decode("latin-1")
        if name in self._headers:
            if name in _ONCE:
                self._refuse(refusals.malformed(f"more than one {name}"))
            if name in FORWARDED:
                value = f"{self._headers[name]},{value}"
        self._headers[name] = value

    def on_headers_complete(self) -> None:
        if self.in_body:
            return
        if self._head_bytes + len(self._url) > self._limits.head_bytes:
            self._refuse(refusals.HEAD_TOO_LARGE)
        version = self._parser.get_http_version()
        self._method = self._parser.get_method().decode()
        self._check_head(version)
        if self._parser.should_keep_alive():
            self._connection = answer.KEEP if version == "1.1" else answer.KEEP_HTTP_1_0
        else:
            self._connection = answer.CLOSE
        headers = self._headers
        if "upgrade" in headers:
            self._upgrading = self._parser.should_upgrade()
        if "expect" in headers and version == "1.1":
            self.wants_continue = headers["expect"].lower() == "100-continue"
        self.in_body = True
        self.bodies += 1
        self.received = 0
        self.pending = 1
        self._body = b""

    def _check_head(self, version: str) -> None:
        headers = self._headers
        if version not in {"1.1", "1.0"}:
            self._refuse(refusals.malformed("only HTTP/1.1 and HTTP/1.0 are spoken here"))
        if version == "1.1" and "host" not in headers:
            self._refuse(refusals.malformed("no Host"))
        if self._method == "CONNECT":
            self._refuse(refusals.malformed("CONNECT is for proxies"))
        length = headers.get("content-length")
        if length is not None and int(length) > self._limits.body_bytes:
            self._refuse(refusals.BODY_TOO_LARGE)
        coding = headers.get("transfer-encoding")
        if coding is not None and (coding.lower() != "chunked" or version == "1.0"):
            self._refuse(refusals.malformed("the only transfer coding is chunked, in HTTP/1.1"))

    def on_body(self, data: bytes) -> None:
        self.received += len(data)
        if self.received > self._limits.body_bytes:
            self._refuse(refusals.BODY_TOO_LARGE)
        if self._spool is not None:
            self._spool.add(data)
        elif self.received > self._limits.memory_body_bytes:
            self._spool = self._begin_spool()
            self._spool.add(data)
        elif not self._body:
            self._body = data
        elif isinstance(self._body, bytearray):
            self._body += data
        else:
            self._body = bytearray(self._body) + data

    def _begin_spool(self) -> Spool:
        spool = self._spools.take()
        if spool is None:
            self._refuse(refusals.TOO_MANY_LARGE_BODIES)
        spool.add(self._body)
        self._body = b""
        return spool

    def on_message_complete(self) -> None:
        if self._upgrading:
            return
        path, query = _split(self._url)
        head = Head(self._method, path, query, self._headers, len(self._body))
        request = self._request(head, bytes(self._body), self._spool)
        self.arrived.append(Arrived(request, self._connection))
        self._body = b""
        self._spool = None
        self.in_body = self.wants_continue = False
        self.pending = 0
        self._finished = self._connection is answer.CLOSE


def release(request: Request, stream: Stream | None = None) -> None:
    """The request is answered, or never will be: let go of what it holds on disk."""
    if request.spool is not None:
        request.spool.release()
    if stream is not None:
        stream.close()


class _RefusedError(Exception):
    """Stops the parser in the middle of its bytes."""


def _split(url: bytes) -> tuple[str, bytes]:
    path, _, query = url.partition(b"#")[0].partition(b"?")
    target = path.decode("latin-1")
    if not target.startswith("/"):
        target = _without_origin(target)
    return target, query


def _without_origin(target: str) -> str:
    """`http://host/path`, the form that proxies are sent, names the host again."""
    _, absolute, rest = target.partition("://")
    return "/" + rest.partition("/")[2] if absolute else target

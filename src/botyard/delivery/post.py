"""One bounded attempt to hand an event to a stranger's server."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

import botyard
from botyard.delivery.targets import TargetRefused, TargetRules
from botyard.model.clock import Clock

# Of all that a receiver says, informational answers and heads among it.
MAX_ANSWER_BYTES = 64 * 1024
MAX_RETRY_AFTER_S = 3600.0
# A name that hangs holds a thread: as many as there may be of them never hold up the others.
DNS_THREADS = 64
_PIECE_BYTES = 8192
_SUCCESSES = range(200, 300)
_HEADERS = {
    "User-Agent": f"Botyard/{botyard.__version__}",
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "*/*",
    # What nobody reads need not be unpacked.
    "Accept-Encoding": "identity",
}

# The first that fits.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientSSLError, "no trusted TLS"),
    (aiohttp.ClientConnectorDNSError, "name not found"),
    (aiohttp.ClientConnectorError, "no connection"),
    (aiohttp.ServerDisconnectedError, "connection closed without an answer"),
    (aiohttp.ClientResponseError, "no valid answer"),
    (ConnectionError, "connection closed without an answer"),
    (ValueError, "not an address of the web"),
)


class Patience(NamedTuple):
    """Seconds: until there is a connection, and until there is an answer."""

    connect_s: float = 5.0
    total_s: float = 15.0


class Outcome(NamedTuple):
    """`failure` is empty where the receiver took the event, else a few words for its owner."""

    failure: str = ""
    retry_after_s: float = 0.0

    @property
    def is_delivered(self) -> bool:
        return not self.failure


class Found(NamedTuple):
    """An address that a name means."""

    family: int
    address: str


def look_up(host: str, port: int) -> list[Found]:
    """Ask the system. Raises OSError where it knows no such name."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(Found(family, str(to[0])) for family, _, _, _, to in answers))


class Poster:
    """Posts to addresses that the rules permit, each over a connection of its own.

    A kept connection may be closed by the other side in the moment in which it is used again;
    whether that post arrived nobody knows, and it would have to be sent twice.
    """

    def __init__(
        self,
        rules: Callable[[], TargetRules],
        clock: Clock,
        *,
        patience: Patience = Patience(),  # noqa: B008 - immutable
        trust: ssl.SSLContext | None = None,
        look_up: Callable[[str, int], list[Found]] = look_up,
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._patience = patience
        self._trust = trust or ssl.create_default_context()
        self._look_up = look_up
        self._threads = ThreadPoolExecutor(DNS_THREADS, thread_name_prefix="delivery-dns")
        self._sessions: dict[str, aiohttp.ClientSession] = {}

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """Every failure is an answer; nothing is raised."""
        scheme = url.partition(":")[0].lower()
        if scheme not in ("http", "https"):
            return Outcome("not an address of the web")
        try:
            async with self._session(scheme).post(
                url, data=body, headers=headers, allow_redirects=False
            ) as response:
                await _skip(response)
                return self._outcome(response)
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            return Outcome(self._reason(failure))

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _session(self, scheme: str) -> aiohttp.ClientSession:
        """One for each scheme: what may be connected to depends on it."""
        session = self._sessions.get(scheme)
        if session is None:
            session = self._sessions[scheme] = aiohttp.ClientSession(
                connector=_Connector(
                    resolver=_CheckingResolver(self._find, partial(self._check, scheme)),
                    socket_factory=partial(self._open_socket, scheme),
                    ssl=self._trust,
                    force_close=True,
                    limit=0,
                ),
                timeout=aiohttp.ClientTimeout(
                    total=self._patience.total_s, connect=self._patience.connect_s
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers=_HEADERS,
            )
        return session

    async def _find(self, host: str, port: int) -> list[Found]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._look_up, host, port)

    def _check(self, scheme: str, address: str, port: int) -> None:
        self._rules().check(scheme, address, port)

    def _open_socket(self, scheme: str, to: aiohttp.AddrInfoType) -> socket.socket:
        """The last look before a connection, also at addresses that nobody had to look up."""
        family, kind, protocol, _, (address, port, *_) = to
        self._check(scheme, str(address), int(port))
        return socket.socket(family, kind, protocol)

    def _outcome(self, response: aiohttp.ClientResponse) -> Outcome:
        if response.status in _SUCCESSES:
            return Outcome()
        told = response.headers.get("Retry-After", "")
        return Outcome(f"status {response.status}", retry_after_s(told, self._clock.now()))

    def _reason(self, failure: Exception) -> str:
        refusal = _refusal_in(failure)
        if refusal is not None:
            return f"address not permitted: {refusal}"
        if isinstance(failure, aiohttp.ConnectionTimeoutError):
            return f"no connection within {self._patience.connect_s:g} s"
        if isinstance(failure, TimeoutError):
            return f"no answer within {self._patience.total_s:g} s"
        return next(
            (words for kind, words in _REASONS if isinstance(failure, kind)), "no valid answer"
        )


def retry_after_s(told: str, now: float) -> float:
    """Seconds from a Retry-After header, which may be a date; an hour at the most."""
    text = told.strip()
    if text.isascii() and text.isdecimal():
        # More digits than any number of seconds that we would wait.
        seconds = float(text[:12])
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, OverflowError):
            return 0.0
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)


class _Connector(aiohttp.TCPConnector):
    """Each connection ends after so many bytes, whatever they are.

    The client library reads as many informational answers as it is sent, and nothing else of ours
    would run in between.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of the library
        super().__init__(**options)
        make: Callable[..., ResponseHandler] = _Listener
        self._factory = partial(make, self._loop)


class _Listener(ResponseHandler):
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._left = MAX_ANSWER_BYTES

    def data_received(self, data: bytes) -> None:  # type: ignore[explicit-override]
        heard = data[: self._left]
        self._left -= len(heard)
        super().data_received(heard)
        if len(heard) < len(data) and self.transport is not None:
            self.transport.abort()


class _CheckingResolver(AbstractResolver):
    """All addresses of a name are checked, and those that were checked are connected to."""

    def __init__(
        self,
        find: Callable[[str, int], Awaitable[list[Found]]],
        check: Callable[[str, int], None],
    ) -> None:
        self._find = find
        self._check = check

    async def resolve(  # type: ignore[explicit-override]
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002
    ) -> list[ResolveResult]:
        found = await self._find(host, port)
        for one in found:
            self._check(one.address, port)
        return [
            ResolveResult(
                hostname=host,
                host=one.address,
                port=port,
                family=one.family,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for one in found
        ]

    async def close(self) -> None:  # type: ignore[explicit-override]
        """The threads belong to the poster."""


async def _skip(response: aiohttp.ClientResponse) -> None:
    """The status says it all: what follows it may be slow, endless or broken."""
    try:
        while await response.content.read(_PIECE_BYTES):
            pass
    except (aiohttp.ClientError, TimeoutError):
        response.close()


def _refusal_in(failure: BaseException | None) -> TargetRefused | None:
    while failure is not None and not isinstance(failure, TargetRefused):
        failure = failure.__cause__ or failure.__context__
    return failure

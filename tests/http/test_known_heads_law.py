"""Whether a head was read before makes no difference to any request, of any connection."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from botyard.http.heads import Heads
from botyard.http.limits import ConnectionLimits
from botyard.http.proxies import TrustedProxies
from botyard.http.reader import Arrived, RequestReader
from botyard.http.spool import SpoolRoom
from tests.http.client import get, post

_LIMITS = ConnectionLimits(head_bytes=2000, body_bytes=5000, memory_body_bytes=3000)
_PROXIES = TrustedProxies(["192.0.2.0/24"])
_WHOLE = get("/a")
# Bodies that look like what follows them, heads that frame them otherwise, and what proxies say.
_SEGMENTS = [
    _WHOLE,
    _WHOLE + _WHOLE,
    post(b"{}"),
    post(_WHOLE),
    post(_WHOLE)[: -len(_WHOLE)],
    post(b"\r\n\r\n"),
    post(b"x" * 2999),
    post(b"x" * 3001),
    post(b"x" * 3001)[:-1],
    b"x",
    b"\r\n",
    b"\r\n\r\n",
    b"\r\n" + _WHOLE,
    _WHOLE + b"\r\n",
    _WHOLE[:-1],
    _WHOLE[:-2],
    _WHOLE[-1:],
    _WHOLE[-2:],
    get("/a", "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n"),
    get("/a", "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-For: 198.51.100.8\r\n"),
    get("/a", "X-Forwarded-Proto: http\r\n"),
    get("/a", "X: 1\r\n 2\r\n"),
    get("/a", "X : 1\r\n"),
    get("/a", "x:\t1 \r\n"),
    get("/a", "Connection: close\r\n"),
    get("/a", "Connection: Keep-Alive, Upgrade\r\nUpgrade: h2c\r\n"),
    post(b"{}", headers="Expect: 100-continue\r\n"),
    post(b"{}", headers="Connection: close\r\n"),
    post(b"{}", headers="Content-Length: 2\r\n"),
    get("/a", "Content-Length:  2 \r\n", method="POST") + b"{}",
    get("/a", "Content-Length: +2\r\n", method="POST") + b"{}",
    get("/a", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", method="POST") + b"{}",
    get("/a", "Transfer-Encoding: chunked\r\n", method="POST") + b"2\r\n{}\r\n0\r\n\r\n",
    get("/a", "Transfer-Encoding: chunked\r\n", method="POST"),
    b"0\r\n\r\n",
    b"GET /a HTTP/1.0\r\n\r\n",
    b"GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"GET /a HTTP/1.1\nHost: test\n\n",
    b"POST /a HTTP/1.1\nHost: test\nContent-Length: 4\n\n\r\n\r\n",
]


class _Peer(NamedTuple):
    source: str
    secure: bool


_PEERS = st.builds(_Peer, st.sampled_from(["192.0.2.1", "203.0.113.5"]), st.booleans())
_CONNECTIONS = st.lists(
    st.tuples(_PEERS, st.lists(st.sampled_from(_SEGMENTS), max_size=6)), max_size=6
)


class _Read(NamedTuple):
    """`state` is what the connection and its deadlines go by.

    A request whose body is on disk is not compared, but its body is counted.
    """

    arrived: list[Arrived]
    bodies: list[bytes]
    refused: int | None
    state: tuple[bool, bool]


def _read(known: Heads | None, peer: _Peer, segments: list[bytes]) -> list[_Read]:
    """What there is after each segment; without `known`, the first byte comes apart."""
    proxies = _PROXIES if _PROXIES.trusts(peer.source) else None
    reader = RequestReader(
        _LIMITS,
        SpoolRoom(None, 9),
        Heads() if known is None else known,
        peer.source,
        secure=peer.secure,
        proxies=proxies,
    )
    steps = []
    for segment in segments:
        for piece in [segment] if known is not None else [segment[:1], segment[1:]]:
            reader.feed(piece)
        steps.append(_taken(reader))
    reader.finish()
    return steps


def _taken(reader: RequestReader) -> _Read:
    arrived = [one for one in reader.arrived if one.request.spool is None]
    refused = None if reader.refusal is None else reader.refusal.status
    state = (reader.in_body, reader.wants_continue)
    bodies = [one.request.body for one in reader.arrived]
    reader.drop_arrived()
    return _Read(arrived, bodies, refused, state)


@given(_CONNECTIONS)
def test_known_heads_change_no_request(connections: list[tuple[_Peer, list[bytes]]]) -> None:
    known = Heads()
    for segment in _SEGMENTS:
        _read(known, _Peer("192.0.2.1", secure=True), [segment])
    assert len(known) > 0
    for peer, segments in connections:
        assert _read(known, peer, segments) == _read(None, peer, segments)

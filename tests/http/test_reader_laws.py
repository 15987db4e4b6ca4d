"""However the network cuts the bytes, the requests are the same; whatever the bytes, it holds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from botyard.http.heads import MAX_KEPT, Heads
from botyard.http.limits import ConnectionLimits
from botyard.http.reader import RequestReader
from botyard.http.spool import SpoolRoom
from tests.http.client import get, post

_REQUESTS = [
    post(b'{"a": 1}'),
    post(b""),
    post(b"x" * 3000, headers="Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"),
    get("/a?b=c", "Connection: Upgrade\r\nUpgrade: h2c\r\n"),
    get("/a", "Transfer-Encoding: chunked\r\n", method="POST") + b"3\r\nabc\r\n0\r\nT: x\r\n\r\n",
    get("/last", "Connection: close\r\n"),
    b"\r\n",
    b"GET / HTTP/1.1\r\nHost: a\nb\r\n\r\n",
]
_SMALL = ConnectionLimits(head_bytes=500, body_bytes=2000)
_STREAMS = st.lists(st.sampled_from(_REQUESTS), max_size=6).map(b"".join)


def _read(
    limits: ConnectionLimits, pieces: list[bytes], heads: Heads | None = None
) -> RequestReader:
    reader = RequestReader(
        limits, SpoolRoom(None, 1), Heads() if heads is None else heads, "192.0.2.1", secure=True
    )
    for piece in pieces:
        reader.feed(piece)
    return reader


def _cut(stream: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({place % (len(stream) + 1) for place in places} | {0, len(stream)})
    return [stream[start:end] for start, end in pairwise(ends)]


@given(_STREAMS, st.lists(st.integers(0, 100_000), max_size=30))
def test_the_requests_do_not_depend_on_the_cuts(stream: bytes, places: list[int]) -> None:
    whole = _read(ConnectionLimits(), [stream])
    cut = _read(ConnectionLimits(), _cut(stream, places))
    assert list(cut.arrived) == list(whole.arrived)
    assert cut.refusal == whole.refusal


@given(_STREAMS, st.binary(max_size=8), st.integers(0, 100_000), st.integers(0, 8))
def test_damage_ends_in_requests_or_one_refusal(
    stream: bytes, damage: bytes, place: int, removed: int
) -> None:
    place %= len(stream) + 1
    damaged = stream[:place] + damage + stream[place + removed :]
    reader = _read(_SMALL, [damaged])
    assert all(len(arrived.request.body) <= _SMALL.body_bytes for arrived in reader.arrived)
    assert reader.refusal is None or reader.refusal.status in {400, 413, 431}


@given(st.lists(st.sampled_from(_REQUESTS), max_size=6), _STREAMS, st.lists(st.integers(0, 9999)))
def test_the_requests_do_not_depend_on_what_was_read_before(
    before: list[bytes], stream: bytes, places: list[int]
) -> None:
    heads = Heads()
    for piece in (*_REQUESTS, *before):
        _read(ConnectionLimits(), [piece], heads)
    first = _read(ConnectionLimits(), [*before, *_cut(stream, places)])
    again = _read(ConnectionLimits(), [*before, *_cut(stream, places)], heads)
    assert list(again.arrived) == list(first.arrived)
    assert again.refusal == first.refusal
    assert again.pending == first.pending


def test_the_body_belongs_to_its_own_request() -> None:
    reader = _read(ConnectionLimits(), [post(b"first"), post(b"other"), post(b"first")])
    assert [one.request.body for one in reader.arrived] == [b"first", b"other", b"first"]


def test_no_number_of_different_heads_fills_the_memory() -> None:
    heads = Heads()
    for path in range(2 * MAX_KEPT + 1):
        _read(ConnectionLimits(), [get(f"/{path}")], heads)
    assert len(heads) <= MAX_KEPT


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=20))
def test_noise_ends_in_requests_or_one_refusal(pieces: list[bytes]) -> None:
    reader = _read(_SMALL, pieces)
    assert reader.refusal is None or reader.refusal.status in {400, 413, 431}

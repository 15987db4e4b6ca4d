"""Bodies that are too large for memory: on their way in, and on their way out."""

import asyncio
import gc
import os
import socket
import struct
from pathlib import Path

import pytest

from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from botyard.http.spool import SpoolRoom
from tests.http.client import get, post
from tests.http.house import House, body_of

_MIB = 1024 * 1024


class _Stream:
    """Answers `pieces` one after the other."""

    def __init__(self, pieces: list[bytes], size: int | None = None) -> None:
        self.size = sum(map(len, pieces)) if size is None else size
        self.reads = 0
        self.closed = 0
        self._pieces = list(pieces)

    async def read(self) -> bytes:
        self.reads += 1
        await asyncio.sleep(0)
        return self._pieces.pop(0) if self._pieces else b""

    def close(self) -> None:
        self.closed += 1


def _answering(house: House, stream: _Stream) -> None:
    async def answer(_: Request) -> Response:
        return Response(200, b"", stream=stream)

    house.behaviour = answer


class TestIncoming:
    @pytest.fixture
    def limits(self) -> ConnectionLimits:
        return ConnectionLimits(
            memory_body_bytes=1000,
            spooled_bodies=2,
            body_bytes=2 * _MIB,
            intake_rest_s=0.0,
        )

    async def test_a_body_within_the_bound_stays_in_memory(self, house: House) -> None:
        client = await house.client()
        await client.ask(post(b"x" * 1000))
        assert house.received[0].spool is None
        assert len(house.received[0].body) == 1000

    @pytest.mark.parametrize("size", [1001, 262_145, _MIB + 7])
    async def test_a_larger_one_is_on_disk_while_it_is_handled(
        self, house: House, size: int
    ) -> None:
        seen: list[bytes] = []

        async def look(request: Request) -> Response:
            assert request.body == b""
            seen.append(body_of(request))
            return Response(200, b"{}")

        house.behaviour = look
        body = os.urandom(size)
        client = await house.client()
        for _ in range(3):
            assert (await client.ask(post(body))).status == 200
        assert seen == [body] * 3

    async def test_a_chunked_one_too(self, house: House) -> None:
        body = os.urandom(5000)
        head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunks = b"".join(
            b"1f4\r\n" + body[at : at + 500] + b"\r\n" for at in range(0, len(body), 500)
        )
        client = await house.client()
        answer = await client.ask(head + chunks + b"0\r\n\r\n")
        assert answer.body == body

    async def test_what_follows_is_answered_in_order(self, house: House) -> None:
        client = await house.client()
        large = b"y" * 5000
        await client.send(post(b"1") + post(large) + post(b"2"))
        assert [(await client.answer()).body for _ in range(3)] == [b"1", large, b"2"]

    async def test_it_is_given_back_when_it_is_answered(self, house: House) -> None:
        client = await house.client()
        for _ in range(5):
            assert (await client.ask(post(b"z" * 2000))).status == 200

    async def test_too_many_at_once_are_refused_for_now(self, house: House) -> None:
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n"
        halves = [await house.client() for _ in range(2)]
        for half in halves:
            await half.send(head + b"x" * 4000)
        other = await house.client()
        await house.until(lambda: house.server.open_connections == 3)
        answer = await other.ask(head + b"x" * 4000)
        assert (answer.status, answer.json["error"]) == (503, "OVERLOAD_LIMIT")
        assert answer.headers["retry-after"] == "5"
        assert (await (await house.client()).ask(post(b"small"))).status == 200

    async def test_those_who_leave_make_room(self, house: House) -> None:
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n"
        for _ in range(5):
            client = await house.client()
            await client.send(head + b"x" * 4000)
            client.close()
            await house.until(lambda: house.server.open_connections == 0)
        assert (await (await house.client()).ask(post(b"x" * 5000))).status == 200

    async def test_one_beyond_the_bound_is_refused_and_gives_its_room_back(
        self, house: House
    ) -> None:
        for _ in range(3):
            client = await house.client()
            head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            await client.send(head + b"200001\r\n" + b"x" * (2 * _MIB + 1))
            assert (await client.answer()).status == 413
        assert (await (await house.client()).ask(post(b"x" * 5000))).status == 200

    async def test_a_disk_that_is_full_is_told_as_such(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_descriptor: int, _data: object) -> int:
            raise OSError(28, "No space left on device")

        client = await house.client()
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", fail)
            answer = await client.ask(post(b"x" * 5000))
            assert (answer.status, answer.json["error"]) == (503, "STORAGE_UNAVAILABLE")
            large = await house.client()
            refused = await large.ask(post(b"x" * _MIB))
            assert refused.json["error"] == "STORAGE_UNAVAILABLE"
        assert [type(failure) for failure in house.failures] == [OSError, OSError]
        assert (await client.ask(post(b"x" * 5000))).status == 200

    async def test_it_has_no_name_on_disk(self, tmp_path: Path) -> None:
        room = SpoolRoom(tmp_path / "spool", 1)
        body = room.take()
        assert body is not None
        assert room.take() is None
        body.add(b"some of it, ")
        await body.write_out()
        body.add(b"and the rest")
        await body.write_out()
        assert body.read_at(5, 100) == b"of it, and the rest"
        assert list((tmp_path / "spool").iterdir()) == []
        body.release()
        assert room.take() is not None
        room.close()

    async def test_one_that_outlives_its_server_is_let_go(self, tmp_path: Path) -> None:
        room = SpoolRoom(tmp_path / "spool", 1)
        body = room.take()
        assert body is not None
        body.add(b"content")
        await body.write_out()
        room.close()
        assert body.read_at(0, 7) == b"content"
        body.release()
        assert body.read_at(0, 7) == b""


class TestOutgoing:
    async def test_a_stream_is_sent_whole(self, house: House) -> None:
        stream = _Stream([b"one ", b"two ", b"three"])
        _answering(house, stream)
        client = await house.client()
        answer = await client.ask(get())
        assert (answer.headers["content-length"], answer.body) == ("13", b"one two three")
        assert stream.closed == 1

    async def test_the_connection_goes_on_after_it(self, house: House) -> None:
        client = await house.client()
        for _ in range(3):
            _answering(house, _Stream([b"x" * 1000]))
            assert len((await client.ask(get())).body) == 1000

    async def test_or_ends_where_the_client_said_so(self, house: House) -> None:
        _answering(house, _Stream([b"last"]))
        client = await house.client()
        answer = await client.ask(get(headers="Connection: close\r\n"))
        assert (answer.headers["connection"], answer.body) == ("close", b"last")
        assert await client.rest() == b""

    async def test_an_empty_one_is_an_answer(self, house: House) -> None:
        _answering(house, _Stream([]))
        assert (await (await house.client()).ask(get())).body == b""

    async def test_a_head_is_answered_without_reading(self, house: House) -> None:
        stream = _Stream([b"content"])
        _answering(house, stream)
        client = await house.client()
        await client.send(get(method="HEAD"))
        answer = await client.answer(to_head=True)
        assert answer.headers["content-length"] == "7"
        assert (stream.reads, stream.closed) == (0, 1)

    async def test_no_more_is_read_than_the_client_takes(self, house: House) -> None:
        stream = _Stream([b"x" * _MIB] * 64)
        _answering(house, stream)
        client = await house.client(receive_buffer=4096)
        await client.send(get())
        await client.read_until(b"\r\n\r\n")
        await house.clock.advance(3)
        assert stream.reads < 32
        assert len(await client.read(64 * _MIB)) == 64 * _MIB
        assert stream.closed == 1

    async def test_one_who_takes_nothing_loses_the_connection(self, house: House) -> None:
        stream = _Stream([b"x" * _MIB] * 64)
        _answering(house, stream)
        client = await house.client(receive_buffer=4096)
        await client.send(get())
        await client.read_until(b"\r\n\r\n")
        await house.clock.advance(40)
        await house.until(lambda: house.server.open_connections == 0)
        await house.until(lambda: stream.closed == 1)

    async def test_one_who_takes_a_little_keeps_it(self, house: House) -> None:
        stream = _Stream([b"x" * _MIB] * 64)
        _answering(house, stream)
        client = await house.client(receive_buffer=4096)
        await client.send(get())
        await client.read_until(b"\r\n\r\n")
        for _ in range(60):
            await client.read(_MIB)
            await house.clock.advance(2)
        assert house.server.open_connections == 1

    @pytest.mark.parametrize("size", [3, 100])
    async def test_where_the_length_is_not_kept_the_connection_ends(
        self, house: House, size: int
    ) -> None:
        stream = _Stream([b"seven b"], size)
        _answering(house, stream)
        client = await house.client()
        await client.send(get())
        await client.read_until(b"\r\n\r\n")
        assert len(await client.rest()) < 100
        assert stream.closed == 1

    @pytest.mark.parametrize("size", [1, 100_000])
    async def test_one_who_hangs_up_in_the_middle_is_no_failure(
        self, house: House, size: int
    ) -> None:
        class _HangingUp(_Stream):
            async def read(self) -> bytes:  # type: ignore[explicit-override]
                self.reads += 1
                _hang_up(client)
                # As when a disk is read: the loop finds out meanwhile, by writing what was read.
                await asyncio.to_thread(int)
                return self._pieces.pop(0)

        stream = _HangingUp([b"x" * size] * 5)
        _answering(house, stream)
        faults: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
        with socket.create_connection(("127.0.0.1", house.port)) as client:
            await _taken_up(client, get())
            await house.until(lambda: stream.closed == 1)
            await house.until(lambda: house.server.open_connections == 0)
        gc.collect()
        assert (faults, house.failures) == ([], [])


async def _taken_up(client: socket.socket, request: bytes) -> None:
    client.setblocking(False)
    await asyncio.get_running_loop().sock_sendall(client, request)


def _hang_up(client: socket.socket) -> None:
    """At once, and without taking what is on its way."""
    if client.fileno() >= 0:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()

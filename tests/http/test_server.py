"""Listening, failing, and stopping without losing an accepted request."""

import asyncio
import socket
from collections.abc import Callable

import pytest

from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from tests.http.client import get, post
from tests.http.house import House


class _Gate:
    """A handler that answers when it is told to."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._opened = asyncio.Event()
        self.finished = 0
        house.behaviour = self._wait

    async def entered(self, count: int = 1) -> None:
        await self._house.until(lambda: len(self._house.received) == count)

    def open(self) -> None:
        self._opened.set()

    async def _wait(self, request: Request) -> Response:
        await self._opened.wait()
        self.finished += 1
        return Response(200, request.body)


@pytest.fixture
def gate(house: House) -> _Gate:
    return _Gate(house)


async def test_a_busy_port_is_an_error(house: House) -> None:
    with pytest.raises(OSError, match="address already in use"):
        await house.server.listen("127.0.0.1", house.port)


async def test_one_server_listens_on_several_ports(house: House) -> None:
    first = house.port
    second = await house.open()
    assert first != second
    client = await house.client()
    await client.ask(post())
    assert house.server.requests == 1


class TestFailures:
    async def test_a_failing_handler_is_reported_and_its_client_answered(
        self, house: House
    ) -> None:
        async def fail(_: Request) -> Response:
            raise ZeroDivisionError("in the handler")

        house.behaviour = fail
        client = await house.client()
        answer = await client.ask(post())
        assert answer.status == 500
        assert answer.json == {
            "error": "INTERNAL_SERVER_ERROR",
            "error_description": "Internal server error",
        }
        assert [str(failure) for failure in house.failures] == ["in the handler"]
        assert (await client.ask(post())).status == 500

    @pytest.mark.parametrize(
        "header",
        [
            ("Bad\r\nName", "x"),
            ("Bad Name", "x"),
            ("", "x"),
            ("Content-Length", "0"),
            ("transfer-encoding", "chunked"),
            ("Connection", "close"),
        ],
    )
    async def test_a_header_that_breaks_the_stream_is_never_sent(
        self, house: House, header: tuple[str, str]
    ) -> None:
        async def answer(_: Request) -> Response:
            return Response(200, b"secret", headers=(header,))

        house.behaviour = answer
        client = await house.client()
        assert (await client.ask(post())).status == 500
        assert len(house.failures) == 1

    async def test_a_status_that_ends_no_request_is_never_sent(self, house: House) -> None:
        async def answer(_: Request) -> Response:
            return Response(101, b"")

        house.behaviour = answer
        client = await house.client()
        assert (await client.ask(post())).status == 500

    async def test_a_cancelled_handler_leaves_no_client_waiting(self, house: House) -> None:
        async def cancelled(_: Request) -> Response:
            raise asyncio.CancelledError

        house.behaviour = cancelled
        client = await house.client()
        await client.send(post())
        assert await client.rest() == b""


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("a\r\nSet-Cookie: b", "a%0D%0ASet-Cookie: b"),
        ("a\0b", "a%00b"),
        ("привет", "%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82"),
        ("\ud800", "?"),
        ("100%", "100%"),
        ("a\tb", "a\tb"),
    ],
)
async def test_a_header_value_cannot_end_its_line(house: House, value: str, sent: str) -> None:
    async def answer(_: Request) -> Response:
        return Response(200, b"{}", f"text/plain; name={value}", (("Botyard-Notice", value),))

    house.behaviour = answer
    client = await house.client()
    headers = (await client.ask(get())).headers
    assert headers["botyard-notice"] == sent
    assert headers["content-type"] == f"text/plain; name={sent}"
    assert "set-cookie" not in headers


class TestDisconnecting:
    async def test_a_handler_finishes_when_its_client_is_gone(
        self, house: House, gate: _Gate
    ) -> None:
        client = await house.client()
        await client.send(post())
        await gate.entered()
        client.close()
        gate.open()
        await house.until(lambda: gate.finished == 1)
        await house.until(lambda: house.server.open_connections == 0)
        assert house.failures == []

    async def test_a_reset_in_the_middle_of_a_request_hurts_nobody(
        self, house: House, gate: _Gate
    ) -> None:
        sock = socket.create_connection(("127.0.0.1", house.port))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        sock.sendall(post() + post()[:10])
        await gate.entered()
        sock.close()
        gate.open()
        await house.until(lambda: gate.finished == 1)
        await house.until(lambda: house.server.open_connections == 0)
        assert house.failures == []

    async def test_a_request_cut_short_is_forgotten(self, house: House) -> None:
        client = await house.client()
        await client.send(post(b"12345")[:-1])
        client.send_end()
        assert await client.rest() == b""
        await house.until(lambda: house.server.open_connections == 0)
        assert house.received == []


class TestStopping:
    async def test_a_request_in_flight_is_answered(self, house: House, gate: _Gate) -> None:
        client = await house.client()
        await client.send(post(b"1"))
        await gate.entered()
        stopped = asyncio.create_task(house.server.stop())
        await self._refused(house)
        gate.open()
        answer = await client.answer()
        assert (answer.body, answer.headers["connection"]) == (b"1", "close")
        assert await client.rest() == b""
        await stopped

    async def test_requests_that_wait_behind_it_are_answered_too(
        self, house: House, gate: _Gate
    ) -> None:
        client = await house.client()
        await client.send(post(b"1") + post(b"2") + post(b"3"))
        await gate.entered()
        stopped = asyncio.create_task(house.server.stop())
        await self._refused(house)
        gate.open()
        answers = [await client.answer() for _ in range(3)]
        assert [answer.body for answer in answers] == [b"1", b"2", b"3"]
        assert [answer.headers.get("connection") for answer in answers] == [None, None, "close"]
        await stopped

    async def test_a_request_that_has_begun_to_arrive_may_finish(self, house: House) -> None:
        client = await house.client()
        whole = post(b"12345", headers="Expect: 100-continue\r\n")
        await client.send(whole[:-5])
        await client.read_until(b"\r\n\r\n")
        stopped = asyncio.create_task(house.server.stop())
        await self._refused(house)
        answer = await client.ask(b"12345")
        assert (answer.body, answer.headers["connection"]) == (b"12345", "close")
        await stopped

    async def test_a_connection_at_rest_is_closed(self, house: House) -> None:
        client = await house.client()
        await client.ask(post())
        stopped = asyncio.create_task(house.server.stop())
        await house.clock.advance(1)
        assert await client.rest() == b""
        await stopped
        assert house.server.open_connections == 0

    async def test_a_client_that_was_just_answered_may_send_once_more(self, house: House) -> None:
        client = await house.client()
        await client.ask(post())
        stopped = asyncio.create_task(house.server.stop())
        await self._refused(house)
        answer = await client.ask(post(b"2"))
        assert (answer.body, answer.headers["connection"]) == (b"2", "close")
        await stopped

    async def test_after_the_grace_the_rest_is_closed(self, house: House, gate: _Gate) -> None:
        client = await house.client()
        await client.send(post())
        await gate.entered()
        stopped = asyncio.create_task(house.server.stop(grace_s=5))
        await self._refused(house)
        await house.clock.advance(8)
        await stopped
        assert await client.rest() == b""
        gate.open()
        await house.until(lambda: gate.finished == 1)

    async def test_stopping_twice_is_stopping(self, house: House) -> None:
        await house.server.stop()
        await house.server.stop()

    async def _refused(self, house: House) -> None:
        async def is_refused() -> bool:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", house.port)
            except ConnectionError:
                return True
            writer.close()
            return False

        async with asyncio.timeout(20):
            while not await is_refused():
                await asyncio.sleep(0)


class TestCrowds:
    @pytest.fixture
    def limits(self) -> ConnectionLimits:
        return ConnectionLimits(connections=2, refused_connections=2)

    async def test_above_the_limit_a_client_is_told_to_come_back(self, house: House) -> None:
        first, second = await house.client(), await house.client()
        for client in (first, second):
            await client.ask(post())
        third = await house.client()
        answer = await third.ask(post())
        assert (answer.status, answer.headers["retry-after"]) == (503, "1")
        assert answer.json["error"] == "OVERLOAD_LIMIT"
        assert await third.rest() == b""
        assert (await first.ask(post())).status == 200

        second.close()
        third.close()
        await house.until(self._connections(house, at_most=1))
        assert (await (await house.client()).ask(post())).status == 200

    async def test_far_above_it_nobody_is_answered(self, house: House) -> None:
        clients = [await house.client() for _ in range(4)]
        await house.until(lambda: house.server.open_connections == 4)
        assert await (await house.client()).rest() == b""
        assert (await clients[0].ask(post())).status == 200

    async def test_a_refused_client_cannot_stay(self, house: House) -> None:
        for _ in range(4):
            await house.client()
        await house.until(lambda: house.server.open_connections == 4)
        await house.clock.advance(3)
        await house.until(lambda: house.server.open_connections == 2)

    def _connections(self, house: House, *, at_most: int) -> Callable[[], bool]:
        return lambda: house.server.open_connections <= at_most

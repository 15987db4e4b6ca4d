"""Whatever becomes of a large body, nothing of it stays: no turn, no file, no guest."""

import asyncio

import pytest

from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from tests.http.client import Client, post
from tests.http.house import House
from tests.http.manual_clock import turns

_BODIES = 6
_BODY = post(b"y" * 400_000)
_MISSING = 1000


class TestUnderWay:
    @pytest.fixture
    def limits(self) -> ConnectionLimits:
        return ConnectionLimits(
            memory_body_bytes=1000, handled_bytes=1000, intake_rest_s=1.0, spooled_bodies=_BODIES
        )

    async def _begin(self, house: House) -> list[Client]:
        """Bodies of which one has the turn and rests, and the others wait for it."""
        clients = [await house.client() for _ in range(_BODIES)]
        for client in clients:
            await client.send(_BODY[:-_MISSING])
        await turns()
        return clients

    async def test_who_hangs_up_leaves_the_turn_and_the_room_to_others(self, house: House) -> None:
        for client in await self._begin(house):
            client.close()
        async with asyncio.timeout(20):
            while house.server.open_connections:
                await house.clock.advance(1)
        clients = await self._begin(house)
        for client in clients:
            await client.send(_BODY[-_MISSING:])
        async with asyncio.timeout(20):
            while len(house.received) < _BODIES:
                await house.clock.advance(1)
        assert [(await client.answer()).status for client in clients] == [200] * _BODIES
        assert house.failures == []

    async def test_a_server_that_stops_waits_for_nobody_who_waits(self, house: House) -> None:
        await self._begin(house)
        stop = asyncio.create_task(house.server.stop(2.0))
        async with asyncio.timeout(20):
            while not stop.done():
                await house.clock.advance(1)
        assert house.server.open_connections == 0
        assert house.failures == []

    async def test_a_failure_gives_the_turn_back(self, house: House) -> None:
        async def fail(_request: Request) -> Response:
            raise LookupError("on purpose")

        house.behaviour = fail
        for before in range(2):
            client = await house.client()
            await client.send(_BODY)
            async with asyncio.timeout(20):
                while not house.failures[before:]:
                    await house.clock.advance(1)
            assert (await client.answer()).status == 500

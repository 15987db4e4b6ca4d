"""Large bodies take turns to come in, and wait while others of their kind are handled."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from botyard.http.intake import Intake
from botyard.http.limits import ConnectionLimits
from botyard.http.message import Request, Response
from tests.http.client import post
from tests.http.house import House
from tests.http.manual_clock import ManualClock, turns

_MIB = 1024 * 1024


def _intake(clock: ManualClock, rest_s: float = 0.0) -> Intake:
    return Intake(ConnectionLimits(intake_rest_s=rest_s, handled_bytes=1000), clock)


class _Bodies:
    """Each comes in piece by piece, and `order` tells whose pieces came."""

    def __init__(self, intake: Intake) -> None:
        self.order: list[int] = []
        self._intake = intake

    async def bring(self, body: int, pieces: int = 1) -> None:
        for _ in range(pieces):
            async with self._intake.turn(body):
                self.order.append(body)
                await asyncio.sleep(0)


async def test_the_body_that_began_first_goes_on() -> None:
    intake = _intake(ManualClock())
    bodies = _Bodies(intake)
    async with AsyncExitStack() as held, asyncio.TaskGroup() as group:
        await held.enter_async_context(intake.turn(0))
        for body in (3, 1, 2):
            group.create_task(bodies.bring(body))
        await turns()
        assert bodies.order == []
        await held.aclose()
    assert bodies.order == [1, 2, 3]


async def test_nobody_waits_without_a_sign() -> None:
    bodies = _Bodies(_intake(ManualClock()))
    async with asyncio.TaskGroup() as group:
        for body in (1, 2, 3):
            group.create_task(bodies.bring(body, 40))
    assert 3 in bodies.order[:20]
    assert sorted(bodies.order) == [1] * 40 + [2] * 40 + [3] * 40


async def test_none_comes_in_while_large_ones_are_handled() -> None:
    intake = _intake(ManualClock())
    bodies = _Bodies(intake)
    async with asyncio.TaskGroup() as group:
        with intake.handling(600):
            await bodies.bring(1)
            with intake.handling(600):
                group.create_task(bodies.bring(2))
                await turns()
                assert bodies.order == [1]
            await turns()
            assert bodies.order == [1, 2]


async def test_the_next_piece_comes_after_a_rest() -> None:
    clock = ManualClock()
    bodies = _Bodies(_intake(clock, rest_s=1.0))
    async with asyncio.TaskGroup() as group:
        group.create_task(bodies.bring(1))
        group.create_task(bodies.bring(2))
        await turns()
        assert bodies.order == [1]
        await clock.advance(1)
        assert bodies.order == [1, 2]
        await clock.advance(1)


@pytest.mark.parametrize("given_up", [1, 2])
async def test_who_gives_up_holds_nobody_up(given_up: int) -> None:
    intake = _intake(ManualClock())
    bodies = _Bodies(intake)
    async with intake.turn(0):
        waiting = {body: asyncio.create_task(bodies.bring(body)) for body in (1, 2)}
        await turns()
        waiting.pop(given_up).cancel()
        await turns()
    await asyncio.gather(*waiting.values())
    assert bodies.order == [3 - given_up]


async def test_who_gives_up_when_called_passes_the_turn_on() -> None:
    intake = _intake(ManualClock())
    bodies = _Bodies(intake)
    async with intake.turn(0):
        called, waiting = (asyncio.create_task(bodies.bring(body)) for body in (1, 2))
        await turns()
    called.cancel()
    await waiting
    assert bodies.order == [2]


async def test_who_gives_up_just_before_being_called_is_passed_over() -> None:
    intake = _intake(ManualClock())
    bodies = _Bodies(intake)
    async with intake.turn(0):
        first, waiting = (asyncio.create_task(bodies.bring(body)) for body in (1, 2))
        await turns()
        first.cancel()
    await waiting
    assert bodies.order == [2]


class TestBehindOthers:
    @pytest.fixture
    def limits(self) -> ConnectionLimits:
        return ConnectionLimits(memory_body_bytes=1000, handled_bytes=1000, intake_rest_s=0.0)

    async def test_a_client_who_is_kept_waiting_is_not_a_slow_one(self, house: House) -> None:
        finished = asyncio.Event()

        async def dawdle(request: Request) -> Response:
            if request.spool is not None and request.spool.size == 2000:
                await finished.wait()
            return Response(200, b"{}")

        house.behaviour = dawdle
        first, second = [await house.client() for _ in range(2)]
        await first.send(post(b"x" * 2000))
        await house.until(lambda: len(house.received) == 1)
        await second.send(post(b"y" * _MIB))
        await house.clock.advance(100)
        assert len(house.received) == 1
        small = await house.client()
        assert (await small.ask(post(b"small"))).status == 200
        finished.set()
        assert (await first.answer()).status == 200
        assert (await second.answer()).status == 200

"""Every test of this room runs on the event loop of production and on the plain one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

import pytest
import uvloop

from botyard.http.limits import ConnectionLimits
from tests.http.house import House


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}


@pytest.fixture
def limits() -> ConnectionLimits:
    # Nobody moves the clock for a body that rests.
    return ConnectionLimits(intake_rest_s=0.0)


@pytest.fixture
async def house(limits: ConnectionLimits) -> AsyncIterator[House]:
    house = House(limits)
    await house.open()
    yield house
    await house.close()

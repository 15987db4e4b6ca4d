"""Units of work for what is no call of a method: their time, and what storage refuses."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from botyard.model.clock import Clock, milliseconds
from botyard.model.entities import Moment
from botyard.model.errors import STORAGE_UNAVAILABLE, ApiError
from botyard.rpc.pipeline import RETRY_AFTER_S
from botyard.store.tx import Store, StoreUnavailable, Work

T = TypeVar("T")


class Units:
    """Raises ApiError where storage is not available at the moment."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def read(self, work: Work[T]) -> T:
        return await _run(self._store.read, work)

    async def write(self, work: Work[T]) -> T:
        return await _run(self._store.write, work)

    def now(self) -> Moment:
        return Moment(milliseconds(self._clock.now()))


async def _run(run: Callable[[Work[T]], Awaitable[T]], work: Work[T]) -> T:
    try:
        return await run(work)
    except StoreUnavailable as failure:
        raise ApiError(STORAGE_UNAVAILABLE, retry_after_s=RETRY_AFTER_S) from failure

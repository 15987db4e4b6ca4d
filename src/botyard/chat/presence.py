"""Who is there: chosen status, idleness and last activity of people."""

from typing import get_args

from botyard.model.entities import Moment, UserId, UserStatus
from botyard.model.errors import STATUS_ERROR, ApiError
from botyard.store import users
from botyard.store.tx import Tx

STATUSES: tuple[UserStatus, ...] = get_args(UserStatus)
MINUTE_MS = 60_000


async def choose_status(tx: Tx, user_id: UserId, status: str) -> None:
    """Refuses with STATUS_ERROR; the words are told apart by case."""
    if status not in STATUSES:
        raise ApiError(STATUS_ERROR)
    await users.set_status(tx, user_id, status)


async def start_idling(tx: Tx, user_id: UserId, minutes_ago: int, now: Moment) -> None:
    """Since `minutes_ago`, at least one, until `stop_idling`."""
    since = max(now - max(minutes_ago, 1) * MINUTE_MS, 0)
    await users.set_idle(tx, user_id, Moment(since))


async def stop_idling(tx: Tx, user_id: UserId) -> None:
    await users.set_idle(tx, user_id, None)


async def note_activity(tx: Tx, user_id: UserId, now: Moment) -> None:
    await users.note_activity(tx, user_id, now)

"""Letting go of events that nobody came for: decision 28 of the contract."""

from collections.abc import Mapping
from typing import NamedTuple

import structlog

from botyard.chat.bots import FORMER_MS
from botyard.model.entities import Moment, RecipientId, UserId
from botyard.store import expiry, former_bots, handlers, receivers
from botyard.store.tx import Store, Tx

BOT_EVENTS_KEPT_MS = 14 * 24 * 60 * 60 * 1000
USER_EVENTS_KEPT_MS = 24 * 60 * 60 * 1000
MAX_PENDING = 1_000_000
# One unit of work is kept short, so that no send waits for the sweep.
_PIECE = 500

log = structlog.get_logger()


class Kept(NamedTuple):
    """How much is kept for whom, and how long."""

    bot_ms: int = BOT_EVENTS_KEPT_MS
    user_ms: int = USER_EVENTS_KEPT_MS
    pending: int = MAX_PENDING


class _Sweep(NamedTuple):
    """Which events are too old now: those with lower ids."""

    bots_below: int
    users_below: int


async def forget_old(store: Store, now: Moment, kept: Kept = Kept()) -> Mapping[RecipientId, int]:  # noqa: B008 - immutable
    """Remove what is too old or too much; answer how many events each recipient lost."""
    sweep = await store.read(lambda tx: _plan(tx, now, kept))
    former = Moment(now - FORMER_MS)
    gone = await store.write(lambda tx: _forget_former(tx, former))
    lost: dict[RecipientId, int] = {}
    recipient_id = await _next(store, _BELOW_ALL)
    while recipient_id is not None:
        below = await _below(store, recipient_id, sweep, kept, is_gone=recipient_id in gone)
        if count := await _expire(store, recipient_id, below):
            lost[recipient_id] = count
            log.warning("events_expired", recipient=recipient_id, count=count)
        recipient_id = await _next(store, recipient_id)
    await store.write(handlers.forget_ended)
    return lost


async def _forget_former(tx: Tx, since: Moment) -> list[UserId]:
    gone = await former_bots.forget(tx, since)
    for bot_id in gone:
        await receivers.remove(tx, bot_id)
    return gone


async def _next(store: Store, after: int) -> RecipientId | None:
    return await store.read(lambda tx: expiry.next_recipient(tx, after))


async def _plan(tx: Tx, now: Moment, kept: Kept) -> _Sweep:
    return _Sweep(
        await expiry.first_event_since(tx, Moment(now - kept.bot_ms)),
        await expiry.first_event_since(tx, Moment(now - kept.user_ms)),
    )


async def _below(
    store: Store, recipient_id: RecipientId, sweep: _Sweep, kept: Kept, *, is_gone: bool
) -> int:
    async def look(tx: Tx) -> int:
        is_person = await expiry.is_person(tx, recipient_id)
        age = sweep.users_below if is_person else sweep.bots_below
        return max(age, await expiry.first_event_within(tx, recipient_id, kept.pending))

    return _EVERYTHING if is_gone else await store.read(look)


# Above every id that an event can have, and below every recipient's.
_EVERYTHING = 2**62
_BELOW_ALL = -_EVERYTHING


async def _expire(store: Store, recipient_id: RecipientId, below: int) -> int:
    lost, removed = 0, below
    while removed:
        removed = await store.write(lambda tx: expiry.expire(tx, recipient_id, below, _PIECE))
        lost += removed
    return lost

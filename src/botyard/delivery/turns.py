"""A lane's turn: what its receiver hears next, and what becomes of it after an attempt."""

from typing import Literal, NamedTuple

import msgspec

from botyard.delivery import backoff, writing
from botyard.delivery.passes import Passes
from botyard.delivery.post import Outcome
from botyard.delivery.webhook import Posting
from botyard.model.entities import NO_CHAT, ChatId, Moment, Portal, RecipientId, UserId
from botyard.model.secrets import Secrets
from botyard.store import lanes, letters, receivers
from botyard.store.lanes import Lane
from botyard.store.tx import Tx

CANNOT_BE_TOLD = "the event cannot be told"

# "gone": it was read by polling, or dropped, or its receiver moved, while it was under way.
Fate = Literal["delivered", "waiting", "dead", "dropped", "gone"]


class Place(NamedTuple):
    """Names a lane."""

    recipient_id: RecipientId
    chat_id: ChatId

    @property
    def is_farewell(self) -> bool:
        """Whether a bot hears there that it was deleted, which is the last thing that it hears."""
        return self.chat_id == NO_CHAT and self.recipient_id > 0


class Turn(NamedTuple):
    """`due_at` is the lane's: below zero it is another one each time everything is tried again."""

    event_id: int
    posting: Posting
    due_at: Moment


class Verdict(NamedTuple):
    """`others_wait`: other dialogs of the same receiver have failed before."""

    fate: Fate
    attempts: int = 0
    others_wait: bool = False


async def prepare(
    tx: Tx, portal: Portal, place: Place, now: Moment, passes: Passes
) -> Turn | None:
    """None where there is nothing to send now, unless `passes` are wanted: `repair` knows why."""
    lane = await lanes.get(tx, *place)
    head = await letters.head(tx, *place)
    if lane is None or lane.due_at > now or head is None:
        return None
    event_id, event = head
    posting = await writing.write(tx, portal, place.recipient_id, event_id, event, passes, now)
    return None if posting is None else Turn(event_id, posting, lane.due_at)


async def repair(tx: Tx, place: Place, secrets: Secrets, now: Moment) -> None:
    """Make a lane ready for its turn, or end it where nobody is owed anything any more."""
    lane = await lanes.hold(tx, *place)
    if lane is None:
        return
    head = await letters.head(tx, *place)
    if head is None:
        await lanes.remove(tx, *place)
        return
    due_at = writing.due_at(head[1])
    if due_at > now:
        await lanes.save(tx, msgspec.structs.replace(lane, due_at=due_at, planned_at=due_at))
        return
    if not await writing.introduce(tx, place.recipient_id, head[1], secrets):
        await lanes.remove(tx, *place)


async def settle(
    tx: Tx,
    portal: Portal,
    place: Place,
    turn: Turn | None,
    outcome: Outcome,
    secrets: Secrets,
    now: Moment,
) -> Verdict:
    """Write down what an attempt came to. `turn` is None where the head could not be told."""
    lane = await lanes.hold(tx, *place)
    event_id = turn.event_id if turn else await letters.head_id(tx, *place)
    if event_id is None:
        return Verdict("gone")
    if outcome.is_delivered:
        return await _delivered(tx, place, event_id, lane, now)
    if lane is None or await letters.head_id(tx, *place) != event_id:
        return Verdict("gone")
    if turn is not None and turn.due_at != lane.due_at < 0:
        return Verdict("gone")
    if portal.delivery_mode == "bitrix24":
        await letters.forget(tx, *place, event_id)
        await _go_on(tx, lane, now)
        return Verdict("dropped", attempts=1)
    return await _failed(tx, lane, event_id, outcome, secrets, now)


async def _delivered(
    tx: Tx, place: Place, event_id: int, lane: Lane | None, now: Moment
) -> Verdict:
    await letters.forget(tx, *place, event_id)
    if lane is not None:
        await _go_on(tx, lane, now)
    if place.is_farewell:
        await receivers.remove(tx, UserId(place.recipient_id))
    others_wait = await lanes.is_any_waiting(tx, place.recipient_id, now)
    return Verdict("delivered", others_wait=others_wait)


async def _failed(
    tx: Tx, lane: Lane, event_id: int, outcome: Outcome, secrets: Secrets, now: Moment
) -> Verdict:
    earlier = lane.attempts if lane.event_id == event_id else 0
    told = msgspec.structs.replace(
        lane, event_id=event_id, failure=outcome.failure, tried_at=now, attempts=earlier
    )
    if earlier and now < lane.planned_at:
        # Out of turn: it counts for nothing, and the schedule goes on.
        asked = Moment(now + _milliseconds(outcome.retry_after_s))
        again_at = max(lane.planned_at, asked)
        await lanes.save(tx, msgspec.structs.replace(told, due_at=again_at, hastened=True))
        return Verdict("waiting", earlier)
    attempts = earlier + 1
    delay = backoff.delay_s(attempts, secrets, outcome.retry_after_s)
    if delay is None:
        await letters.bury(
            tx,
            lane.recipient_id,
            lane.chat_id,
            event_id,
            now=now,
            attempts=attempts,
            failure=outcome.failure,
        )
        await _go_on(tx, lane, now)
        return Verdict("dead", attempts)
    again_at = Moment(now + _milliseconds(delay))
    told = msgspec.structs.replace(
        told, attempts=attempts, due_at=again_at, planned_at=again_at, hastened=False
    )
    await lanes.save(tx, told)
    return Verdict("waiting", attempts)


async def _go_on(tx: Tx, lane: Lane, now: Moment) -> None:
    """To the lane's next event, behind those who wait already; or its end."""
    place = Place(lane.recipient_id, lane.chat_id)
    if await letters.head_id(tx, *place) is None:
        await lanes.remove(tx, *place)
        return
    await lanes.save(
        tx,
        Lane(recipient_id=lane.recipient_id, chat_id=lane.chat_id, due_at=now, planned_at=now),
    )


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)

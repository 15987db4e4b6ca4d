"""A lane's turn: what its receiver hears next, and what becomes of it after an attempt."""

from typing import Literal, NamedTuple

import msgspec

from botyard.chat.reports import NO_CHAT
from botyard.delivery import backoff, telling_v1, webhook
from botyard.delivery.post import Outcome
from botyard.delivery.telling import Happening, tell
from botyard.delivery.webhook import Posting
from botyard.model.entities import Bot, ChatId, Moment, Portal, UserId
from botyard.model.events import BotDeleted, Event
from botyard.model.secrets import Secrets
from botyard.store import bots, lanes, letters, receivers
from botyard.store.lanes import Lane
from botyard.store.tx import Tx
from botyard.wire.views import views_of

TOKEN_LENGTH = 32
# Hexadecimal digits, for 24 bytes: the specification of Standard Webhooks asks for 24 to 64.
KEY_LENGTH = 48
CANNOT_BE_TOLD = "the event cannot be told"

# "gone": it was read by polling, or dropped, while it was under way.
Fate = Literal["delivered", "waiting", "dead", "dropped", "gone"]


class Place(NamedTuple):
    """Names a lane."""

    recipient_id: UserId
    chat_id: ChatId


class Turn(NamedTuple):
    event_id: int
    posting: Posting


class Verdict(NamedTuple):
    """`others_wait`: other dialogs of the same receiver have failed before."""

    fate: Fate
    attempts: int = 0
    others_wait: bool = False


async def prepare(tx: Tx, portal: Portal, place: Place, now: Moment) -> Turn | None:
    """None where there is nothing to send now: `repair` knows why."""
    lane = await lanes.get(tx, *place)
    head = await letters.head(tx, *place)
    if lane is None or lane.due_at > now or head is None:
        return None
    event_id, event = head
    bot = await _listening_bot(tx, place.recipient_id, event)
    receiver = await receivers.get(tx, place.recipient_id)
    if bot is None or receiver is None:
        return None
    views = views_of(portal.timezone, portal.scheme, portal.domain)
    if bot.generation == 1:
        older = await telling_v1.tell(tx, portal, views, bot, event)
        posting = webhook.older_posting(portal, bot, receiver, older, event_id, now)
        return Turn(event_id, posting)
    happening = Happening(place.recipient_id, is_bot=True, event=event)
    [told] = await tell(tx, views, portal.language, [happening])
    return Turn(event_id, webhook.posting(portal, bot, receiver, told, event_id, now))


async def repair(tx: Tx, place: Place, secrets: Secrets) -> None:
    """Make a lane ready for its turn, or end it where nobody is owed anything any more."""
    if await lanes.hold(tx, *place) is None:
        return
    head = await letters.head(tx, *place)
    bot = None if head is None else await _listening_bot(tx, place.recipient_id, head[1])
    if bot is None:
        await lanes.remove(tx, *place)
        return
    await introduce(tx, bot, secrets)


async def introduce(tx: Tx, bot: Bot, secrets: Secrets) -> receivers.Receiver:
    """What proves to the bot's receiver who is calling; made when it is first needed."""
    receiver = await receivers.get(tx, bot.id)
    if receiver is None:
        await receivers.add(tx, bot, secrets.token(TOKEN_LENGTH), secrets.token(KEY_LENGTH))
        receiver = await receivers.get(tx, bot.id)
    if receiver is None:
        raise LookupError(f"the receiver of bot {bot.id} is missing")
    return receiver


async def settle(
    tx: Tx,
    portal: Portal,
    place: Place,
    event_id: int | None,
    outcome: Outcome,
    secrets: Secrets,
    now: Moment,
) -> Verdict:
    """Write down what an attempt came to. `event_id` is None where the head could not be told."""
    lane = await lanes.hold(tx, *place)
    if event_id is None:
        event_id = await letters.head_id(tx, *place)
    if event_id is None:
        return Verdict("gone")
    if outcome.is_delivered:
        return await _delivered(tx, place, event_id, lane, now)
    if lane is None or await letters.head_id(tx, *place) != event_id:
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
    if place.chat_id == NO_CHAT:
        await receivers.remove(tx, place.recipient_id)
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


async def _listening_bot(tx: Tx, bot_id: UserId, event: Event) -> Bot | None:
    """The bot, while it hears by webhook; a deleted one once more, as it was."""
    if isinstance(event, BotDeleted):
        return event.bot
    bot = await bots.get(tx, bot_id)
    return bot if bot is not None and bot.event_mode == "webhook" else None


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)

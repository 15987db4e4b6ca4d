"""Polling: a page of a reader's events, and the acknowledgement of those before it."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from botyard.chat.bots import BotCard
from botyard.delivery.telling import Happening, tell
from botyard.model.entities import UserId
from botyard.store import outbox
from botyard.store.outbox import Delivery
from botyard.store.tx import Tx
from botyard.wire.dates import iso
from botyard.wire.events import EventView
from botyard.wire.views import Views

MAX_EVENTS = 1000
# One answer is kept to what a client reads in one piece; at least one event is in it.
MAX_ANSWER_BYTES = 4 * 1024 * 1024
# What the chat, the user and the bot of an event usually take, beside what the outbox holds of it.
_SURROUNDINGS_BYTES = 2 * 1024
# Long messages are read in pieces, so that no more of them is in memory than is answered.
_PIECE = 50
# How long a poll may be held, in seconds.
MAX_TIMEOUT_S = 55


class Reader(NamedTuple):
    """Whose events are read, and how they are told; `bot` is who is no person of them."""

    recipient_ids: Sequence[UserId]
    views: Views
    language: str
    bot: BotCard | None = None


class Fetched(NamedTuple):
    """`next_offset` acknowledges `events`, once it is given back."""

    events: list[EventView]
    next_offset: int
    has_more: bool


async def fetch(tx: Tx, reader: Reader, offset: int, limit: int) -> Fetched:
    """Acknowledge what is numbered under `offset`, and read on from what is left.

    Both are one unit of work. An offset confirms no more than was handed out, and never less
    than it confirmed before. The lowest number comes first,
    up to `limit` events and 4 MiB.
    """
    readers = sorted(set(reader.recipient_ids))
    for recipient_id in readers:
        handed_to = await outbox.hold_consumer(tx, recipient_id)
        await outbox.acknowledge(tx, recipient_id, below=min(offset, handed_to + 1))
    page, has_more = await _page(tx, readers, min(max(limit, 1), MAX_EVENTS))
    events = _fitting(await _spell(tx, reader, page))
    deliveries = page[: len(events)]
    for recipient_id in readers:
        handed = [one.number for one in deliveries if one.recipient_id == recipient_id]
        if handed:
            await outbox.note_handed(tx, recipient_id, handed[-1])
    next_offset = deliveries[-1].number + 1 if deliveries else max(offset, 0)
    return Fetched(events, next_offset, has_more or len(events) < len(page))


async def _page(tx: Tx, readers: Sequence[UserId], limit: int) -> tuple[list[Delivery], bool]:
    page: list[Delivery] = []
    room = MAX_ANSWER_BYTES
    while True:
        above = page[-1].number if page else 0
        wanted = min(_PIECE, limit - len(page) + 1)
        piece = await outbox.hand_out(tx, readers, above=above, count=wanted)
        for delivery in piece:
            room -= delivery.size + _SURROUNDINGS_BYTES
            if len(page) == limit or (page and room < 0):
                return page, True
            page.append(delivery)
        if len(piece) < wanted:
            return page, False


def _fitting(events: Sequence[EventView]) -> list[EventView]:
    """As many as an answer carries, now that their chats and people stand in them."""
    room = MAX_ANSWER_BYTES
    fitting: list[EventView] = []
    for event in events:
        room -= len(msgspec.json.encode(event)) + 1
        if fitting and room < 0:
            break
        fitting.append(event)
    return fitting


async def _spell(tx: Tx, reader: Reader, deliveries: Sequence[Delivery]) -> list[EventView]:
    _, views, language, bot = reader
    bot_id = None if bot is None else bot.bot.id
    told = await tell(
        tx,
        views,
        language,
        [Happening(one.recipient_id, one.recipient_id == bot_id, one.event) for one in deliveries],
    )
    seen = None if bot is None else views.bot(bot.bot, bot.counts)
    return [
        EventView(
            event_id=delivery.number,
            type=name,
            date=iso(delivery.created_at, views.zone),
            data={"bot": seen, **data} if delivery.recipient_id == bot_id else data,
        )
        for delivery, (name, data) in zip(deliveries, told, strict=True)
    ]

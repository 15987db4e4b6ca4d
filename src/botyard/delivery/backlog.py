"""What is on its way to webhooks, and what nobody took: looked at, tried again, given up."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from botyard.access import installations
from botyard.delivery import writing
from botyard.delivery.turns import Place
from botyard.delivery.webhook import secret_of
from botyard.model.entities import ChatId, Moment, RecipientId, UserId, recipient_name
from botyard.model.secrets import Secrets
from botyard.store import apps, bots, lanes, letters
from botyard.store.letters import Letter
from botyard.store.tx import Tx


class Filter(NamedTuple):
    """None is every recipient, every dialog, the waiting and the dead."""

    recipient_id: RecipientId | None = None
    chat_id: ChatId | None = None
    dead: bool | None = None


class NotThere(Exception):
    """No such delivery, or nobody of this name."""


async def find_all(tx: Tx, wanted: Filter, count: int) -> list[Letter]:
    """The first `count`, those that wait before the dead."""
    found: list[Letter] = []
    if not wanted.dead:
        found += await letters.waiting(tx, wanted.recipient_id, wanted.chat_id, count)
    if wanted.dead is not False and len(found) < count:
        found += await letters.dead(tx, wanted.recipient_id, wanted.chat_id, count - len(found))
    return found


async def find(tx: Tx, recipient_id: RecipientId, event_id: int) -> Letter:
    letter = await letters.find(tx, recipient_id, event_id)
    if letter is None:
        raise NotThere(f"there is no delivery {recipient_name(recipient_id)}-{event_id}")
    return letter


async def replay(tx: Tx, chosen: Sequence[Letter], now: Moment) -> None:
    """Try the dead ones anew, in their order, and those that wait at once."""
    for letter in chosen:
        place = Place(letter.recipient_id, letter.chat_id)
        if letter.died_at is not None:
            # The lane first: whoever delivers there waits, and then sees what came back to life.
            await lanes.open_lane(tx, *place, now)
            await letters.revive(tx, *place, letter.event_id)
        lane = await lanes.hold(tx, *place)
        if lane is not None:
            await lanes.save(tx, structs.replace(lane, due_at=Moment(0)))
        tx.wake(lanes.RELAY)


async def drop(tx: Tx, chosen: Sequence[Letter]) -> None:
    """Their recipients will never hear of them."""
    for letter in chosen:
        await lanes.hold(tx, letter.recipient_id, letter.chat_id)
        await letters.forget(tx, letter.recipient_id, letter.chat_id, letter.event_id)
    for recipient_id in sorted({letter.recipient_id for letter in chosen}):
        await lanes.reconsider(tx, recipient_id)


async def signing_secret(tx: Tx, bot_id: UserId, secrets: Secrets) -> str:
    """What the owner of the bot checks signatures with."""
    bot = await bots.get(tx, bot_id)
    if bot is None:
        raise NotThere(f"there is no bot {bot_id}")
    return secret_of((await writing.introduce_bot(tx, bot, secrets)).signing_key)


async def signing_secret_of_app(tx: Tx, client_id: str, secrets: Secrets) -> str:
    """What an application checks the signatures of its handlers' events with."""
    app = await apps.find(tx, client_id)
    if app is None:
        raise NotThere(f"there is no application {client_id}")
    return secret_of((await installations.introduce(tx, app, secrets)).signing_key)

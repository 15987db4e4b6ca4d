"""Reactions: one of each user to a message, set, taken back and counted."""

from collections.abc import Iterable, Mapping

from botyard.chat import reports
from botyard.chat.held_messages import HeldMessage
from botyard.model.entities import Message, MessageId, Moment, User, UserId
from botyard.model.events import ReactionAction
from botyard.model.reactions import LIKE
from botyard.store import bots, reactions, users
from botyard.store.reactions import Reaction
from botyard.store.tx import Tx

# Who reacted to a message, by the codes of their reactions, in the order in which they did.
Reactions = Mapping[str, list[UserId]]


def may_take_back(held: HeldMessage) -> bool:
    return not held.message.params.is_deleted


async def may_react(tx: Tx, held: HeldMessage) -> bool:
    """Whoever is in the chat may, unless the message is of a bot that wants no reactions."""
    if not may_take_back(held):
        return False
    bot = await bots.get(tx, held.message.author_id)
    return bot is None or bot.is_reactions_enabled


async def add(tx: Tx, held: HeldMessage, code: str, now: Moment) -> bool:
    """Answer whether the actor's reaction was another one; that one is taken back."""
    before = await own(tx, held)
    if before == code:
        return False
    if before is not None:
        await _report(tx, held, before, "delete", now)
    await reactions.save(tx, Reaction(held.message.id, held.actor_id, code), now)
    await _report(tx, held, code, "add", now)
    return True


async def take_back(tx: Tx, held: HeldMessage, code: str, now: Moment) -> bool:
    """Answer whether it was set."""
    if await own(tx, held) != code:
        return False
    await reactions.remove(tx, held.message.id, held.actor_id)
    await _report(tx, held, code, "delete", now)
    return True


async def own(tx: Tx, held: HeldMessage) -> str | None:
    """The actor's reaction."""
    return await reactions.get(tx, held.message.id, held.actor_id)


async def of_messages(tx: Tx, found: Iterable[Message]) -> dict[MessageId, Reactions]:
    """Of each message that has any."""
    told: dict[MessageId, dict[str, list[UserId]]] = {}
    for message_id, user_id, code in await reactions.of_messages(tx, (one.id for one in found)):
        told.setdefault(message_id, {}).setdefault(code, []).append(user_id)
    return {**told}


async def likes(tx: Tx, found: Iterable[Message]) -> dict[MessageId, list[UserId]]:
    """Who likes each message that anybody does."""
    told = await of_messages(tx, found)
    return {message_id: by_code[LIKE] for message_id, by_code in told.items() if LIKE in by_code}


async def reactors(tx: Tx, told: Mapping[MessageId, Reactions]) -> list[User]:
    """Everybody who reacted, by ascending id."""
    wanted = {user_id for by_code in told.values() for ids in by_code.values() for user_id in ids}
    return await users.get_many(tx, wanted)


async def _report(
    tx: Tx, held: HeldMessage, code: str, action: ReactionAction, now: Moment
) -> None:
    await reports.reaction_changed(
        tx, held.chat, held.message, code, action, actor_id=held.actor_id, now=now
    )

"""Which bots and subscribed people must learn of what happens in a chat.

Nobody hears of what it did itself, nor of what happens to a message from before it may see.
"""

from botyard.chat.mentions import mentioned_users
from botyard.model.entities import Chat, Message, UserId, Venue
from botyard.store import listeners
from botyard.store.listeners import Listener
from botyard.store.outbox import Recipient
from botyard.store.tx import Tx

_HEARS_EVERYTHING = frozenset(("supervisor", "personal", "person"))


def of_message(
    there: list[Listener],
    chat: Venue,
    message: Message,
    texts: tuple[str, ...],
    *,
    actor_id: UserId,
) -> list[Recipient]:
    """Of those who are there. A plain bot hears of groups only where one of `texts` mentions it,
    and of no system text.
    """
    others = _who_see(message, there, actor_id)
    if _HEARS_EVERYTHING.issuperset([one.type for one in others]):
        return [one.recipient for one in others]
    mentioned: frozenset[int] = frozenset()
    if not message.is_system and not chat.is_private:
        mentioned = mentioned.union(*map(mentioned_users, texts))
    return [
        one.recipient
        for one in others
        if _hears(one, chat, mentioned, is_system=message.is_system)
    ]


async def of_reaction(
    tx: Tx, chat: Chat, message: Message, *, actor_id: UserId
) -> list[Recipient]:
    """The bot that wrote the message, and who hears everything."""
    return [
        one.recipient
        for one in _who_see(message, await listeners.in_chat(tx, chat.id), actor_id)
        if one.type in _HEARS_EVERYTHING or one.id == message.author_id
    ]


async def of_joining(
    tx: Tx, chat: Chat, joined_id: UserId, *, actor_id: UserId
) -> list[Recipient]:
    """The bot that joined, and the subscribed people who are in the chat."""
    return [
        one.recipient
        for one in _others(await listeners.in_chat(tx, chat.id), actor_id)
        if one.type == "person" or one.id == joined_id
    ]


def _who_see(message: Message, there: list[Listener], actor_id: UserId) -> list[Listener]:
    return [one for one in there if one.id != actor_id and one.history_hidden_to < message.id]


def _others(there: list[Listener], actor_id: UserId) -> list[Listener]:
    return [one for one in there if one.id != actor_id]


def _hears(listener: Listener, chat: Venue, mentioned: frozenset[int], *, is_system: bool) -> bool:
    if listener.type in _HEARS_EVERYTHING:
        return True
    if is_system:
        return False
    return chat.is_private or listener.id in mentioned

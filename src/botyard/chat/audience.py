"""Which bots must learn of an event."""

from botyard.chat.mentions import mentioned_users
from botyard.model.entities import Chat, UserId
from botyard.store import bots
from botyard.store.bots import Listener
from botyard.store.tx import Tx

_HEARS_EVERYTHING = ("supervisor", "personal")


async def of_message(
    tx: Tx, chat: Chat, text: str, *, actor_id: UserId, is_system: bool
) -> list[UserId]:
    """Nobody hears of what it did itself; a plain bot hears groups only where it is mentioned."""
    listeners = [one for one in await bots.in_chat(tx, chat.id) if one.bot_id != actor_id]
    if not listeners:
        return []
    mentioned = frozenset() if is_system or chat.is_private else mentioned_users(text)
    return [one.bot_id for one in listeners if _hears(one, chat, mentioned, is_system=is_system)]


def _hears(listener: Listener, chat: Chat, mentioned: frozenset[int], *, is_system: bool) -> bool:
    if listener.type in _HEARS_EVERYTHING:
        return True
    if is_system:
        return False
    return chat.is_private or listener.bot_id in mentioned

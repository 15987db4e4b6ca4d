"""Chats that belong to something outside the messenger: a deal, a task, a workgroup."""

from botyard.model.entities import ChatId
from botyard.store import chats
from botyard.store.tx import Tx


async def find(tx: Tx, entity_type: str, entity_id: str) -> ChatId | None:
    """The oldest chat of this entity."""
    return await chats.find_by_entity(tx, entity_type, entity_id)

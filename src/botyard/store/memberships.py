"""A chat and one of its members, read by one statement: most calls need both."""

from botyard.model.entities import Chat, ChatId, Member, UserId
from botyard.store.chats import chat_of
from botyard.store.members import member_of
from botyard.store.sql import sql
from botyard.store.tx import Tx

_GET = sql(
    """
    SELECT c.id, c.type, c.title, c.description, c.color, c.avatar, c.owner_id, c.entity_type,
        c.entity_id, c.created_at, c.last_message_id, c.message_count,
        m.chat_id, m.user_id, m.role, m.is_bot, m.history_hidden_to, m.last_read_id,
        m.last_sent_id
    FROM member m JOIN chat c ON c.id = m.chat_id
    WHERE m.chat_id = :chat_id AND m.user_id = :user_id
    """
)
_CHAT_COLUMNS = 12


async def get(tx: Tx, chat_id: ChatId, user_id: UserId) -> tuple[Chat, Member] | None:
    """None when the user is no member, or there is no such chat."""
    row = await tx.one(_GET, chat_id=chat_id, user_id=user_id)
    return None if row is None else (chat_of(row), member_of(row[_CHAT_COLUMNS:]))

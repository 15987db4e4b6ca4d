"""A message that somebody is about to change: held, with what decides whether they may."""

from typing import NamedTuple

from botyard.model.entities import Chat, Member, Message, MessageId, Moment, UserId
from botyard.store import chats, members, messages
from botyard.store.tx import Tx

# Docs page "Messages": people change what they wrote for three days.
WINDOW_MS = 3 * 24 * 60 * 60 * 1000


class HeldMessage(NamedTuple):
    """`member` is the actor, who may see the message."""

    chat: Chat
    message: Message
    member: Member

    @property
    def actor_id(self) -> UserId:
        return self.member.user_id

    @property
    def is_own(self) -> bool:
        return self.message.author_id == self.actor_id

    @property
    def is_administered(self) -> bool:
        """Whether the actor looks after the group."""
        return self.member.is_administrator and not self.chat.is_private

    def is_recent(self, now: Moment) -> bool:
        return now - self.message.created_at <= WINDOW_MS


async def hold(tx: Tx, actor_id: UserId, message_id: MessageId) -> HeldMessage | None:
    """The message as it is now, when the actor is in its chat and may see it.

    Whoever changes a message or its reactions holds the chat first, so in each chat it happens
    one after the other.
    """
    found = await messages.get(tx, message_id)
    chat = None if found is None else await chats.hold(tx, found.chat_id)
    if chat is None:
        return None
    member = await members.get(tx, chat.id, actor_id)
    message = await messages.hold(tx, message_id)
    if member is None or message is None or message.id <= member.history_hidden_to:
        return None
    return HeldMessage(chat, message, member)

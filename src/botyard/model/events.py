"""Facts that happened, in the form in which the outbox keeps them."""

from msgspec import Struct

from botyard.model.entities import ChatId, Message, UserId


class MessageAdded(Struct, frozen=True, tag="message_added"):
    """`message` is the message as it was when it was sent."""

    message: Message


class ChatJoined(Struct, frozen=True, tag="chat_joined"):
    """`user_id` joined; `by_user_id` is who added it."""

    chat_id: ChatId
    user_id: UserId
    by_user_id: UserId


class BotDeleted(Struct, frozen=True, tag="bot_deleted"):
    bot_id: UserId
    code: str


Event = MessageAdded | ChatJoined | BotDeleted

"""Facts that happened, in the form in which the outbox keeps them."""

from typing import Any, Literal

from msgspec import Struct

from botyard.model.entities import COMMAND_CALLED, Bot, ChatId, Message, Moment, UserId

ReactionAction = Literal["add", "delete"]
CommandContext = Literal["textarea", "keyboard", "menu"]


class MessageAdded(Struct, frozen=True, tag="message_added"):
    """`message` is the message as it was when it was sent."""

    message: Message


class MessageUpdated(Struct, frozen=True, tag="message_updated"):
    """`message` is the message as the change left it."""

    message: Message


class MessageDeleted(Struct, frozen=True, tag="message_deleted"):
    """`message` is the message as it was before."""

    message: Message


class ReactionChanged(Struct, frozen=True, tag="reaction_changed"):
    """`user_id` set or took back `reaction`, a code like "like"."""

    message: Message
    reaction: str
    action: ReactionAction
    user_id: UserId


class ChatJoined(Struct, frozen=True, tag="chat_joined"):
    """`user_id` joined; `by_user_id` is who added it."""

    chat_id: ChatId
    user_id: UserId
    by_user_id: UserId


class CommandCalled(Struct, frozen=True, tag=COMMAND_CALLED):
    """`user_id` called the bot's command: `command` has no slash, `params` is what follows it.

    `from_outside` says that the bot is not in the chat.
    """

    message: Message
    command_id: int
    command: str
    params: str
    context: CommandContext
    user_id: UserId
    from_outside: bool = False


class ContextSent(Struct, frozen=True, tag="context_sent"):
    """`user_id` opened a dialog with a bot and brought `context` along."""

    chat_id: ChatId
    user_id: UserId
    context: dict[str, Any]


class BotDeleted(Struct, frozen=True, tag="bot_deleted"):
    """`bot` as it was before; `by_user_id` is 0 where no person's call took it away."""

    bot: Bot
    by_user_id: UserId = UserId(0)


class AppInstalled(Struct, frozen=True, tag="app_installed"):
    """`user_id` is whom it was installed for."""

    user_id: UserId
    version: int


class AppUpdated(Struct, frozen=True, tag="app_updated"):
    user_id: UserId
    version: int
    previous_version: int


class AppUninstalled(Struct, frozen=True, tag="app_uninstalled"):
    """`is_clean` says that nothing of it is kept."""

    is_clean: bool


class HandlersTested(Struct, frozen=True, tag="handlers_tested"):
    """`user_id` called event.test with `query`."""

    user_id: UserId
    query: dict[str, Any]


class PersonAdded(Struct, frozen=True, tag="person_added"):
    user_id: UserId


class MethodDecided(Struct, frozen=True, tag="method_decided"):
    """An administrator has said whether an application may call `method`, in lower case."""

    client_id: str
    method: str
    is_confirmed: bool


class OfflineQueued(Struct, frozen=True, tag="offline_queued"):
    """Something is in the queue of offline events, which is not told before `due_at`."""

    user_id: UserId
    due_at: Moment


# What bots and people hear of.
ChatEvent = (
    MessageAdded
    | MessageUpdated
    | MessageDeleted
    | ReactionChanged
    | ChatJoined
    | CommandCalled
    | ContextSent
    | BotDeleted
)
# What handlers hear of.
AppEvent = (
    AppInstalled
    | AppUpdated
    | AppUninstalled
    | HandlersTested
    | PersonAdded
    | MethodDecided
    | OfflineQueued
)
Event = ChatEvent | AppEvent


def kind_of(event: Event | type[Struct]) -> str:
    """The name under which the outbox keeps such events."""
    return str(event.__struct_config__.tag)


def actor_of(event: Event) -> UserId:
    """Who caused it, as far as the event knows; 0 for nobody."""
    match event:
        case ChatJoined():
            return event.by_user_id
        case AppUninstalled() | MethodDecided():
            return UserId(0)
        case BotDeleted():
            return event.by_user_id or event.bot.id
        case MessageAdded() | MessageUpdated() | MessageDeleted():
            return event.message.author_id
        case _:
            return event.user_id

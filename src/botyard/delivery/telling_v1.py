"""A stored event -> what a bot of the older API is told, in the words of imbot.

Each kind of event has its own address, and goes nowhere by polling. Source: docs pages
"ONIMBOTMESSAGEADD" and those beside it.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from botyard.chat.mentions import mentioned_users
from botyard.model.colours import COLOURS
from botyard.model.commands import CommandId
from botyard.model.entities import Bot, Chat, ChatId, Message, Moment, Portal, User, UserId
from botyard.model.events import (
    BotDeleted,
    ChatEvent,
    ChatJoined,
    CommandCalled,
    ContextSent,
    MessageAdded,
    MessageDeleted,
    MessageUpdated,
    actor_of,
    kind_of,
)
from botyard.store import chats, commands, members, messages, users
from botyard.store.tx import Tx
from botyard.wire.views import MESSAGE_TYPES, Views

OLDER_EVENTS: Mapping[type[Struct], str] = {
    MessageAdded: "ONIMBOTMESSAGEADD",
    MessageUpdated: "ONIMBOTMESSAGEUPDATE",
    MessageDeleted: "ONIMBOTMESSAGEDELETE",
    ChatJoined: "ONIMBOTJOINCHAT",
    BotDeleted: "ONIMBOTDELETE",
    CommandCalled: "ONIMCOMMANDADD",
}

Facts = dict[str, object]

_COLOUR_NAMES = {shade: re.sub("(?=[A-Z])", "_", name).upper() for name, shade in COLOURS.items()}
_OFF = ("PUSH_IMPORTANT", "RECENT_SKIP_AUTHOR", "CONVERT", "SKIP_COMMAND",
        "SKIP_COUNTER_INCREMENTS", "SILENT_CONNECTOR", "SKIP_CONNECTOR", "IMPORTANT_CONNECTOR",
        "NO_SESSION_OL")  # fmt: skip
_BINDING = ("CHAT_ENTITY_TYPE", "CHAT_ENTITY_ID", "CHAT_ENTITY_DATA_1", "CHAT_ENTITY_DATA_2",
            "CHAT_ENTITY_DATA_3")  # fmt: skip


class OlderTold(NamedTuple):
    """`callee` stands in data under `group` and its id, beside the bot's auth; "" means in data.

    `actor_id` is who did what is told.
    """

    url: str
    name: str
    group: str
    callee_id: int
    callee: Facts
    data: Facts
    actor_id: UserId


class _Scene(NamedTuple):
    """Where it happened. `other_id` is the other side of the bot's private dialog, else 0."""

    portal: Portal
    views: Views
    bot: Bot
    chat: Chat
    other_id: UserId
    actor: User | None
    user_count: int

    @property
    def is_private(self) -> bool:
        return self.other_id != 0

    @property
    def dialog_id(self) -> str:
        return str(self.other_id) if self.is_private else f"chat{self.chat.id}"

    @property
    def type(self) -> str:
        return MESSAGE_TYPES[self.chat.type]


async def tell(tx: Tx, portal: Portal, views: Views, bot: Bot, event: ChatEvent) -> OlderTold:
    """An event of a kind that the bot has an address for, or a call of its command."""
    name = OLDER_EVENTS[type(event)]
    callee: Facts = {"BOT_ID": bot.id, "BOT_CODE": bot.code}
    if isinstance(event, BotDeleted):
        url = bot.handlers[kind_of(event)]
        return OlderTold(url, name, "", 0, callee, {}, actor_of(event))
    scene = await _scene(tx, portal, views, bot, event)
    data: Facts = {"PARAMS": await _params(tx, scene, event)}
    if not isinstance(event, MessageUpdated | MessageDeleted) or scene.is_private:
        data["USER"] = _user(scene.actor, event)
    actor_id = actor_of(event)
    if not isinstance(event, CommandCalled):
        url = bot.handlers[kind_of(event)]
        return OlderTold(url, name, "BOT", bot.id, callee, data, actor_id)
    url = await _command_address(tx, bot, event)
    callee |= _called(event)
    return OlderTold(url, name, "COMMAND", event.command_id, callee, data, actor_id)


async def _command_address(tx: Tx, bot: Bot, event: CommandCalled) -> str:
    """One that was registered through version 2 has none: its calls go where messages go."""
    command = await commands.get(tx, CommandId(event.command_id))
    own = "" if command is None else command.handler_url
    return own or bot.handlers["message_added"]


def _called(event: CommandCalled) -> Facts:
    return {
        "COMMAND": event.command,
        "COMMAND_ID": event.command_id,
        "COMMAND_PARAMS": event.params,
        "COMMAND_CONTEXT": event.context.upper(),
        "MESSAGE_ID": event.message.id,
    }


async def _scene(tx: Tx, portal: Portal, views: Views, bot: Bot, event: ChatEvent) -> _Scene:
    chat_id = _chat_id(event)
    [chat] = await chats.get_many(tx, [chat_id])
    is_outside = isinstance(event, CommandCalled) and event.from_outside
    is_private = chat.is_private and not is_outside
    other_id = await chats.counterpart(tx, chat_id, bot.id) if is_private else UserId(0)
    actor = await users.get(tx, actor_of(event))
    sizes = await members.sizes(tx, [chat_id])
    return _Scene(portal, views, bot, chat, other_id, actor, sizes.get(chat_id, 0))


async def _params(tx: Tx, scene: _Scene, event: ChatEvent) -> Facts:
    match event:
        case MessageAdded():
            return {
                **await _sent(tx, scene, event.message, scene.actor),
                "COMMAND_CONTEXT": "TEXTAREA",
                "CHAT_USER_COUNT": scene.user_count,
                **_mentions(scene, event.message),
                "PLATFORM_CONTEXT": "web",
            }
        case CommandCalled():
            sent = await _sent(tx, scene, event.message, scene.actor)
            return {**sent, **_only_of_commands(scene)}
        case MessageUpdated():
            return {
                **_changed(scene, event.message),
                "MESSAGE": event.message.text,
                "CHAT_USER_COUNT": scene.user_count,
                **_mentions(scene, event.message),
                "PLATFORM_CONTEXT": "web",
            }
        case MessageDeleted():
            text = _placeholder(scene, event.message.created_at)
            return {**_changed(scene, event.message), "MESSAGE": text}
        case ChatJoined():
            return await _joined(tx, scene, event)
        case _:
            raise LookupError(f"the older API has no event for {kind_of(event)}")


async def _sent(tx: Tx, scene: _Scene, message: Message, actor: User | None) -> Facts:
    actor_id = 0 if actor is None else actor.id
    return {
        "MESSAGE": message.text,
        "TEMPLATE_ID": message.uuid,
        "MESSAGE_TYPE": scene.type,
        "FROM_USER_ID": actor_id,
        "DIALOG_ID": scene.dialog_id,
        "TO_CHAT_ID": scene.chat.id,
        "AUTHOR_ID": actor_id,
        "SYSTEM": _flag(message.is_system),
        **({"TO_USER_ID": scene.bot.id} if scene.is_private else {}),
        **({} if scene.is_private else await _group(tx, scene, message, actor_id)),
        "PUSH": "Y",
        **dict.fromkeys(_OFF, "N"),
        "FAKE_RELATION": 0,
        "SKIP_URL_INDEX": "N",
        "MESSAGE_ID": message.id,
        "CHAT_TYPE": scene.type,
        "LANGUAGE": scene.portal.language,
    }


async def _group(tx: Tx, scene: _Scene, message: Message, actor_id: int) -> Facts:
    chat = scene.chat
    earlier = await messages.older(tx, chat.id, below=message.id, above=0, count=1)
    member = await members.get(tx, chat.id, UserId(actor_id))
    return {
        "CHAT_ID": chat.id,
        "CHAT_TITLE": chat.title,
        "CHAT_AUTHOR_ID": chat.owner_id,
        "CHAT_AVATAR": scene.views.picture(chat.avatar) or "0",
        "CHAT_COLOR": _COLOUR_NAMES.get(chat.color, ""),
        **_binding(chat),
        "CHAT_EXTRANET": "N",
        "CHAT_PREV_MESSAGE_ID": earlier[0].id if earlier else 0,
        "CHAT_CAN_POST": "MEMBER",
        "RID": actor_id,
        "IS_MANAGER": _flag(member is not None and member.is_administrator),
    }


def _only_of_commands(scene: _Scene) -> Facts:
    facts: Facts = {"SKIP_USER_CHECK": "Y", "RECENT_ADD": "Y"}
    if not scene.is_private:
        facts |= {"CHAT_PARENT_ID": 0, "CHAT_PARENT_MID": 0}
        facts["BOT_IN_CHAT"] = {str(scene.bot.id): scene.bot.id}
    return facts


def _changed(scene: _Scene, message: Message) -> Facts:
    binding = _binding(scene.chat)
    if scene.is_private:
        del binding["CHAT_ENTITY_TYPE"]
        sides = {"FROM_USER_ID": message.author_id, "TO_USER_ID": scene.bot.id}
    else:
        sides = {}
    return {
        "ID": message.id,
        "CHAT_ID": scene.chat.id,
        "AUTHOR_ID": message.author_id,
        "MESSAGE_TYPE": scene.type,
        "CHAT_AUTHOR_ID": scene.chat.owner_id,
        **binding,
        **sides,
        "DIALOG_ID": scene.dialog_id,
        "MESSAGE_ID": message.id,
        "CHAT_TYPE": scene.type,
        "LANGUAGE": scene.portal.language,
    }


async def _joined(tx: Tx, scene: _Scene, event: ChatJoined) -> Facts:
    member = await members.get(tx, scene.chat.id, scene.bot.id)
    sees_all = member is not None and member.history_hidden_to == 0
    group = {
        "CHAT_ID": scene.chat.id,
        "CHAT_AUTHOR_ID": scene.chat.owner_id,
        "CHAT_ENTITY_TYPE": scene.chat.entity_type,
        "CHAT_ENTITY_ID": scene.chat.entity_id,
        "ACCESS_HISTORY": int(sees_all),
    }
    private = {"TO_USER_ID": event.by_user_id, "FROM_USER_ID": scene.bot.id}
    return {
        "CHAT_TYPE": scene.type,
        "MESSAGE_TYPE": scene.type,
        "BOT_ID": scene.bot.id,
        "USER_ID": event.by_user_id,
        **(private if scene.is_private else group),
        "DIALOG_ID": scene.dialog_id,
        "LANGUAGE": scene.portal.language,
    }


def _mentions(scene: _Scene, message: Message) -> Facts:
    """Of a group: whom the text mentions, and the text without the bot's own name."""
    if scene.is_private:
        return {}
    mentioned = sorted(mentioned_users(message.text))
    if scene.bot.id not in mentioned:
        return {"TO_USER_ID": 0}
    return {
        "MESSAGE": without_mention(message.text, scene.bot.id),
        "MENTIONED_LIST": {str(one): one for one in mentioned},
        "MESSAGE_ORIGINAL": message.text,
        "TO_USER_ID": scene.bot.id,
    }


def without_mention(text: str, user_id: int) -> str:
    """Without `[USER=5]...[/USER]` and a comma that stands at it."""
    opening = re.compile(rf"\[user={user_id}(?:\s[^\[\]]*)?\]", re.IGNORECASE)
    closing = re.compile(r"\[/user\],?", re.IGNORECASE)
    kept, position = [], 0
    while (start := opening.search(text, position)) is not None:
        end = closing.search(text, start.end())
        if end is None:
            break
        kept.append(text[position : start.start()])
        position = end.end()
    return "".join((*kept, text[position:])).strip()


def _placeholder(scene: _Scene, sent_at: Moment) -> str:
    when = datetime.fromtimestamp(sent_at / 1000, scene.views.zone)
    return f"Message from {when:%m/%d/%Y %H:%M:%S} has been deleted"


def _user(user: User | None, event: ChatEvent) -> Facts:
    """Nothing of the chat itself; each kind of event says as much as its page shows."""
    if user is None:
        return {}
    told: Facts = {
        "ID": user.id,
        "NAME": user.name,
        "FIRST_NAME": user.first_name,
        "LAST_NAME": user.last_name,
        "GENDER": user.gender,
    }
    if isinstance(event, CommandCalled):
        return told
    told["WORK_POSITION"] = user.work_position
    if isinstance(event, ChatJoined):
        return told
    return told | {
        "IS_BOT": _flag(user.is_bot),
        "IS_CONNECTOR": "N",
        "IS_NETWORK": "N",
        "IS_EXTRANET": _flag(user.type == "extranet"),
    }


def _binding(chat: Chat) -> Facts:
    return dict(zip(_BINDING, (chat.entity_type, chat.entity_id, "", "", ""), strict=True))


def _flag(value: bool) -> str:  # noqa: FBT001 - it has no other meaning
    return "Y" if value else "N"


def _chat_id(event: ChatEvent) -> ChatId:
    match event:
        case ChatJoined() | ContextSent():
            return event.chat_id
        case BotDeleted():
            raise LookupError("that a bot was deleted concerns no chat")
        case _:
            return event.message.chat_id

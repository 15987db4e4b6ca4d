"""A stored event -> what its recipient is told, in the words of imbot.v2 and im.v2.

What an event says of people and chats is how they are when it is told; a message is as it was
when it happened. Source: docs pages "events" of imbot.v2 and im.v2.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from botyard.chat import history
from botyard.model.entities import Chat, ChatId, Message, User, UserId
from botyard.model.event_names import BOT_EVENTS
from botyard.model.events import (
    BotDeleted,
    ChatEvent,
    ChatJoined,
    CommandCalled,
    ContextSent,
    MessageAdded,
    MessageDeleted,
    MessageUpdated,
    ReactionChanged,
)
from botyard.store import chats, members, users
from botyard.store.tx import Tx
from botyard.wire.views import View, Views

USER_EVENTS: Mapping[type[Struct], str] = {
    MessageAdded: "ONIMV2MESSAGEADD",
    MessageUpdated: "ONIMV2MESSAGEUPDATE",
    MessageDeleted: "ONIMV2MESSAGEDELETE",
    ChatJoined: "ONIMV2JOINCHAT",
    ReactionChanged: "ONIMV2REACTIONCHANGE",
}


# The events that show a message.
_SHOWING = MessageAdded | MessageUpdated | ReactionChanged | CommandCalled


class Happening(NamedTuple):
    """An event, and for whom it is spelled."""

    recipient_id: UserId
    is_bot: bool
    event: ChatEvent


class Told(NamedTuple):
    """`data` without the key `bot`, which polling and webhooks fill in differently."""

    name: str
    data: dict[str, object]


class CalledCommandView(View, frozen=True, kw_only=True):
    """`command` has its slash; `context` is textarea, keyboard or menu."""

    id: int
    command: str
    params: str
    context: str


class NobodyView(View, frozen=True):
    """In place of the author of a system message."""

    id: int = 0


class _Surroundings(NamedTuple):
    """What the events speak of, read once for all of them."""

    users: Mapping[UserId, User]
    chats: Mapping[ChatId, Chat]
    counterparts: Mapping[tuple[ChatId, UserId], UserId]
    viewers: Mapping[tuple[ChatId, UserId], Mapping[int, int]]
    outsiders: Mapping[int, frozenset[str]]


async def tell(tx: Tx, views: Views, language: str, happenings: Sequence[Happening]) -> list[Told]:
    """One for each happening, in the same order."""
    around = await _look_around(tx, happenings)
    return [_told(views, language, happening, around) for happening in happenings]


def _told(views: Views, language: str, happening: Happening, around: _Surroundings) -> Told:
    event = happening.event
    names = BOT_EVENTS if happening.is_bot else USER_EVENTS
    name = names[type(event)]
    if isinstance(event, BotDeleted):
        return Told(name, {})
    chat_id = _chat_id(event)
    chat = around.chats[chat_id]
    counterpart_id = around.counterparts.get((chat_id, happening.recipient_id))
    counterpart = None if counterpart_id is None else around.users.get(counterpart_id)
    outsiders = around.outsiders.get(chat_id, members.NO_OUTSIDERS)
    chat_view = views.event_chat(chat, counterpart, outsiders)
    user = around.users.get(_subject(event, is_bot=happening.is_bot))
    viewers = around.viewers.get((chat_id, happening.recipient_id), {})
    data: dict[str, object] = {
        **_particulars(views, event, chat_view.dialog_id, viewers),
        "chat": chat_view,
        "user": NobodyView() if user is None else views.event_user(user),
        "language": language,
    }
    return Told(name, data)


def _particulars(
    views: Views, event: ChatEvent, dialog_id: str, viewers: Mapping[int, int]
) -> dict[str, object]:
    """What only this kind of event says."""
    facts = _facts(event, dialog_id)
    if isinstance(event, _SHOWING):
        viewed = viewers.get(event.message.id, 0) > 0
        facts["message"] = views.event_message(event.message, viewed_by_others=viewed)
    return facts


def _facts(event: ChatEvent, dialog_id: str) -> dict[str, object]:
    match event:
        case MessageDeleted():
            return {"messageId": event.message.id}
        case ReactionChanged():
            return {"reaction": event.reaction, "action": event.action}
        case CommandCalled():
            command = CalledCommandView(
                id=event.command_id,
                command=f"/{event.command}",
                params=event.params,
                context=event.context,
            )
            return {"command": command}
        case ContextSent():
            return {"dialogId": dialog_id, "context": event.context}
        case ChatJoined():
            return {"dialogId": dialog_id}
        case _:
            return {}


def _chat_id(event: ChatEvent) -> ChatId:
    match event:
        case ChatJoined() | ContextSent():
            return event.chat_id
        case BotDeleted():
            return ChatId(0)
        case _:
            return event.message.chat_id


def _subject(event: ChatEvent, *, is_bot: bool) -> UserId:
    """Whom the key `user` is about."""
    match event:
        case ChatJoined():
            # A bot learns who added it; people learn who was added.
            return event.by_user_id if is_bot else event.user_id
        case ReactionChanged() | CommandCalled() | ContextSent():
            return event.user_id
        case BotDeleted():
            return event.bot.id
        case _:
            return event.message.author_id


async def _look_around(tx: Tx, happenings: Sequence[Happening]) -> _Surroundings:
    events = [(one, _chat_id(one.event)) for one in happenings]
    chat_ids = sorted({chat_id for _, chat_id in events} - {ChatId(0)})
    known_chats = {chat.id: chat for chat in await chats.get_many(tx, chat_ids)}
    counterparts = await _counterparts(tx, events, known_chats)
    subjects = {_subject(one.event, is_bot=one.is_bot) for one in happenings}
    known = await users.get_many(tx, sorted(subjects | set(counterparts.values())))
    viewers = await _viewers(tx, happenings)
    outsiders = await members.outsiders(tx, chat_ids)
    people = {user.id: user for user in known}
    return _Surroundings(people, known_chats, counterparts, viewers, outsiders)


async def _viewers(
    tx: Tx, happenings: Sequence[Happening]
) -> dict[tuple[ChatId, UserId], Mapping[int, int]]:
    shown: dict[tuple[ChatId, UserId], list[Message]] = {}
    for one in happenings:
        if isinstance(one.event, _SHOWING):
            message = one.event.message
            shown.setdefault((message.chat_id, one.recipient_id), []).append(message)
    left = await history.left_by_viewers(tx, {chat_id for chat_id, _ in shown})
    return {
        (chat_id, viewer_id): await history.viewer_counts(
            tx, chat_id, viewer_id, found, anybody_left=chat_id in left
        )
        for (chat_id, viewer_id), found in shown.items()
    }


async def _counterparts(
    tx: Tx, events: Sequence[tuple[Happening, ChatId]], known: Mapping[ChatId, Chat]
) -> dict[tuple[ChatId, UserId], UserId]:
    """Who is the other side of private dialogs; a bot that is not in one addresses it as chat."""
    private = {
        (chat_id, one.recipient_id)
        for one, chat_id in events
        if chat_id in known
        and known[chat_id].is_private
        and not (isinstance(one.event, CommandCalled) and one.event.from_outside)
    }
    return {
        (chat_id, viewer): await chats.counterpart(tx, chat_id, viewer)
        for chat_id, viewer in sorted(private)
    }

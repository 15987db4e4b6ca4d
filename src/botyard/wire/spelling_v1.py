"""Entities -> the views of the older `im` methods."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from msgspec import UNSET, structs

from botyard.model.entities import Bot, Chat, Member, Message, MessageParams, Moment, User
from botyard.wire.dates import iso
from botyard.wire.plain_text import plain_text
from botyard.wire.views import MESSAGE_TYPES, Views
from botyard.wire.views_v1 import (
    BotDataView,
    DialogView,
    Empty,
    EntityLinkView,
    FirstViewerView,
    NobodyView,
    OldMessageView,
    Params,
    PersonView,
    PictureView,
    ReaderView,
    RecentChatView,
    RecentMessageView,
    RecentPrivateView,
    RecentView,
    RestrictionsView,
    ViewersView,
)

_ENTITY_CHATS = {
    "VIDEOCONF": "videoconf",
    "AI_ASSISTANT_PRIVATE": "aiAssistantPrivate",
    "LINES": "lines",
    "LIVECHAT": "livechat",
    "ANNOUNCEMENT": "announcement",
    "CALENDAR": "calendar",
    "MAIL": "mail",
    "CRM": "crm",
    "SONET_GROUP": "sonetGroup",
    "TASKS": "tasksTask",
    "TASKS_TASK": "tasksTask",
    "CALL": "call",
}
_CRM_PAGES = ("LEAD", "DEAL", "CONTACT", "COMPANY")
# Docs page im.search.chat.list: where an entity is, and how the way there is called.
_PAGES = {"SONET_GROUP": ("/workgroups/group/#ID#/", "To group")}
_WORD_STARTS = re.compile("(?=[A-Z])")


class ChatFactsV1(NamedTuple):
    """A dialog beside what its views tell. `counterpart` is the other side of a private one.

    `outsiders` are the types of the people in it who come from outside.
    """

    chat: Chat
    member: Member
    counterpart: User | None
    user_counter: int
    managers: list[int]
    muted: list[int]
    outsiders: frozenset[str]


class DialogFacts(NamedTuple):
    """`readers` are the other members; `viewers` those of them who have read the last message."""

    about: ChatFactsV1
    counter: int
    unread_id: int
    readers: list[tuple[Member, User]]
    viewers: list[tuple[Member, User]]


class RecentFacts(NamedTuple):
    """`message` is the last one that may be seen, `person` the other side or who wrote it.

    `listed_at` is when the viewer last changed how the dialog is listed.
    """

    about: ChatFactsV1
    message: Message | None
    person: PersonView | None
    counter: int
    is_pinned: bool
    is_marked: bool
    listed_at: Moment


def person(views: Views, user: User, bot: Bot | None) -> PersonView:
    seen = views.user(user)
    older: dict[str, Any] = {
        "avatar_hr": seen.avatar,
        "bot_data": None if bot is None else _bot_data(bot),
        "phones": {_snake_case(kind): number for kind, number in user.phones.items()} or False,
        "type": "user" if user.type == "employee" else user.type,
    }
    return PersonView(**structs.asdict(seen) | older)


def _snake_case(name: str) -> str:
    return _WORD_STARTS.sub("_", name).lower()


def _bot_data(bot: Bot) -> BotDataView:
    return BotDataView(
        code=bot.code,
        type=bot.type,
        is_hidden=bot.is_hidden,
        is_support_openline=bot.is_support_openline,
        background_id=bot.background_id,
    )


def message(views: Views, found: Message, viewer: Member, likes: Sequence[int]) -> OldMessageView:
    """`likes` are the ids of those who like it."""
    unread = found.id > viewer.last_read_id and found.author_id != viewer.user_id
    return OldMessageView(
        id=found.id,
        chat_id=found.chat_id,
        author_id=found.author_id,
        date=iso(found.created_at, views.zone),
        text=found.text,
        unread=unread,
        uuid=found.uuid or None,
        params=message_params(found, likes) or [],
    )


def message_params(found: Message, likes: Sequence[int]) -> Params:
    """In capitals; what is not there has no key."""
    params: MessageParams = found.params
    shown: dict[str, Any] = {
        "ATTACH": None if params.attach is None else [params.attach],
        "KEYBOARD": params.keyboard,
        "MENU": params.menu,
        "REPLY_ID": params.reply_id,
        "FILE_ID": list(params.file_ids) or None,
        "URL_PREVIEW": None if params.url_preview else "N",
        "CODE": [params.code] if params.code else None,
        "NOTIFY": "N" if params.code else None,
        "IS_EDITED": "Y" if params.is_edited else None,
        "IS_DELETED": "Y" if params.is_deleted else None,
        "LIKE": list(likes) or None,
        "FORWARD_ID": None if found.forward is None else found.forward.id,
        "FORWARD_USER_ID": None if found.forward is None else found.forward.user_id,
    }
    return {name: value for name, value in shown.items() if value is not None}


def dialog(views: Views, facts: DialogFacts) -> DialogView:
    chat, member = facts.about.chat, facts.about.member
    last_message_id = chat.last_message_id or 0
    return DialogView(
        **chat_card(views, facts.about, member.role),
        manager_list=facts.about.managers,
        description=chat.description,
        counter=facts.counter,
        message_count=chat.message_count,
        unread_id=facts.unread_id,
        last_message_id=last_message_id,
        last_id=member.last_read_id,
        readed_list=[_reader(views, *one) for one in facts.readers],
        last_message_views=ViewersView(
            message_id=last_message_id,
            first_viewers=[_viewer(views, *one) for one in facts.viewers[:1]],
            count_of_viewers=len(facts.viewers),
        ),
        dialog_id=str(dialog_id(facts.about)),
    )


def recent(views: Views, facts: RecentFacts, *, plain: bool) -> RecentView:
    """With `plain` the message's text is spelled without BB codes, on one line."""
    about, last = facts.about, facts.message
    name, color, picture = looks(views, about)
    active = about.chat.created_at if last is None else last.created_at
    active_at = iso(active, views.zone)
    return RecentView(
        id=dialog_id(about),
        chat_id=about.chat.id,
        type="user" if about.counterpart else "chat",
        avatar=PictureView(picture, color),
        title=name,
        message=_recent_message(last, active_at, plain=plain),
        counter=facts.counter,
        last_id=about.member.last_read_id,
        pinned=facts.is_pinned,
        unread=facts.is_marked,
        date_update=iso(max(active, facts.listed_at), views.zone),
        date_last_activity=active_at,
        user=facts.person or NobodyView(),
        chat=_recent_chat(views, about),
    )


def _recent_chat(views: Views, about: ChatFactsV1) -> RecentChatView | RecentPrivateView:
    if about.counterpart is None:
        card = chat_card(views, about, about.member.role.upper(), with_path=False)
        return RecentChatView(
            **card,
            manager_list=about.managers,
            contains_collaber="collaber" in about.outsiders,
        )
    return RecentPrivateView(
        text_field_enabled=about.chat.text_field_enabled, mute_list=mute_list(about)
    )


def _recent_message(last: Message | None, active_at: str, *, plain: bool) -> RecentMessageView:
    if last is None:
        return RecentMessageView(
            id=0, text="", author_id=0, attach=False, date=active_at, uuid=None
        )
    has_attach = last.params.attach is not None
    return RecentMessageView(
        id=last.id,
        text=plain_text(last.text, has_attach=has_attach) if plain else last.text,
        file=bool(last.params.file_ids),
        author_id=last.author_id,
        attach=has_attach,
        date=active_at,
        uuid=last.uuid or None,
    )


def chat_card(
    views: Views, about: ChatFactsV1, role: str, *, with_path: bool = True
) -> dict[str, Any]:
    chat = about.chat
    name, color, picture = looks(views, about)
    return {
        "id": chat.id,
        "name": name,
        "owner": chat.owner_id,
        "extranet": "extranet" in about.outsiders,
        "avatar": picture,
        "color": color,
        "type": _ENTITY_CHATS.get(chat.entity_type, chat.type),
        "entity_type": chat.entity_type,
        "entity_id": chat.entity_id,
        "mute_list": mute_list(about),
        "date_create": iso(chat.created_at, views.zone),
        "message_type": MESSAGE_TYPES[chat.type],
        "user_counter": about.user_counter,
        "restrictions": _restrictions(chat, with_path=with_path),
        "role": role,
        "text_field_enabled": chat.text_field_enabled,
        "entity_link": _entity_link(chat),
    }


def looks(views: Views, about: ChatFactsV1) -> tuple[str, str, str]:
    """Name, color and picture: a private dialog looks like the other person."""
    other, chat = about.counterpart, about.chat
    if other is not None:
        return other.name, other.color, views.picture(other.avatar)
    return chat.title, chat.color, views.picture(chat.avatar)


def mute_list(about: ChatFactsV1) -> dict[str, bool] | Empty:
    return {str(user_id): True for user_id in about.muted} or []


def dialog_id(about: ChatFactsV1) -> int | str:
    return f"chat{about.chat.id}" if about.counterpart is None else about.counterpart.id


def _restrictions(chat: Chat, *, with_path: bool) -> RestrictionsView:
    if chat.is_private:
        return RestrictionsView(
            avatar=False, rename=False, extend=False, leave=False, leave_owner=False
        )
    path, title = _PAGES.get(chat.entity_type, ("", ""))
    return RestrictionsView(
        avatar=not chat.is_bound,
        rename=not chat.is_bound,
        leave_owner=not chat.is_bound,
        path=path if chat.is_bound and with_path else UNSET,
        path_title=title if chat.is_bound and with_path else UNSET,
    )


def _entity_link(chat: Chat) -> EntityLinkView:
    if chat.entity_type != "CRM":
        path, _ = _PAGES.get(chat.entity_type, ("", ""))
        url = path.replace("#ID#", quote(chat.entity_id, safe=""))
        return EntityLinkView(chat.entity_type, url, chat.entity_id)
    kind, _, number = chat.entity_id.partition("|")
    has_page = kind in _CRM_PAGES and number.isascii() and number.isdigit()
    url = f"/crm/{kind.lower()}/details/{number}/" if has_page else ""
    return EntityLinkView(kind, url, chat.entity_id)


def _reader(views: Views, member: Member, user: User) -> ReaderView:
    return ReaderView(
        user_id=user.id,
        user_name=user.name,
        message_id=member.last_read_id,
        date=_read_date(views, member),
    )


def _viewer(views: Views, member: Member, user: User) -> FirstViewerView:
    return FirstViewerView(user_id=user.id, user_name=user.name, date=_read_date(views, member))


def _read_date(views: Views, member: Member) -> str | None:
    return None if member.read_at is None else iso(member.read_at, views.zone)

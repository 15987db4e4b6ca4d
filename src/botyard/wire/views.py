"""Users, bots, chats and messages as imbot.v2 and im.v2 answer them.

Source: docs page "entities" of Chatbots 2.0.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, structs

from botyard.model.entities import (
    Bot,
    BotCounts,
    Chat,
    Forward,
    Message,
    MessageId,
    MessageParams,
    Portal,
    User,
    UserId,
)
from botyard.wire.dates import iso

Id = Annotated[int, Meta(ge=1)]


class View(Struct, frozen=True, rename="camel"):
    """Something that is answered."""


class UserView(View, frozen=True, kw_only=True):
    id: int
    active: bool
    name: str
    first_name: str
    last_name: str
    work_position: str
    color: str
    avatar: str
    gender: str
    birthday: str
    extranet: bool
    bot: bool
    connector: bool = False
    external_auth_id: str
    status: str = "online"
    idle: str | bool = False
    last_activity_date: str | bool = False
    mobile_last_date: str | bool = False
    desktop_last_date: str | bool = False
    absent: str | bool = False
    departments: list[int]
    phones: dict[str, str] | bool
    type: str
    website: str
    email: str


class BriefBotView(View, frozen=True, kw_only=True):
    id: int
    code: str
    type: str
    is_hidden: bool
    is_support_openline: bool
    is_reactions_enabled: bool
    background_id: str | None
    language: str


class BotView(BriefBotView, frozen=True, kw_only=True):
    """What the owner of a bot sees."""

    module_id: str = "rest"
    event_mode: str
    count_message: int
    count_command: int
    count_chat: int
    count_user: int


class EventChatView(View, frozen=True, kw_only=True):
    """A chat inside an event."""

    id: int
    dialog_id: str
    name: str
    description: str
    type: str
    message_type: str
    owner: int
    color: str | None
    avatar: str
    extranet: bool
    contains_collaber: bool
    entity_type: str
    entity_id: str
    entity_data1: str = ""
    entity_data2: str = ""
    entity_data3: str = ""
    entity_link: dict[str, str] = {}
    disk_folder_id: int | None = None
    permissions: dict[str, str] = {}
    parent_chat_id: int | None = None
    parent_message_id: int | None = None
    is_new: bool = False
    text_field_enabled: str = "Y"
    background_id: str | None = None


class ChatView(EventChatView, frozen=True, kw_only=True):
    """A chat as a method answers it."""

    role: str
    mute_list: list[int] = []
    date_create: str | None
    last_message_id: int | None
    last_message_views: str = "{}"
    last_id: int | None
    manager_list: list[int]
    marked_id: int | None = None
    message_count: int
    public: str = ""
    unread_id: int | None
    user_counter: int


class ForwardView(View, frozen=True, kw_only=True):
    id: int
    user_id: int
    chat_id: int
    date: str


class EventMessageView(View, frozen=True, kw_only=True):
    """A message inside an event."""

    id: int
    chat_id: int
    author_id: int
    date: str
    text: str
    is_system: bool
    uuid: str
    forward: ForwardView | None
    params: dict[str, Any]
    viewed_by_others: bool


class MessageView(EventMessageView, frozen=True, kw_only=True):
    """A message as a method answers it."""

    unread: bool
    viewed: bool


class ChatFacts(Struct, frozen=True, kw_only=True):
    """What a chat's view says beside the chat itself, as its viewer sees it."""

    viewer_id: UserId
    counterpart: User | None
    role: str
    last_read_id: int
    unread_id: int | None
    managers: list[int]
    muted: list[int]
    outsiders: frozenset[str]
    user_counter: int


class MessageFacts(Struct, frozen=True):
    """How far the viewer has read; `viewed_to` is from before unreading.

    `viewers` counts who else has viewed each message. `likes` are the ids of those who like each
    message that anybody likes.
    """

    viewer_id: UserId
    read_to: int
    viewed_to: int
    viewers: Mapping[int, int]
    likes: Mapping[MessageId, Sequence[int]]


MESSAGE_TYPES = {"private": "P", "chat": "C", "open": "O"}


class Views:
    """The spelling of one portal: its time zone and its address."""

    def __init__(self, portal: Portal) -> None:
        self.zone = ZoneInfo(portal.timezone)
        self._address = f"{portal.scheme}://{portal.domain}"

    def picture(self, key: str) -> str:
        """The address of an avatar, or "" where there is none."""
        return f"{self._address}/avatar/{key}" if key else ""

    def download_link(self, scope: str, token: str) -> str:
        """Where a file is fetched; `scope` is that of the method that made the link."""
        return f"{self._address}/rest/download.json?token={scope}%7C{token}"

    def user(self, user: User) -> UserView:
        return UserView(
            id=user.id,
            active=user.active,
            name=user.name,
            first_name=user.first_name,
            last_name=user.last_name,
            work_position=user.work_position,
            color=user.color,
            avatar=self.picture(user.avatar),
            gender=user.gender or "M",
            birthday=user.birthday,
            extranet=user.type == "extranet",
            bot=user.is_bot,
            external_auth_id=external_auth_id(user),
            status=user.status or "online",
            idle=False if user.idle_since is None else iso(user.idle_since, self.zone),
            last_activity_date=iso(user.last_activity_at, self.zone),
            departments=list(user.departments),
            phones=dict(user.phones) or False,
            type=user.type,
            website=user.website,
            email=user.email,
        )

    def brief_bot(self, bot: Bot) -> BriefBotView:
        return BriefBotView(
            id=bot.id,
            code=bot.code,
            type=bot.type,
            is_hidden=bot.is_hidden,
            is_support_openline=bot.is_support_openline,
            is_reactions_enabled=bot.is_reactions_enabled,
            background_id=bot.background_id,
            language=bot.language,
        )

    def bot(self, bot: Bot, counts: BotCounts) -> BotView:
        return BotView(
            **structs.asdict(self.brief_bot(bot)),
            event_mode=bot.event_mode,
            count_message=counts.messages,
            count_command=counts.commands,
            count_chat=counts.chats,
            count_user=counts.users,
        )

    def event_chat(
        self,
        chat: Chat,
        counterpart: User | None,
        outsiders: frozenset[str],
        *,
        is_new: bool = False,
    ) -> EventChatView:
        """`counterpart` is the other side of a private chat.

        `outsiders` are the types of the people in it who come from outside.
        """
        other = counterpart
        return EventChatView(
            id=chat.id,
            dialog_id=f"chat{chat.id}" if other is None else str(other.id),
            name=chat.title if other is None else other.name,
            description=chat.description,
            type=chat.type,
            message_type=MESSAGE_TYPES[chat.type],
            owner=chat.owner_id,
            color=chat.color if other is None else other.color,
            avatar=self.picture(chat.avatar if other is None else other.avatar),
            extranet="extranet" in outsiders,
            contains_collaber="collaber" in outsiders,
            entity_type=chat.entity_type,
            entity_id=chat.entity_id,
            is_new=is_new,
            text_field_enabled="Y" if chat.text_field_enabled else "N",
        )

    def chat(self, chat: Chat, facts: ChatFacts, *, is_new: bool = False) -> ChatView:
        common = self.event_chat(chat, facts.counterpart, facts.outsiders, is_new=is_new)
        return ChatView(
            **structs.asdict(common),
            role=facts.role,
            mute_list=facts.muted,
            date_create=iso(chat.created_at, self.zone),
            last_message_id=chat.last_message_id,
            last_id=facts.last_read_id or None,
            manager_list=facts.managers,
            message_count=chat.message_count,
            unread_id=facts.unread_id,
            user_counter=facts.user_counter,
        )

    def event_message(self, message: Message, *, viewed_by_others: bool) -> EventMessageView:
        """`viewed_by_others` tells whether anybody but its author has viewed it."""
        return EventMessageView(
            id=message.id,
            chat_id=message.chat_id,
            author_id=message.author_id,
            date=iso(message.created_at, self.zone),
            text=message.text,
            is_system=message.is_system,
            uuid=message.uuid,
            forward=None if message.forward is None else self.forward(message.forward),
            params=message_params(message.params),
            viewed_by_others=viewed_by_others,
        )

    def message(self, message: Message, facts: MessageFacts) -> MessageView:
        is_own = message.author_id == facts.viewer_id
        read = is_own or message.id <= facts.read_to
        viewed_by_others = facts.viewers.get(message.id, 0) > 0
        common = self.event_message(message, viewed_by_others=viewed_by_others)
        viewed = read or message.id <= facts.viewed_to
        told = structs.asdict(common)
        if likes := facts.likes.get(message.id):
            told["params"] = common.params | {"like": list(likes)}
        return MessageView(**told, unread=not read, viewed=viewed)

    def event_user(self, user: User) -> UserView:
        """Events say nothing about who is online."""
        return structs.replace(self.user(user), idle=False, last_activity_date=False)

    def forward(self, forward: Forward) -> ForwardView:
        return ForwardView(
            id=forward.id,
            user_id=forward.user_id,
            chat_id=forward.chat_id,
            date=iso(forward.date, self.zone),
        )


@lru_cache(maxsize=64)
def views_of(portal_timezone: str, scheme: str, domain: str) -> Views:
    """Views are the same for every call until the operator changes the portal."""
    return Views(
        Portal(member_id="", timezone=portal_timezone, scheme=scheme, named_domain=domain)
    )


def external_auth_id(user: User) -> str:
    return {"bot": "bot", "email": "email"}.get(user.type, "default")


def message_params(params: MessageParams) -> dict[str, Any]:
    shown = {
        "keyboard": params.keyboard,
        "attach": params.attach,
        "menu": params.menu,
        "replyId": params.reply_id,
        "files": list(params.file_ids) or None,
        "code": params.code or None,
        "isEdited": params.is_edited or None,
        "isDeleted": params.is_deleted or None,
        "urlPreview": None if params.url_preview else False,
    }
    return {name: value for name, value in shown.items() if value is not None}

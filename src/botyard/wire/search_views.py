"""What the searches of the older `im` methods answer."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

from botyard.wire.views import ForwardView, UserView
from botyard.wire.views_v1 import (
    CommonChatView,
    Empty,
    Params,
    PersonView,
    PictureView,
)


class FoundPersonView(Struct, frozen=True, kw_only=True):
    """Somebody found, with less than their profile. `birthday` is false where it is unknown."""

    id: int
    name: str
    first_name: str
    last_name: str
    work_position: str
    color: str
    avatar: str
    gender: str
    birthday: str | bool
    extranet: bool
    network: bool
    bot: bool
    connector: bool
    external_auth_id: str
    status: str
    idle: str | bool
    last_activity_date: str | bool
    mobile_last_date: str | bool
    departments: list[int]
    absent: str | bool
    phones: dict[str, str] | bool


class FoundChatView(CommonChatView, frozen=True, kw_only=True):
    description: str
    counter: int
    message_count: int
    unread_id: int
    last_message_id: int
    last_id: int
    marked_id: int = 0
    disk_folder_id: int = 0
    is_new: bool = False


class DepartmentView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Nobody is known to manage a department, so `manager_user_id` is 0.

    `manager_user_data` is there, and empty, when it was asked for.
    """

    id: int
    name: str
    full_name: str
    manager_user_id: int
    manager_user_data: Empty | UnsetType = UNSET


class ChosenChatView(Struct, frozen=True, kw_only=True):
    """A group that was chosen from a search."""

    id: int
    name: str
    owner: int
    extranet: bool = False
    avatar: str
    color: str
    type: str
    entity_type: str
    entity_id: str
    entity_data_1: str = ""
    entity_data_2: str = ""
    entity_data_3: str = ""
    mute_list: dict[str, bool] | Empty
    date_create: str
    message_type: str


class ChoiceView(Struct, frozen=True, kw_only=True):
    """`id` is a person's, or `chat5`; one of `chat` and `user` is there."""

    id: int | str
    type: Literal["user", "chat"]
    avatar: PictureView
    title: str
    chat: ChosenChatView | UnsetType = UNSET
    user: PersonView | UnsetType = UNSET


class AuthorView(UserView, frozen=True, kw_only=True):
    """A person as the search in messages spells them."""

    avatar_hr: str
    network: bool
    bot_data: Any


class FoundMessageView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Chat and author stand under both spellings. `viewed_count` is how many others viewed it."""

    id: int
    chat_id: int
    old_chat_id: int = field(name="chat_id")
    author_id: int
    old_author_id: int = field(name="author_id")
    date: str
    text: str
    is_system: bool
    uuid: str | None
    forward: ForwardView | None
    params: Params
    viewed_by_others: bool
    block: None = None
    unread: bool
    viewed: bool
    viewed_count: int


class ReactionsView(Struct, frozen=True, kw_only=True, rename="camel"):
    """How often each reaction was set to one message, by whom, and which of them by the caller."""

    message_id: int
    reaction_counters: dict[str, int]
    reaction_users: dict[str, list[int]]
    own_reactions: list[str]


class ShortPersonView(Struct, frozen=True):
    id: int
    name: str
    avatar: str


class TariffView(Struct, frozen=True, rename="camel"):
    is_history_limit_exceeded: bool = False

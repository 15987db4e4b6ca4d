"""People, chats and messages as the older `im` methods answer them.

Keys are snake_case, and an empty map is `[]`, as PHP writes it.
"""

from typing import Any, Literal, Never, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from botyard.model.rich_tree import MessageTree

# An empty PHP array cannot be told from a list.
Empty: TypeAlias = list[Never]
Params: TypeAlias = dict[str, Any] | Empty


class BotDataView(Struct, frozen=True, kw_only=True):
    code: str
    type: str
    app_id: str = ""
    is_hidden: bool
    is_support_openline: bool
    background_id: str | None


class PersonView(Struct, frozen=True, kw_only=True):
    id: int
    active: bool
    name: str
    first_name: str
    last_name: str
    work_position: str
    color: str
    avatar: str
    avatar_hr: str
    gender: str
    birthday: str
    extranet: bool
    network: bool = False
    bot: bool
    connector: bool = False
    external_auth_id: str
    status: str = "online"
    idle: str | bool = False
    last_activity_date: str | bool
    mobile_last_date: str | bool = False
    desktop_last_date: str | bool = False
    absent: str | bool = False
    departments: list[int]
    phones: dict[str, str] | bool
    bot_data: BotDataView | None
    type: str
    website: str
    email: str


class NobodyView(Struct, frozen=True):
    """In place of the author of a system message."""

    id: int = 0


class RestrictionsView(Struct, frozen=True, kw_only=True):
    """True is allowed. Chats that belong to something else also say where it is."""

    avatar: bool = True
    rename: bool = True
    extend: bool = True
    call: bool = True
    mute: bool = True
    leave: bool = True
    leave_owner: bool = True
    send: bool = True
    user_list: bool = True
    path: str | UnsetType = UNSET
    path_title: str | UnsetType = UNSET


class EntityLinkView(Struct, frozen=True):
    type: str = ""
    url: str = ""
    id: str = ""


class PermissionsView(Struct, frozen=True):
    """The least role that may do something."""

    manage_users_add: str = "member"
    manage_users_delete: str = "manager"
    manage_ui: str = "member"
    manage_settings: str = "owner"
    manage_messages: str = "member"
    can_post: str = "member"


class ReaderView(Struct, frozen=True, kw_only=True):
    """`date` is null for who has read by writing alone."""

    user_id: int
    user_name: str
    message_id: int
    date: str | None


class FirstViewerView(Struct, frozen=True, kw_only=True):
    user_id: int
    user_name: str
    date: str | None


class ViewersView(Struct, frozen=True, kw_only=True):
    message_id: int
    first_viewers: list[FirstViewerView]
    count_of_viewers: int


class CommonChatView(Struct, frozen=True, kw_only=True):
    """What the card of a dialog, the list of dialogs and their search tell."""

    id: int
    parent_chat_id: int = 0
    parent_message_id: int = 0
    name: str
    owner: int
    extranet: bool
    avatar: str
    color: str
    type: str
    entity_type: str
    entity_id: str
    entity_data_1: str = ""
    entity_data_2: str = ""
    entity_data_3: str = ""
    mute_list: dict[str, bool] | Empty = []
    date_create: str
    message_type: str
    user_counter: int
    restrictions: RestrictionsView
    role: str
    text_field_enabled: bool = True
    background_id: str | None = None
    entity_link: EntityLinkView
    permissions: PermissionsView = PermissionsView()
    public: str = ""


class DialogView(CommonChatView, frozen=True, kw_only=True):
    manager_list: list[int]
    description: str
    counter: int
    message_count: int
    unread_id: int
    last_message_id: int
    last_id: int
    marked_id: int = 0
    disk_folder_id: int = 0
    is_new: bool = False
    readed_list: list[ReaderView]
    last_message_views: ViewersView
    dialog_id: str


class RecentChatView(CommonChatView, frozen=True, kw_only=True):
    manager_list: list[int]
    contains_collaber: bool


class RecentPrivateView(Struct, frozen=True, kw_only=True):
    text_field_enabled: bool = True
    background_id: str | None = None
    mute_list: dict[str, bool] | Empty = []


class PictureView(Struct, frozen=True):
    url: str
    color: str


class RecentMessageView(Struct, frozen=True, kw_only=True):
    id: int
    text: str
    file: bool = False
    author_id: int
    attach: bool
    sticker: int | None = None
    date: str
    status: str = "received"
    uuid: str | None


class RecentView(Struct, frozen=True, kw_only=True):
    """`id` is the other person's, or `chat5`."""

    id: int | str
    chat_id: int
    type: Literal["user", "chat"]
    avatar: PictureView
    title: str
    message: RecentMessageView
    counter: int
    last_id: int
    pinned: bool = False
    unread: bool = False
    has_reminder: bool = False
    date_update: str
    date_last_activity: str
    user: PersonView | NobodyView
    chat: RecentChatView | RecentPrivateView
    options: Empty = []


class OldMessageView(Struct, frozen=True, kw_only=True):
    """`tree` is there for who asked for it."""

    id: int
    chat_id: int
    author_id: int
    date: str
    text: str
    unread: bool
    uuid: str | None
    replaces: Empty = []
    params: Params
    disappearing_date: str | None = None
    tree: MessageTree | UnsetType = UNSET

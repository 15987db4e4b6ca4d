"""Portal, people, bots, chats, messages, files. Moments are milliseconds since 1970."""

import hmac
from typing import Any, Literal, NamedTuple, NewType, TypeAlias

from msgspec import Struct

UserId = NewType("UserId", int)  # a bot has one too
ChatId = NewType("ChatId", int)
MessageId = NewType("MessageId", int)
FileId = NewType("FileId", int)
# A handler of events, as a recipient: negative, so that it is nobody's user id.
HandlerId = NewType("HandlerId", int)
RecipientId: TypeAlias = UserId | HandlerId
Moment = NewType("Moment", int)

# Stands in the outbox for what concerns no chat.
NO_CHAT = ChatId(0)
# The kind of event that has an address of its own with each command.
COMMAND_CALLED = "command_called"

UserType = Literal["employee", "extranet", "email", "collaber", "bot"]
UserStatus = Literal["online", "dnd", "away", "break"]
BotType = Literal["bot", "supervisor", "personal", "openline", "network"]
EventMode = Literal["fetch", "webhook"]
ChatType = Literal["private", "chat", "open"]
Role = Literal["owner", "manager", "member"]
FileKind = Literal["image", "video", "audio", "file"]
Limits = Literal["off", "standard", "enterprise"]
Statuses = Literal["documented", "observed"]
ConfirmationState = Literal["waiting", "confirmed", "denied"]

_APP = "app:"
BOT_TYPES: tuple[BotType, ...] = ("bot", "supervisor", "personal", "openline", "network")
EVENT_MODES: tuple[EventMode, ...] = ("fetch", "webhook")


class Portal(Struct, frozen=True, kw_only=True):
    """One installation: how it is called, and what its operator allows.

    `named_domain` is the operator's word and may be empty; `served_domain` is where a server
    listened last. `confirm` are methods that need an administrator's word for each credential;
    `fault` are errors that are answered on purpose, each `CODE` or `METHOD:CODE`.
    """

    member_id: str
    named_domain: str = ""
    served_domain: str = "127.0.0.1:8080"
    scheme: str = "http"
    language: str = "en"
    timezone: str = "UTC"
    plan: str = "commercial"
    require_https: bool = False
    closed: bool = False
    blocked: bool = False
    limits: Limits = "off"
    operating_limit: int = 0
    statuses: Statuses = "documented"
    confirm: tuple[str, ...] = ()
    fault: tuple[str, ...] = ()
    delivery_mode: Literal["reliable", "bitrix24"] = "reliable"
    allow_private: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """Host and port as clients see them."""
        return self.named_domain or self.served_domain

    @property
    def takes_calls(self) -> bool:
        """Whether the operator lets anybody in at all."""
        return not (self.closed or self.blocked or self.plan == "free")


class Confirmation(Struct, frozen=True):
    """What an administrator says to calls of a method by an application or webhook.

    `method` is in lower case.
    """

    credential: str
    method: str
    state: ConfirmationState
    asked_at: Moment

    @property
    def client_id(self) -> str | None:
        """The application that calls, if it is one."""
        return client_id_of(self.credential)


class User(Struct, frozen=True, kw_only=True):
    """`color` is #rrggbb; `avatar` is the key of a picture, or empty.

    `status` is empty until the person chose one.
    """

    id: UserId
    active: bool = True
    type: UserType = "employee"
    admin: bool = False
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    work_position: str = ""
    gender: str = ""
    birthday: str = ""
    color: str = ""
    avatar: str = ""
    website: str = ""
    timezone: str = ""
    departments: tuple[int, ...] = ()
    phones: dict[str, str] = {}
    password_hash: str = ""
    created_at: Moment
    last_activity_at: Moment
    status: str = ""
    idle_since: Moment | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_bot(self) -> bool:
        return self.type == "bot"


class WebhookKey(Struct, frozen=True, kw_only=True):
    """`code_hash` is all that is kept of the code."""

    code_hash: str
    user_id: UserId
    scopes: tuple[str, ...]
    created_at: Moment

    @property
    def credential(self) -> str:
        """Names the webhook beside applications, and opens nothing."""
        return f"webhook:{self.code_hash}"


def recipient_name(recipient_id: RecipientId) -> str:
    """As deliveries are named: `4` for a bot, `h32` for a handler."""
    return str(recipient_id) if recipient_id > 0 else f"h{-recipient_id}"


def owner_of_app(client_id: str) -> str:
    return f"{_APP}{client_id}"


def client_id_of(owner: str) -> str | None:
    """None where the owner is no application."""
    return owner.removeprefix(_APP) if owner.startswith(_APP) else None


class Bot(Struct, frozen=True, kw_only=True):
    """What makes a user a bot. `owner` names who may use it: a hashed bot token or an app.

    `generation` is the version of the API that registered it. A bot of the older one hears of the
    kinds of events that it has an address for: `handlers`. An application may have unbound kinds
    of events from the webhook of its bot.
    """

    id: UserId
    code: str
    owner: str
    type: BotType
    event_mode: EventMode
    webhook_url: str
    is_hidden: bool
    is_support_openline: bool
    is_reactions_enabled: bool
    background_id: str | None
    language: str
    generation: Literal[1, 2] = 2
    handlers: dict[str, str] = {}
    unbound: tuple[str, ...] = ()

    @property
    def client_id(self) -> str | None:
        """The application that it belongs to, if it does."""
        return client_id_of(self.owner)

    def belongs_to(self, owner: str) -> bool:
        """As slow for an owner that is nearly right: it may be the hash of a guess."""
        return hmac.compare_digest(self.owner.encode(), owner.encode())

    @property
    def kinds(self) -> frozenset[str] | None:
        """Of which events it hears; None means all. Calls of its commands always find it."""
        return frozenset((*self.handlers, COMMAND_CALLED)) if self.generation == 1 else None


class BotCounts(Struct, frozen=True):
    messages: int
    commands: int
    chats: int
    users: int


class Venue(Struct, frozen=True, kw_only=True):
    """What of a chat never changes."""

    id: ChatId
    type: ChatType

    @property
    def is_private(self) -> bool:
        return self.type == "private"


# Docs pages im.dialog.get and im.search.chat.list; chats of tasks and of anything else are as free
# as those of nothing: pages im.recent.get and imbot.dialog.get.
NAMING_ENTITIES = frozenset({"CRM", "SONET_GROUP"})


class Chat(Venue, frozen=True, kw_only=True):
    title: str
    description: str
    color: str
    avatar: str
    owner_id: UserId
    entity_type: str
    entity_id: str
    created_at: Moment
    last_message_id: MessageId | None
    message_count: int
    text_field_enabled: bool = True

    @property
    def is_bound(self) -> bool:
        """Whether something outside the messenger names it, and keeps its owner."""
        return self.entity_type in NAMING_ENTITIES


class Seat(Struct, frozen=True, kw_only=True):
    """What of a member never changes while it is one."""

    chat_id: ChatId
    user_id: UserId
    history_hidden_to: int = 0


class Member(Seat, frozen=True, kw_only=True):
    """Messages up to `last_read_id` are read; those up to `viewed_to` were, before unreading.

    `read_at` is when reading last moved that, None where only writing did.
    """

    role: Role
    is_bot: bool
    last_read_id: int = 0
    last_sent_id: int = 0
    viewed_to: int = 0
    read_at: Moment | None = None

    @property
    def has_viewed_to(self) -> int:
        return max(self.last_read_id, self.viewed_to)

    @property
    def is_administrator(self) -> bool:
        return self.role in ("owner", "manager")


class Position(NamedTuple):
    """Where a member of a chat speaks from."""

    chat: Venue
    member: Seat


class Forward(Struct, frozen=True, kw_only=True):
    """Where a forwarded copy came from: the first author's message."""

    id: MessageId
    user_id: UserId
    chat_id: ChatId
    date: Moment


class MessageParams(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a message carries beside its text. `code` names the kind of a system message.

    Of a message that `is_deleted` nothing else is left.
    """

    keyboard: list[dict[str, Any]] | None = None
    attach: dict[str, Any] | None = None
    menu: list[dict[str, Any]] | None = None
    reply_id: MessageId | None = None
    url_preview: bool = True
    code: str = ""
    is_edited: bool = False
    is_deleted: bool = False
    file_ids: tuple[FileId, ...] = ()


class File(Struct, frozen=True, kw_only=True):
    """A file of one message. `blob` is the key of its bytes; `name` is data, never a path.

    `width` and `height` are pixels, 0 where there are none to tell.
    """

    id: FileId
    chat_id: ChatId
    message_id: MessageId
    author_id: UserId
    created_at: Moment
    name: str
    content_type: str
    size: int
    width: int
    height: int
    blob: str

    @property
    def kind(self) -> FileKind:
        match self.content_type.partition("/")[0]:
            case "image" | "video" | "audio" as kind:
                return kind
            case _:
                return "file"

    @property
    def extension(self) -> str:
        """In lower case and without its dot; empty where the name has none.

        Of a name that looks like a path only the end counts, so that nobody appends a path.
        """
        last = self.name.replace("\\", "/").rpartition("/")[2]
        return last.rpartition(".")[2].lower() if "." in last else ""


class Message(Struct, frozen=True, kw_only=True):
    """`author_id` is 0 for system messages."""

    id: MessageId
    chat_id: ChatId
    author_id: UserId
    is_system: bool
    created_at: Moment
    uuid: str
    text: str
    params: MessageParams
    forward: Forward | None

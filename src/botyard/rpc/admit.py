"""A caller's credentials and arguments -> a call that may go on, or the documented refusal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from botyard.access.callers import Caller
from botyard.access.hashing import hashed
from botyard.chat import dialogs, held_messages, history
from botyard.chat.bots import find_former
from botyard.chat.dialogs import Dialog, Standing
from botyard.chat.held_messages import HeldMessage
from botyard.model.applications import App
from botyard.model.entities import (
    Bot,
    BotType,
    Member,
    Message,
    MessageId,
    Moment,
    Portal,
    User,
    UserId,
)
from botyard.model.errors import (
    ACCESS_DENIED,
    BOT_ID_REQUIRED,
    BOT_NOT_FOUND,
    BOT_OWNERSHIP_ERROR,
    BOT_TOKEN_INVALID_LENGTH,
    BOT_TOKEN_NOT_SPECIFIED,
    BOT_TYPE_NOT_ALLOWED,
    MESSAGE_ACCESS_DENIED,
    MESSAGE_NOT_FOUND,
    NO_AUTH_FOUND,
    WRONG_AUTH_TYPE,
    ApiError,
    ErrorCode,
)
from botyard.rpc.signed_links import SignedLinks
from botyard.store import bots, users
from botyard.store.tx import Tx
from botyard.wire.coerce import BadValue, read_integer
from botyard.wire.views import Views

# Docs page Bot.register, parameter fields.botToken; enforced since 2026-08-06.
MAX_TOKEN_LENGTH = 40

_TARGET_ERRORS = frozenset((ACCESS_DENIED, MESSAGE_NOT_FOUND, MESSAGE_ACCESS_DENIED))


class Known(Protocol):
    """What a call may learn of the methods there are."""

    name: str
    scopes: tuple[str, ...]


class Rules(Protocol):
    """What a method demands of its caller's arguments."""

    bot_types: tuple[BotType, ...]
    token_in_fields: bool
    of_former_bots: bool
    refuses_others: ErrorCode | None


class Surroundings(Struct, frozen=True):
    """What all calls find alike until the operator changes the portal.

    `methods` and `faults` have lower-case keys; those in `confirm` need an administrator's word.
    `links` signs those to files.
    `is_watched` is true where callers meet more than they are and may do.
    """

    portal: Portal
    views: Views
    methods: Mapping[str, Known]
    faults: Mapping[str, ErrorCode]
    confirm: frozenset[str]
    is_watched: bool
    links: SignedLinks


class Call(Struct, frozen=True):
    """One admitted method call: what a handler works with."""

    tx: Tx
    caller: Caller
    surroundings: Surroundings
    now: Moment

    @property
    def portal(self) -> Portal:
        return self.surroundings.portal

    @property
    def views(self) -> Views:
        return self.surroundings.views

    @property
    def links(self) -> SignedLinks:
        return self.surroundings.links

    @property
    def methods(self) -> Mapping[str, Known]:
        return self.surroundings.methods

    @property
    def actor_id(self) -> UserId:
        """In whose name something happens: the person's, or a bot's of the older API."""
        return self.caller.user_id

    async def actor(self) -> User:
        return await load_user(self.tx, self.actor_id)

    async def user(self) -> User:
        """The person who calls."""
        return await load_user(self.tx, self.caller.user_id)

    async def find_dialog(self, dialog_id: str) -> Dialog | None:
        """The dialog as the actor addresses it; a private one is opened by being asked for."""
        return await dialogs.find(self.tx, self.actor_id, dialog_id, self.now)

    async def find_opened_dialog(self, dialog_id: str) -> Dialog | None:
        """The dialog as the actor addresses it, when it is there already."""
        return await dialogs.find_opened(self.tx, self.actor_id, dialog_id)

    async def find_held_message(self, message_id: int) -> HeldMessage | None:
        """A message to change, when the actor is in its chat and may see it."""
        return await held_messages.hold(self.tx, self.actor_id, MessageId(message_id))


class AppCall(Call, frozen=True):
    """`app` is the application that calls, for the caller's person, with `arguments`."""

    app: App
    arguments: Mapping[str, object]


class OwnerCall(Call, frozen=True):
    """`owner` names who the caller is to bots: its application, or the hashed bot token."""

    owner: str


class BotCall(OwnerCall, frozen=True):
    bot: Bot

    async def bot_user(self) -> User:
        return await load_user(self.tx, self.bot.id)

    async def dialog(self, dialog_id: str) -> Dialog:
        """The dialog as the bot addresses it; ACCESS_DENIED where there is none for it."""
        dialog = await dialogs.find(self.tx, self.bot.id, dialog_id, self.now)
        if dialog is None:
            raise ApiError(ACCESS_DENIED)
        return dialog

    async def standing(self, dialog_id: str) -> Standing:
        """As `dialog`, for who only wants to speak."""
        standing = await dialogs.find_standing(self.tx, self.bot.id, dialog_id, self.now)
        if standing is None:
            raise ApiError(ACCESS_DENIED)
        return standing

    async def message(self, message_id: int) -> tuple[Message, Member]:
        """A message that the bot may read, and the bot as a member of its chat."""
        message = await history.find_message(self.tx, MessageId(message_id))
        if message is None:
            raise ApiError(MESSAGE_NOT_FOUND)
        member = await history.member_of(self.tx, message.chat_id, self.bot.id)
        if member is None or message.id <= member.history_hidden_to:
            raise ApiError(MESSAGE_ACCESS_DENIED)
        return message, member

    async def held_message(self, message_id: int) -> HeldMessage:
        """A message to change; ACCESS_DENIED for one that the bot may not read."""
        held = await held_messages.hold(self.tx, self.bot.id, MessageId(message_id))
        if held is None:
            raise ApiError(ACCESS_DENIED)
        return held

    async def check_target(
        self,
        arguments: Mapping[str, object],
        names: Iterable[str],
        declared: Sequence[ErrorCode],
    ) -> None:
        """Refuse a dialog or message, as far as it is among `names`, that is not the bot's.

        What is wrong with a message is told by one of the `declared` codes. A method that declares
        none of a target judges its target itself.
        """
        if not _TARGET_ERRORS.intersection(declared):
            return
        if "dialog_id" in names:
            await self.dialog(str(arguments.get("dialogId")))
        elif "message_id" in names:
            try:
                await self.message(read_id(arguments.get("messageId"), MESSAGE_NOT_FOUND))
            except ApiError as refusal:
                known = refusal.error if refusal.error in declared else ACCESS_DENIED
                raise ApiError(known) from refusal


async def admit_user(call: Call, _arguments: Mapping[str, object], _rules: Rules) -> Call:
    return call


async def admit_app(call: Call, arguments: Mapping[str, object], rules: Rules) -> AppCall:
    """Only an application knows what these methods speak of."""
    app = call.caller.app
    if app is None:
        raise ApiError(rules.refuses_others or WRONG_AUTH_TYPE)
    return AppCall(call.tx, call.caller, call.surroundings, call.now, app, arguments)


async def admit_owner(call: Call, arguments: Mapping[str, object], rules: Rules) -> OwnerCall:
    in_fields = _owner_in_fields(arguments) if rules.token_in_fields else None
    owner = call.caller.owner or in_fields or owner_of(arguments.get("botToken"))
    if owner is None:
        raise ApiError(BOT_TOKEN_NOT_SPECIFIED)
    return OwnerCall(call.tx, call.caller, call.surroundings, call.now, owner)


async def admit_bot(call: Call, arguments: Mapping[str, object], rules: Rules) -> BotCall:
    owner = call.caller.owner or owner_of(arguments.get("botToken"))
    if owner is None:
        raise ApiError(BOT_TOKEN_NOT_SPECIFIED)
    bot_id = UserId(read_id(arguments.get("botId"), BOT_ID_REQUIRED))
    bot = await bots.get(call.tx, bot_id)
    if bot is None and rules.of_former_bots:
        bot = await find_former(call.tx, bot_id, call.now)
    if bot is None:
        raise ApiError(BOT_NOT_FOUND)
    if not bot.belongs_to(owner):
        raise ApiError(BOT_OWNERSHIP_ERROR)
    if rules.bot_types and bot.type not in rules.bot_types:
        raise ApiError(BOT_TYPE_NOT_ALLOWED)
    return BotCall(call.tx, call.caller, call.surroundings, call.now, owner, bot)


def owner_of(bot_token: object) -> str | None:
    """Over a webhook whoever presents a bot's token owns it."""
    if isinstance(bot_token, int) and not isinstance(bot_token, bool):
        bot_token = str(bot_token)
    if not isinstance(bot_token, str) or not bot_token.strip():
        return None
    return f"token:{hashed(bot_token)}"


def check_new_token(bot_token: str) -> None:
    if len(bot_token) > MAX_TOKEN_LENGTH:
        raise ApiError(BOT_TOKEN_INVALID_LENGTH)


async def load_user(tx: Tx, user_id: UserId) -> User:
    user = await users.get(tx, user_id)
    if user is None:
        raise ApiError(NO_AUTH_FOUND)
    return user


def _owner_in_fields(arguments: Mapping[str, object]) -> str | None:
    fields = arguments.get("fields")
    return owner_of(fields.get("botToken")) if isinstance(fields, dict) else None


def read_id(value: object, error: ErrorCode) -> int:
    """What is no integer is refused with `error`."""
    try:
        number = read_integer(value)
    except BadValue as bad:
        raise ApiError(error) from bad
    if not isinstance(number, int):
        raise ApiError(error)
    return number

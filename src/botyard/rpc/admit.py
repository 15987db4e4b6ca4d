"""A caller's credentials and arguments -> a call that may go on, or the documented refusal."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from botyard.access.callers import Caller
from botyard.access.hashing import hashed
from botyard.chat import dialogs, history
from botyard.chat.bots import find_former
from botyard.chat.dialogs import Dialog
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
    ApiError,
    ErrorCode,
)
from botyard.store import bots, users
from botyard.store.tx import Tx
from botyard.wire.coerce import BadValue, read_integer
from botyard.wire.views import Views

# Docs page Bot.register, parameter fields.botToken; enforced since 2026-08-06.
MAX_TOKEN_LENGTH = 40


class Known(Protocol):
    """What a call may learn of the methods there are."""

    name: str
    scopes: tuple[str, ...]


class Admission(Struct, frozen=True):
    """What admission may look at beside the caller."""

    arguments: Mapping[str, object]
    bot_types: tuple[BotType, ...]
    token_in_fields: bool
    of_former_bots: bool
    portal: Portal
    views: Views
    now: Moment
    methods: Mapping[str, Known]


class Call(Struct, frozen=True):
    """One admitted method call: what a handler works with. `methods` has lower-case keys."""

    tx: Tx
    caller: Caller
    portal: Portal
    views: Views
    now: Moment
    methods: Mapping[str, Known]

    async def user(self) -> User:
        """The person who calls."""
        return await load_user(self.tx, self.caller.user_id)

    async def find_dialog(self, dialog_id: str) -> Dialog | None:
        """The dialog as the person addresses it; a private one is opened by being asked for."""
        return await dialogs.find(self.tx, self.caller.user_id, dialog_id, self.now)

    async def find_opened_dialog(self, dialog_id: str) -> Dialog | None:
        """The dialog as the person addresses it, when it is there already."""
        return await dialogs.find_opened(self.tx, self.caller.user_id, dialog_id)


class OwnerCall(Call, frozen=True):
    """`owner` names who the caller is to bots: the hashed bot token."""

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

    async def message(self, message_id: int) -> tuple[Message, Member]:
        """A message that the bot may read, and the bot as a member of its chat."""
        message = await history.find_message(self.tx, MessageId(message_id))
        if message is None:
            raise ApiError(MESSAGE_NOT_FOUND)
        member = await history.member_of(self.tx, message.chat_id, self.bot.id)
        if member is None or message.id <= member.history_hidden_to:
            raise ApiError(MESSAGE_ACCESS_DENIED)
        return message, member

    async def check_target(self, arguments: Mapping[str, object], names: Iterable[str]) -> None:
        """Refuse a dialog or message, as far as it is among `names`, that is not the bot's."""
        if "dialog_id" in names:
            await self.dialog(str(arguments.get("dialogId")))
        elif "message_id" in names:
            await self.message(_integer(arguments.get("messageId"), MESSAGE_NOT_FOUND))


async def admit_user(tx: Tx, admission: Admission, caller: Caller) -> Call:
    return Call(tx, caller, *_surroundings(admission))


async def admit_owner(tx: Tx, admission: Admission, caller: Caller) -> OwnerCall:
    owner = _owner_in_fields(admission) or owner_of(admission.arguments.get("botToken"))
    if owner is None:
        raise ApiError(BOT_TOKEN_NOT_SPECIFIED)
    return OwnerCall(tx, caller, *_surroundings(admission), owner)


async def admit_bot(tx: Tx, admission: Admission, caller: Caller) -> BotCall:
    owner = owner_of(admission.arguments.get("botToken"))
    if owner is None:
        raise ApiError(BOT_TOKEN_NOT_SPECIFIED)
    bot_id = UserId(_integer(admission.arguments.get("botId"), BOT_ID_REQUIRED))
    bot = await bots.get(tx, bot_id)
    if bot is None and admission.of_former_bots:
        bot = await find_former(tx, bot_id, admission.now)
    if bot is None:
        raise ApiError(BOT_NOT_FOUND)
    if bot.owner != owner:
        raise ApiError(BOT_OWNERSHIP_ERROR)
    if admission.bot_types and bot.type not in admission.bot_types:
        raise ApiError(BOT_TYPE_NOT_ALLOWED)
    return BotCall(tx, caller, *_surroundings(admission), owner, bot)


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


def _surroundings(admission: Admission) -> tuple[Portal, Views, Moment, Mapping[str, Known]]:
    return admission.portal, admission.views, admission.now, admission.methods


def _owner_in_fields(admission: Admission) -> str | None:
    fields = admission.arguments.get("fields")
    if not admission.token_in_fields or not isinstance(fields, dict):
        return None
    return owner_of(fields.get("botToken"))


def _integer(value: object, error: ErrorCode) -> int:
    try:
        number = read_integer(value)
    except BadValue as bad:
        raise ApiError(error) from bad
    if not isinstance(number, int):
        raise ApiError(error)
    return number

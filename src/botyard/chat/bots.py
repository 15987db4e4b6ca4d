"""Registering bots, changing them, and letting them go."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias, TypeVar, cast
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, UnsetType

from botyard.chat import chats, commands, reports
from botyard.model.colours import assigned_colour, colour_of
from botyard.model.entities import (
    BOT_TYPES,
    EVENT_MODES,
    Bot,
    BotCounts,
    BotType,
    EventMode,
    Moment,
    User,
    UserId,
)
from botyard.model.errors import (
    BOT_CODE_ALREADY_TAKEN,
    BOT_CODE_REQUIRED,
    BOT_INVALID_CALLBACK,
    BOT_INVALID_EVENT_MODE,
    BOT_INVALID_TYPE,
    BOT_LIMIT_EXCEEDED,
    BOT_NOT_CREATED,
    BOT_NOT_FOUND,
    BOT_NOT_UPDATED,
    BOT_OWNERSHIP_ERROR,
    BOT_PROPERTIES_REQUIRED,
    BOT_TOKEN_ROTATION_FAILED,
    BOT_WEBHOOK_URL_REQUIRED,
    ApiError,
    ErrorCode,
)
from botyard.store import bots, counters, former_bots, lanes, letters, receivers, users
from botyard.store.tx import Tx

T = TypeVar("T")
# Addresses by kind of event.
Handlers: TypeAlias = Mapping[str, str]

# Docs pages Bot.register and imbot.register, notes: per application, or here per owner.
MAX_BOTS = {1: 5, 2: 100}
NOBODY = UserId(0)
# Decision 35 of the contract: how long the last events of a bot stay readable.
FORMER_MS = 24 * 60 * 60 * 1000
# What a bot of version 1 has addresses for; without the first one there is no such bot.
HANDLED_KINDS = (
    "message_added", "message_updated", "message_deleted", "chat_joined", "bot_deleted",
)  # fmt: skip
BACKGROUNDS = (
    "azure", "mint", "steel", "slate", "teal", "cornflower", "sky", "peach", "frost",
)  # fmt: skip


class Looks(NamedTuple):
    """How a bot appears to people. None leaves a property as it is."""

    name: str | None = None
    last_name: str | None = None
    work_position: str | None = None
    color: str | None = None
    gender: str | None = None
    avatar: str | None = None
    email: str | None = None
    birthday: str | None = None
    website: str | None = None


class BotDraft(NamedTuple):
    code: str
    looks: Looks
    type: str = "bot"
    event_mode: str = "fetch"
    webhook_url: str = ""
    is_hidden: bool = False
    is_support_openline: bool = False
    is_reactions_enabled: bool = True
    background_id: str | None = None
    generation: Literal[1, 2] = 2
    handlers: Handlers = {}


class BotChange(NamedTuple):
    """None leaves a property as it is; `background_id` None takes the background away.

    `handlers` are the addresses that a bot of version 1 gets for kinds of events.
    """

    code: str | None = None
    looks: Looks = Looks()
    event_mode: str | None = None
    webhook_url: str | None = None
    is_hidden: bool | None = None
    is_support_openline: bool | None = None
    is_reactions_enabled: bool | None = None
    background_id: str | UnsetType | None = UNSET
    new_owner: str | None = None
    handlers: Handlers = {}


class BotCard(NamedTuple):
    """A bot beside its user and what it has done."""

    bot: Bot
    user: User
    counts: BotCounts


def check_draft(draft: BotDraft) -> None:
    """Refuse what no bot may be, in the order of the docs page's table."""
    if not draft.code.strip():
        raise ApiError(BOT_CODE_REQUIRED)
    if not (draft.looks.name or "").strip():
        raise ApiError(BOT_PROPERTIES_REQUIRED)
    if draft.type not in BOT_TYPES:
        raise ApiError(BOT_INVALID_TYPE)
    _check_delivery(draft.event_mode, draft.webhook_url)


async def register(tx: Tx, owner: str, draft: BotDraft, language: str, now: Moment) -> BotCard:
    """A new bot, or the one that `owner` has registered under this code, unchanged."""
    await counters.hold_user_ids(tx)
    existing = await bots.find(tx, draft.code)
    if existing is not None:
        if not existing.belongs_to(owner):
            raise ApiError(BOT_CODE_ALREADY_TAKEN)
        return await card(tx, existing)
    if await bots.count_owned(tx, owner) >= MAX_BOTS[draft.generation]:
        raise ApiError(BOT_LIMIT_EXCEEDED)
    await _check_email(tx, draft.looks, BOT_NOT_CREATED)
    user_id = await counters.next_user_id(tx)
    blank = User(
        id=user_id,
        type="bot",
        color=assigned_colour(user_id),
        departments=(1,),
        created_at=now,
        last_activity_at=now,
    )
    await users.save(tx, _dressed(blank, draft.looks))
    bot = Bot(
        id=user_id,
        code=draft.code,
        owner=owner,
        type=cast("BotType", draft.type),
        event_mode=cast("EventMode", draft.event_mode),
        webhook_url=draft.webhook_url,
        is_hidden=draft.is_hidden,
        is_support_openline=draft.is_support_openline,
        is_reactions_enabled=draft.is_reactions_enabled,
        background_id=known_background(draft.background_id),
        language=language,
        generation=draft.generation,
        handlers={**draft.handlers},
    )
    await bots.save(tx, bot)
    return await card(tx, bot)


async def change(tx: Tx, bot: Bot, wanted: BotChange) -> BotCard:
    """Refuses with BOT_INVALID_EVENT_MODE, BOT_INVALID_CALLBACK, BOT_TOKEN_ROTATION_FAILED.

    BOT_CODE_ALREADY_TAKEN refuses a new code that another bot has.
    """
    if wanted.new_owner or wanted.code:
        await counters.hold_user_ids(tx)
    bot = await _held(tx, bot)
    await _check_change(tx, bot, wanted)
    user = await users.get(tx, bot.id)
    if user is not None:
        await users.save(tx, _dressed(user, wanted.looks))
    changed = msgspec.structs.replace(
        bot,
        code=wanted.code or bot.code,
        owner=wanted.new_owner or bot.owner,
        event_mode=_either(wanted.event_mode, bot.event_mode),
        webhook_url=_either(wanted.webhook_url, bot.webhook_url),
        is_hidden=_either(wanted.is_hidden, bot.is_hidden),
        is_support_openline=_either(wanted.is_support_openline, bot.is_support_openline),
        is_reactions_enabled=_either(wanted.is_reactions_enabled, bot.is_reactions_enabled),
        background_id=bot.background_id
        if wanted.background_id is UNSET
        else known_background(wanted.background_id),
    )
    if (changed.event_mode, changed.webhook_url) != (bot.event_mode, bot.webhook_url):
        changed = msgspec.structs.replace(changed, unbound=())
    if bot.generation == 1:
        changed = _listening_at(changed, wanted)
    await bots.save(tx, changed)
    if not changed.belongs_to(bot.owner):
        await receivers.forget_token(tx, bot.id)
    await _switch_delivery(tx, bot, changed)
    return await card(tx, changed)


async def _check_change(tx: Tx, bot: Bot, wanted: BotChange) -> None:
    event_mode = _either(wanted.event_mode, bot.event_mode)
    _check_delivery(event_mode, _either(wanted.webhook_url, bot.webhook_url))
    if bot.generation == 1 and event_mode != "webhook":
        raise ApiError(BOT_INVALID_EVENT_MODE)
    if wanted.code and wanted.code != bot.code and await bots.find(tx, wanted.code) is not None:
        raise ApiError(BOT_CODE_ALREADY_TAKEN)
    await _check_email(tx, wanted.looks, BOT_NOT_UPDATED)
    if wanted.new_owner and not bot.belongs_to(wanted.new_owner):
        await _check_rotation(tx, wanted.new_owner)


def _listening_at(bot: Bot, wanted: BotChange) -> Bot:
    """One address serves every kind of event, as far as no other one is given for it."""
    everywhere = dict.fromkeys(HANDLED_KINDS, wanted.webhook_url) if wanted.webhook_url else {}
    handlers = {**bot.handlers, **everywhere, **wanted.handlers}
    return msgspec.structs.replace(
        bot, handlers=handlers, webhook_url=handlers.get(HANDLED_KINDS[0], bot.webhook_url)
    )


async def _switch_delivery(tx: Tx, before: Bot, bot: Bot) -> None:
    """What the bot is owed goes to its webhook now, or waits there for it to read."""
    if bot.event_mode == before.event_mode and (bot.webhook_url, bot.handlers) == (
        before.webhook_url,
        before.handlers,
    ):
        return
    if bot.event_mode != "webhook":
        await lanes.remove_all(tx, bot.id)
    elif before.event_mode != "webhook":
        await lanes.open_owed(tx, bot.id)
    else:
        await lanes.try_all(tx, bot.id)
    lanes.move(tx, bot.id)


async def unregister(tx: Tx, bot: Bot, now: Moment, by_user_id: UserId = NOBODY) -> None:
    """The bot leaves its groups, and what it wrote stays.

    Docs page imbot.unregister: the private dialogs of an older bot go with it.

    Over its webhook it hears of this and of nothing more; what it is owed it may still read.
    """
    bot = await _held(tx, bot)
    counts = await bots.counts(tx, [bot.id])
    await former_bots.add(tx, bot, counts[bot.id], now)
    await lanes.remove_all(tx, bot.id)
    await reports.bot_deleted(tx, bot, by_user_id, now)
    await chats.leave_groups(tx, bot.id)
    if bot.generation == 1:
        await chats.remove_private(tx, bot.id, now)
    await commands.remove_all(tx, bot.id)
    await bots.remove(tx, bot.id)
    user = await users.get(tx, bot.id)
    if user is not None:
        await users.save(tx, msgspec.structs.replace(user, active=False))


async def unregister_all(tx: Tx, owner: str, now: Moment) -> None:
    """All bots of an application that is removed: each hears over its webhook of its end alone."""
    for bot in await every_owned(tx, owner):
        await letters.forget_all(tx, bot.id)
        await unregister(tx, bot, now)


async def every_owned(tx: Tx, owner: str) -> list[Bot]:
    return await bots.page(tx, owner, "", skipped=0, count=max(MAX_BOTS.values()))


async def list_all(tx: Tx) -> list[tuple[Bot, User]]:
    """Every bot of the portal beside its user, by ascending id."""
    found = await bots.list_all(tx)
    known = {user.id: user for user in await users.get_many(tx, [bot.id for bot in found])}
    return [(bot, known[bot.id]) for bot in found]


async def find_first(tx: Tx, owner: str) -> Bot | None:
    """The bot that the owner registered first."""
    return next(iter(await bots.page(tx, owner, "", skipped=0, count=1)), None)


async def find(tx: Tx, bot_id: UserId | None, code: str) -> Bot | None:
    """By id where one is given, else by code."""
    if bot_id is not None:
        return await bots.get(tx, bot_id)
    return await bots.find(tx, code)


async def find_former(tx: Tx, bot_id: UserId, now: Moment) -> Bot | None:
    """A bot that was unregistered within the last day, while it may read its last events."""
    return await former_bots.get(tx, bot_id, Moment(now - FORMER_MS))


async def list_owned(
    tx: Tx, owner: str, bot_type: str, *, skipped: int, count: int
) -> list[BotCard]:
    page = await bots.page(tx, owner, bot_type, skipped=skipped, count=count)
    return await _cards(tx, page)


async def card(tx: Tx, bot: Bot) -> BotCard:
    [found] = await _cards(tx, [bot])
    return found


async def card_or_last(tx: Tx, bot: Bot) -> BotCard:
    """The card also of a bot that is no more, with what it had done by then."""
    if await bots.get(tx, bot.id) is not None:
        return await card(tx, bot)
    [user] = await users.get_many(tx, [bot.id])
    counts = await former_bots.get_counts(tx, bot.id)
    return BotCard(bot, user, counts or BotCounts(0, 0, 0, 0))


async def _cards(tx: Tx, found: Sequence[Bot]) -> list[BotCard]:
    bot_ids = [bot.id for bot in found]
    known = {user.id: user for user in await users.get_many(tx, bot_ids)}
    counts = await bots.counts(tx, bot_ids)
    return [BotCard(bot, known[bot.id], counts[bot.id]) for bot in found]


def known_background(background_id: str | None) -> str | None:
    return background_id if background_id in BACKGROUNDS else None


def _check_delivery(event_mode: str, webhook_url: str) -> None:
    if event_mode not in EVENT_MODES:
        raise ApiError(BOT_INVALID_EVENT_MODE)
    if event_mode == "webhook" and not webhook_url:
        raise ApiError(BOT_WEBHOOK_URL_REQUIRED)
    if webhook_url and not is_web_address(webhook_url):
        raise ApiError(BOT_INVALID_CALLBACK)


def is_web_address(url: str) -> bool:
    """An absolute http or https address without blanks or control characters."""
    if any(character.isspace() or not character.isprintable() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


async def _held(tx: Tx, bot: Bot) -> Bot:
    """The bot as it is now: another unit may have changed it since this one was admitted."""
    held = await bots.hold(tx, bot.id)
    if held is None:
        raise ApiError(BOT_NOT_FOUND)
    if not held.belongs_to(bot.owner):
        raise ApiError(BOT_OWNERSHIP_ERROR)
    return held


async def _check_email(tx: Tx, looks: Looks, refusal: ErrorCode) -> None:
    """No bot goes by the address of a person."""
    if looks.email and await users.find_person(tx, looks.email) is not None:
        raise ApiError(refusal)


async def _check_rotation(tx: Tx, new_owner: str) -> None:
    if await bots.count_owned(tx, new_owner):
        raise ApiError(BOT_TOKEN_ROTATION_FAILED)


def _dressed(user: User, looks: Looks) -> User:
    name = (looks.name or "").strip()
    color = None if looks.color is None else colour_of(looks.color)
    return msgspec.structs.replace(
        user,
        first_name=name or user.first_name,
        last_name=_either(looks.last_name, user.last_name).strip(),
        work_position=_either(looks.work_position, user.work_position),
        color=color or user.color,
        gender=looks.gender if looks.gender in ("M", "F") else user.gender or "M",
        avatar=_either(looks.avatar, user.avatar),
        email=_either(looks.email, user.email),
        birthday=_either(looks.birthday, user.birthday),
        website=_either(looks.website, user.website),
    )


def _either(wanted: T | None, present: T) -> T:
    return present if wanted is None else wanted

"""Dialog ids and chats: the only place that knows `chat5` from `5`."""

import re
from typing import Literal, NamedTuple

from botyard.chat import acquaintance, reports
from botyard.model.colours import assigned_colour
from botyard.model.entities import Chat, ChatId, Member, Moment, Position, User, UserId
from botyard.model.remembered import remembered
from botyard.store import chats, counters, members, users
from botyard.store.tx import Tx

# Ids end at 2**63 - 1; more digits name nothing.
_GROUP = re.compile(r"chat([1-9][0-9]{0,17})", re.ASCII)
_WORKGROUP = re.compile(r"sg([1-9][0-9]{0,17})", re.ASCII)
_USER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)

# Why an id leads nowhere.
Absence = Literal["unreadable", "no_user", "no_chat", "no_member"]


class Dialog(NamedTuple):
    """A chat as one of its members addresses it."""

    chat: Chat
    member: Member


# All that sending needs: the part of a dialog that never changes, or the whole.
Standing = Position | Dialog


async def find(tx: Tx, viewer: UserId, dialog_id: str, now: Moment) -> Dialog | None:
    """The dialog that `viewer` calls `dialog_id`, or None where there is none for them.

    A private dialog that does not exist yet is created by being asked for, with a bot or with
    whom `viewer` may see.
    """
    chat_id = await _chat_id(tx, viewer, dialog_id)
    if chat_id is not None:
        return await of_chat(tx, viewer, chat_id)
    if not names_a_user(dialog_id) or int(dialog_id) == viewer:
        return None
    return await _open_private(tx, viewer, UserId(int(dialog_id)), now)


async def find_standing(tx: Tx, viewer: UserId, dialog_id: str, now: Moment) -> Standing | None:
    """As `find`, for who only wants to speak."""
    chat_id = group_of(dialog_id) or await _chat_id(tx, viewer, dialog_id)
    if chat_id is not None:
        return await members.find_position(tx, chat_id, viewer)
    return await find(tx, viewer, dialog_id, now)


async def find_opened(tx: Tx, viewer: UserId, dialog_id: str) -> Dialog | None:
    """As `find`, but nothing is created."""
    chat_id = await _chat_id(tx, viewer, dialog_id)
    return None if chat_id is None else await of_chat(tx, viewer, chat_id)


async def why_absent(tx: Tx, viewer: UserId, dialog_id: str) -> Absence:
    """Why `find` found nothing. A dismissed person counts as none."""
    if names_a_user(dialog_id):
        user = await users.get(tx, UserId(int(dialog_id)))
        return "no_member" if user is not None and user.active else "no_user"
    if not is_dialog_id(dialog_id):
        return "unreadable"
    chat_id = await _chat_id(tx, viewer, dialog_id)
    if chat_id is None or await chats.find(tx, chat_id) is None:
        return "no_chat"
    return "no_member"


async def may_open(tx: Tx, viewer: UserId, dialog_id: str) -> bool:
    """Whether `find` would open a private dialog."""
    if not names_a_user(dialog_id) or int(dialog_id) == viewer:
        return False
    return await _both_sides(tx, viewer, UserId(int(dialog_id))) is not None


async def is_open(tx: Tx, viewer: UserId, chat_id: ChatId) -> bool:
    """Whether `viewer` may know of a chat without being in it: outsiders never may."""
    chat = await chats.find(tx, chat_id)
    if chat is None or chat.type != "open":
        return False
    user = await users.get(tx, viewer)
    return user is not None and not acquaintance.is_outsider(user)


async def exists(tx: Tx, chat_id: ChatId) -> bool:
    return await chats.find(tx, chat_id) is not None


async def of_chat(tx: Tx, viewer: UserId, chat_id: ChatId) -> Dialog | None:
    # Two look-ups by key: SQLite takes three times as long for the join of the two.
    member = await members.get(tx, chat_id, viewer)
    if member is None:
        return None
    chat = await chats.get(tx, chat_id)
    return None if chat is None else Dialog(chat, member)


async def find_visible_chat(tx: Tx, viewer: UserId, dialog_id: str) -> ChatId | None:
    """A chat that `viewer` is in, or one that is open to them."""
    chat_id = await _chat_id(tx, viewer, dialog_id)
    if chat_id is None:
        return None
    if await members.get(tx, chat_id, viewer) is None and not await is_open(tx, viewer, chat_id):
        return None
    return chat_id


def names_a_user(dialog_id: str) -> bool:
    return _USER.fullmatch(dialog_id) is not None


# Bots speak in the same few chats.
@remembered(4096)
def group_of(dialog_id: str) -> ChatId | None:
    """The number of `chat5`, or None for an id of another form."""
    group = _GROUP.fullmatch(dialog_id)
    return None if group is None else ChatId(int(group[1]))


def is_dialog_id(dialog_id: str) -> bool:
    """Whether it has the form of one."""
    return any(form.fullmatch(dialog_id) for form in (_USER, _GROUP, _WORKGROUP))


async def _chat_id(tx: Tx, viewer: UserId, dialog_id: str) -> ChatId | None:
    if group := _GROUP.fullmatch(dialog_id):
        return ChatId(int(group[1]))
    if workgroup := _WORKGROUP.fullmatch(dialog_id):
        return await chats.find_by_entity(tx, "SONET_GROUP", workgroup[1])
    if names_a_user(dialog_id):
        return await chats.find_private(tx, viewer, UserId(int(dialog_id)))
    return None


async def _open_private(tx: Tx, viewer: UserId, other: UserId, now: Moment) -> Dialog | None:
    both = await _both_sides(tx, viewer, other)
    if both is None:
        return None
    chat = Chat(
        id=await counters.next_chat_id(tx),
        type="private",
        title="",
        description="",
        color=assigned_colour(other),
        avatar="",
        owner_id=viewer,
        entity_type="",
        entity_id="",
        created_at=now,
        last_message_id=None,
        message_count=0,
    )
    await chats.add(tx, chat)
    await chats.add_private(tx, chat.id, viewer, other)
    sides = [_side(chat, user) for user in both]
    await members.add(tx, chat.id, sides)
    if not sides[0].is_bot:
        await reports.chat_joined(tx, chat, other, actor_id=viewer, now=now)
    return Dialog(chat, sides[0])


async def _both_sides(tx: Tx, viewer: UserId, other: UserId) -> tuple[User, User] | None:
    """Who begins a private dialog and with whom, where they may: with a bot, anybody may."""
    user, partner = await users.get(tx, viewer), await users.get(tx, other)
    if user is None or partner is None or not (user.active and partner.active):
        return None
    may_meet = partner.is_bot or await acquaintance.visible_people(tx, user, [other])
    return (user, partner) if may_meet else None


def _side(chat: Chat, user: User) -> Member:
    return Member(chat_id=chat.id, user_id=user.id, role="member", is_bot=user.is_bot)

"""The list of a person's dialogs: what is in it, how it is kept, what is unread."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from botyard.chat.dialogs import Dialog
from botyard.model.entities import Chat, ChatId, Member, Message, Moment, User, UserId
from botyard.store import members, messages, recents, users
from botyard.store.members import NO_OUTSIDERS
from botyard.store.recents import Wanted
from botyard.store.tx import Tx

K = TypeVar("K", bound=int)

# Later than any message, and before all of them.
EVER = Moment(2**53)
ALWAYS = Moment(0)


class RecentChoice(NamedTuple):
    """Which dialogs, and which part of their list.

    `since` is when they were last used or listed otherwise.
    """

    before: Moment = EVER
    since: Moment = ALWAYS
    with_private: bool = True
    with_groups: bool = True
    unread_only: bool = False
    pins_first: bool = True
    skipped: int = 0
    limit: int = 50


class Recent(NamedTuple):
    """A dialog in the list: `message` is the last one that may be seen, `author` wrote it.

    `listed_at` is when the person last changed how it is listed.
    """

    chat: Chat
    member: Member
    counterpart: User | None
    message: Message | None
    author: User | None
    unread: int
    user_counter: int
    managers: list[int]
    muted: list[int]
    outsiders: frozenset[str]
    is_pinned: bool
    is_marked: bool
    listed_at: Moment


class Counters(NamedTuple):
    """Unread messages of groups, of muted chats, and by the other side of private dialogs.

    The marked ones are those that the person marked as unread by hand.
    """

    chats: dict[ChatId, int]
    muted: dict[ChatId, int]
    dialogs: dict[UserId, int]
    marked_chats: list[ChatId]
    marked_dialogs: list[UserId]


class RecentPage(NamedTuple):
    items: Sequence[Recent]
    has_more: bool


async def page(tx: Tx, user_id: UserId, choice: RecentChoice) -> RecentPage:
    """The pinned first, then the most recently used; so many statements, however long the page."""
    wanted = Wanted(**choice._replace(limit=choice.limit + 1)._asdict())
    rows = await recents.page(tx, user_id, wanted)
    shown = rows[: choice.limit]
    chat_ids = [row.chat.id for row in shown]
    last_ids = [row.last_message_id for row in shown if row.last_message_id is not None]
    said = {one.id: one for one in await messages.get_many(tx, last_ids)}
    authors = {one.author_id for one in said.values()} - {0}
    others = {row.counterpart_id for row in shown if row.counterpart_id is not None}
    known = {one.id: one for one in await users.get_many(tx, authors | others)}
    unread = await recents.unread(tx, user_id, chat_ids)
    sizes = await members.sizes(tx, chat_ids)
    managers = await members.managers(tx, chat_ids)
    muted = await members.muted(tx, chat_ids)
    outsiders = await members.outsiders(tx, chat_ids)
    items = []
    for row in shown:
        message = None if row.last_message_id is None else said.get(row.last_message_id)
        items.append(
            Recent(
                row.chat,
                row.member,
                None if row.counterpart_id is None else known.get(row.counterpart_id),
                message,
                None if message is None else known.get(message.author_id),
                unread.get(row.chat.id, 0),
                sizes.get(row.chat.id, 0),
                managers.get(row.chat.id, []),
                muted.get(row.chat.id, []),
                outsiders.get(row.chat.id, NO_OUTSIDERS),
                row.is_pinned,
                row.is_marked,
                row.listed_at,
            )
        )
    return RecentPage(items, len(rows) > choice.limit)


async def pin(tx: Tx, dialog: Dialog, now: Moment, *, pinned: bool) -> None:
    """The last one pinned stands first; a hidden dialog comes back."""
    change = recents.pin if pinned else recents.unpin
    await change(tx, dialog.chat.id, dialog.member.user_id, now)


async def hide(tx: Tx, dialog: Dialog, now: Moment) -> None:
    """Until something is said in it. Its pin and its mark are gone, unread messages stay so."""
    await recents.hide(tx, dialog.chat.id, dialog.member.user_id, now)


async def mark_unread(tx: Tx, dialog: Dialog, now: Moment) -> None:
    """To look at it later; reading it takes the mark away."""
    await recents.mark_unread(tx, dialog.chat.id, dialog.member.user_id, now)


async def counters(tx: Tx, user_id: UserId) -> Counters:
    found = Counters({}, {}, {}, [], [])
    for chat_id, other_id, is_muted, is_marked, unread in await recents.counters(tx, user_id):
        if is_muted:
            _count(found.muted, chat_id, unread)
        elif other_id is None:
            _count(found.chats, chat_id, unread)
        else:
            _count(found.dialogs, other_id, unread)
        if is_marked and other_id is None:
            found.marked_chats.append(chat_id)
        elif is_marked and other_id is not None:
            found.marked_dialogs.append(other_id)
    return found


def _count(counts: dict[K, int], key: K, unread: int) -> None:
    if unread:
        counts[key] = unread

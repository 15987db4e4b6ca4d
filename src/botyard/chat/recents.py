"""The list of a person's dialogs."""

from collections.abc import Sequence
from typing import NamedTuple

from botyard.model.entities import Chat, Member, Message, Moment, User, UserId
from botyard.store import members, messages, recents, users
from botyard.store.recents import Wanted
from botyard.store.tx import Tx

# Later than any message.
EVER = Moment(2**53)


class RecentChoice(NamedTuple):
    """Which dialogs, and which part of their list."""

    before: Moment = EVER
    with_private: bool = True
    with_groups: bool = True
    unread_only: bool = False
    skipped: int = 0
    limit: int = 50


class Recent(NamedTuple):
    """A dialog in the list: `message` is the last one that may be seen, `author` wrote it."""

    chat: Chat
    member: Member
    counterpart: User | None
    message: Message | None
    author: User | None
    unread: int
    user_counter: int
    managers: list[int]


class RecentPage(NamedTuple):
    items: Sequence[Recent]
    has_more: bool


async def page(tx: Tx, user_id: UserId, choice: RecentChoice) -> RecentPage:
    """The most recently used first; so many statements, however long the page."""
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
            )
        )
    return RecentPage(items, len(rows) > choice.limit)

"""What a member sees of a chat: its card, its messages, and how far everybody has read."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from botyard.chat.dialogs import Dialog
from botyard.model.entities import ChatId, Member, Message, MessageId, User, UserId
from botyard.store import chats, members, messages, reading, recents, users
from botyard.store.members import NO_OUTSIDERS
from botyard.store.messages import NEWEST
from botyard.store.tx import Tx


class ChatCard(NamedTuple):
    """What a dialog's view tells beside it. `counterpart` is the other side of a private chat.

    `outsiders` are the types of the people in it who come from outside.
    """

    counterpart: User | None
    unread_id: MessageId | None
    user_counter: int
    managers: list[int]
    muted: list[int]
    outsiders: frozenset[str]


class Excerpt(NamedTuple):
    """`messages` from the oldest to the newest."""

    messages: Sequence[Message]
    has_older: bool
    has_newer: bool


async def card(tx: Tx, dialog: Dialog) -> ChatCard:
    chat, member = dialog
    counterpart = None
    if chat.is_private:
        other_id = await chats.counterpart(tx, chat.id, member.user_id)
        counterpart = await users.get(tx, other_id)
    return ChatCard(
        counterpart,
        await messages.first_unread(tx, chat.id, member.user_id, member.last_read_id),
        (await members.sizes(tx, [chat.id])).get(chat.id, 0),
        (await members.managers(tx, [chat.id])).get(chat.id, []),
        (await members.muted(tx, [chat.id])).get(chat.id, []),
        (await members.outsiders(tx, [chat.id])).get(chat.id, NO_OUTSIDERS),
    )


async def count_unread(tx: Tx, member: Member) -> int:
    return (await recents.unread(tx, member.user_id, [member.chat_id])).get(member.chat_id, 0)


async def other_members(tx: Tx, member: Member) -> list[tuple[Member, User]]:
    """Everybody else in the chat, in the order in which they joined."""
    everybody = await members.list_all(tx, member.chat_id)
    others = [one for one in everybody if one.user_id != member.user_id]
    known = {user.id: user for user in await users.get_many(tx, [one.user_id for one in others])}
    return [(one, known[one.user_id]) for one in others]


async def around(tx: Tx, member: Member, message: Message, each_side: int) -> Excerpt:
    """Up to `each_side` messages before and after `message`, which is in the middle."""
    hidden_to = member.history_hidden_to
    before = await messages.older(
        tx, message.chat_id, below=message.id, above=hidden_to, count=each_side + 1
    )
    after = await messages.newer(tx, message.chat_id, above=message.id, count=each_side + 1)
    return Excerpt(
        [*reversed(before[:each_side]), message, *after[:each_side]],
        has_older=len(before) > each_side,
        has_newer=len(after) > each_side,
    )


async def newest(tx: Tx, member: Member, count: int) -> list[Message]:
    return await older_than(tx, member, NEWEST, count)


async def older_than(tx: Tx, member: Member, below: int, count: int) -> list[Message]:
    """The newest first."""
    return await messages.older(
        tx, member.chat_id, below=below, above=member.history_hidden_to, count=count
    )


async def newer_than(tx: Tx, member: Member, above: int, count: int) -> list[Message]:
    """The newest first, too; `count` of those that follow `above`."""
    start = max(above, member.history_hidden_to)
    found = await messages.newer(tx, member.chat_id, above=start, count=count)
    return found[::-1]


async def originals(tx: Tx, member: Member, found: Sequence[Message]) -> list[Message]:
    """What messages of a page answer, as far as it may be seen and is not on the page."""
    wanted = {one.params.reply_id for one in found} - {one.id for one in found}
    answered = await messages.get_many(tx, sorted(one for one in wanted if one is not None))
    return [
        one
        for one in answered
        if one.chat_id == member.chat_id and one.id > member.history_hidden_to
    ]


async def find_message(tx: Tx, message_id: MessageId) -> Message | None:
    return await messages.get(tx, message_id)


async def member_of(tx: Tx, chat_id: ChatId, user_id: UserId) -> Member | None:
    return await members.get(tx, chat_id, user_id)


async def left_by_viewers(tx: Tx, chat_ids: Iterable[ChatId]) -> frozenset[ChatId]:
    """Those of `chat_ids` that somebody left who had viewed messages there."""
    return await reading.left_by_viewers(tx, chat_ids)


async def viewer_counts(
    tx: Tx,
    chat_id: ChatId,
    viewer_id: UserId,
    found: Sequence[Message],
    *,
    anybody_left: bool = True,
) -> dict[int, int]:
    """How many others than its author viewed each message; of system messages, than the viewer.

    Who knows by `left_by_viewers` that nobody left spares looking for what they viewed.
    """
    if not found:
        return {}
    first, last = min(one.id for one in found), max(one.id for one in found)
    apart = {one.author_id or viewer_id for one in found}
    groups = await reading.viewings(tx, chat_id, first, last, apart, anybody_left=anybody_left)
    if anybody_left:
        groups += await reading.past_viewings_of(tx, chat_id, first, last, apart)
    return {
        one.id: sum(
            group.readers
            for group in groups
            if group.above < one.id <= group.to and group.user_id != (one.author_id or viewer_id)
        )
        for one in found
    }


async def authors(tx: Tx, found: Iterable[Message]) -> list[User]:
    """Each author once; system messages have none."""
    return await users.get_many(tx, {message.author_id for message in found} - {0})

"""Whatever is said, read, hidden, pinned, muted, left and deleted: what a person's dialogs tell of
it agrees with a plain model after every step.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.portals import BotUnderTest, PortalUnderTest

LONG_AGO = -1
PEOPLE_EACH = 10
_examples = count(100, PEOPLE_EACH)


@dataclass
class Dialog:
    """What the reader has of one dialog, as anybody would keep it on paper.

    `messages` are the authors by id. Where `is_there` is false, the rest says nothing.
    """

    name: str
    listed_as: int | str
    chat_id: int
    other_id: int = 0
    messages: dict[int, int] = field(default_factory=dict)
    is_there: bool = True
    hidden_history_to: int = 0
    read_to: int = 0
    hidden_to: int = LONG_AGO
    is_pinned: bool = False
    is_marked: bool = False
    is_muted: bool = False

    @property
    def last_id(self) -> int:
        return max(self.messages, default=0)

    @property
    def is_private(self) -> bool:
        return bool(self.other_id)

    def unread(self, reader: int) -> list[int]:
        ids = sorted(self.messages)
        return [one for one in ids if one > self.read_to and self.messages[one] != reader]

    @property
    def is_listed(self) -> bool:
        shown = self.last_id > self.hidden_history_to or self.is_pinned or not self.is_private
        return self.is_there and shown and self.last_id > self.hidden_to

    def forget_the_reader(self) -> None:
        self.is_pinned = self.is_marked = self.is_muted = False
        self.hidden_to = LONG_AGO


class World:
    """A reader with a friend, whose group it is, a stranger, and a bot in the group."""

    def __init__(self, portal: PortalUnderTest, first_id: int, bot: BotUnderTest) -> None:
        self.portal = portal
        self.reader, self.friend, self.stranger = first_id, first_id + 1, first_id + 2
        self.bot = bot
        self.dialogs: list[Dialog] = []

    async def begin(self) -> None:
        for person in (self.reader, self.friend, self.stranger):
            await self.portal.add_person(person, first_name=f"P{person}")
        for other in (self.friend, self.stranger):
            found = await self.call("im.dialog.get", DIALOG_ID=str(other))
            self.dialogs.append(Dialog(str(other), other, found["id"], other))
        users = [self.reader, self.bot.id]
        chat_id = await self.portal.call(self.friend, "im.chat.add", USERS=users)
        self.dialogs.append(Dialog(f"chat{chat_id}", f"chat{chat_id}", chat_id))
        await self.note_what_the_group_says()

    @property
    def group(self) -> Dialog:
        return self.dialogs[-1]

    async def call(self, method: str, **arguments: Any) -> Any:
        return await self.portal.call(self.reader, method, **arguments)

    async def note_what_the_group_says(self) -> None:
        found = await self.portal.call(self.friend, "im.dialog.get", DIALOG_ID=self.group.name)
        self.group.messages[found["last_message_id"]] = 0


class Act(NamedTuple):
    """`which` chooses among the dialogs, `nth` among the messages of the one that was chosen."""

    do: Callable[[World, Dialog, int], Awaitable[None]]
    which: int
    nth: int


def _nth(dialog: Dialog, nth: int) -> int:
    """The id of a message, or a larger one than any."""
    ids = [*sorted(dialog.messages), dialog.last_id + 1]
    return ids[nth % len(ids)]


async def other_says(world: World, dialog: Dialog, _nth: int) -> None:
    author = dialog.other_id or world.friend
    to = str(world.reader) if dialog.is_private else dialog.name
    said = await world.portal.call(author, "im.message.add", DIALOG_ID=to, MESSAGE="hi")
    dialog.messages[said] = author


async def reader_says(world: World, dialog: Dialog, _nth: int) -> None:
    if dialog.is_there:
        said = await world.call("im.message.add", DIALOG_ID=dialog.name, MESSAGE="hi")
        dialog.messages[said] = world.reader
        dialog.read_to = said


async def bot_says(world: World, _dialog: Dialog, _nth: int) -> None:
    world.group.messages[await world.bot.send(world.group.name, "beep")] = world.bot.id


async def bot_takes_back(world: World, _dialog: Dialog, nth: int) -> None:
    """Without a trace, which only bots can."""
    own = [one for one, author in world.group.messages.items() if author == world.bot.id]
    if own:
        gone = own[nth % len(own)]
        await world.bot.call("imbot.v2.Chat.Message.delete", messageId=gone, complete=True)
        del world.group.messages[gone]


async def other_deletes(world: World, dialog: Dialog, nth: int) -> None:
    """What is deleted keeps its place, and counts as before."""
    author = dialog.other_id or world.friend
    own = [one for one, by in dialog.messages.items() if by == author]
    if own:
        gone = own[nth % len(own)]
        await world.portal.call(author, "im.message.delete", MESSAGE_ID=gone)


async def read_some(world: World, dialog: Dialog, nth: int) -> None:
    up_to = _nth(dialog, nth)
    told = await world.call("im.dialog.read", DIALOG_ID=dialog.name, MESSAGE_ID=up_to)
    if not dialog.is_there:
        assert told is False
        return
    dialog.read_to = max(dialog.read_to, min(up_to, dialog.last_id))
    dialog.is_marked = False
    assert (told["lastId"], told["counter"]) == (
        dialog.read_to,
        len(dialog.unread(world.reader)),
    )


async def unread_some(world: World, dialog: Dialog, nth: int) -> None:
    first = _nth(dialog, nth)
    told = await world.call("im.dialog.unread", DIALOG_ID=dialog.name, MESSAGE_ID=first)
    assert told is dialog.is_there
    if dialog.is_there and dialog.read_to >= first:
        dialog.read_to = max(dialog.hidden_history_to, first - 1)


async def read_all(world: World, _dialog: Dialog, _nth: int) -> None:
    await world.call("im.dialog.read.all")
    for dialog in world.dialogs:
        if dialog.is_there:
            dialog.read_to, dialog.is_marked = max(dialog.read_to, dialog.last_id), False


async def mark(world: World, dialog: Dialog, _nth: int) -> None:
    told = await world.call("im.recent.unread", DIALOG_ID=dialog.name, ACTION="Y")
    assert told is dialog.is_there
    if dialog.is_there:
        dialog.is_marked, dialog.hidden_to = True, LONG_AGO


async def unmark(world: World, dialog: Dialog, _nth: int) -> None:
    await world.call("im.recent.unread", DIALOG_ID=dialog.name, ACTION="N")
    if dialog.is_there:
        dialog.read_to, dialog.is_marked = max(dialog.read_to, dialog.last_id), False


async def hide(world: World, dialog: Dialog, _nth: int) -> None:
    assert await world.call("im.recent.hide", DIALOG_ID=dialog.name) is dialog.is_there
    if dialog.is_there:
        dialog.is_pinned = dialog.is_marked = False
        dialog.hidden_to = dialog.last_id


async def pin(world: World, dialog: Dialog, nth: int) -> None:
    if dialog.is_there:
        await world.call("im.recent.pin", DIALOG_ID=dialog.name, PIN="Y" if nth % 2 else "N")
        if nth % 2 and not dialog.is_pinned:
            dialog.hidden_to = LONG_AGO
        dialog.is_pinned = bool(nth % 2)


async def mute(world: World, dialog: Dialog, nth: int) -> None:
    if dialog.is_there:
        muting = {"DIALOG_ID": dialog.name, "MUTE": "Y" if nth % 2 else "N"}
        await world.call("im.chat.mute", **muting)
        dialog.is_muted = bool(nth % 2)


async def leave(world: World, _dialog: Dialog, _nth: int) -> None:
    if world.group.is_there:
        await world.call("im.chat.leave", CHAT_ID=world.group.chat_id)
        await world.note_what_the_group_says()
        world.group.is_there = False


async def come_back(world: World, _dialog: Dialog, nth: int) -> None:
    group = world.group
    if group.is_there:
        return
    sees_all = bool(nth % 2)
    invited = {"CHAT_ID": group.chat_id, "USERS": [world.reader]}
    history = {"HIDE_HISTORY": "N" if sees_all else "Y"}
    await world.portal.call(world.friend, "im.chat.user.add", **invited, **history)
    group.forget_the_reader()
    group.is_there = True
    group.hidden_history_to = group.read_to = 0 if sees_all else group.last_id
    await world.note_what_the_group_says()


ACTS = st.builds(
    Act,
    st.sampled_from(
        [
            other_says, other_says, other_says, reader_says, bot_says, bot_takes_back,
            other_deletes, read_some, unread_some, read_all, mark, unmark, hide, pin, mute, leave,
            come_back,
        ]
    ),
    st.integers(0, 2),
    st.integers(0, 9),
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, min_size=5, max_size=30))
async def test_a_person_is_told_the_truth_after_every_step(
    portal: PortalUnderTest, acts: list[Act]
) -> None:
    first_id = next(_examples)
    bot = await portal.register_bot(f"bot{first_id}")
    world = World(portal, first_id, bot)
    await world.begin()
    await _check(world)
    for act in acts:
        portal.clock.seconds += 1
        await act.do(world, world.dialogs[act.which], act.nth)
        await _check(world)


async def _check(world: World) -> None:
    there = [dialog for dialog in world.dialogs if dialog.is_there]
    listed = (await world.call("im.recent.list"))["items"]
    told = {
        one["id"]: (
            one["counter"],
            one["pinned"],
            one["unread"],
            one["last_id"],
            one["message"]["id"],
        )
        for one in listed
    }
    wanted = {one.listed_as: _listed(world, one) for one in there if one.is_listed}
    assert told == wanted
    unread = (await world.call("im.recent.list", UNREAD_ONLY="Y"))["items"]
    assert {one["id"] for one in unread} == {
        name for name, (counter, _, is_marked, _, _) in wanted.items() if counter or is_marked
    }
    assert await world.call("im.counters.get") == _counters(world, there)
    for dialog in there:
        shown = await world.call("im.dialog.get", DIALOG_ID=dialog.name)
        ids = dialog.unread(world.reader)
        assert (shown["counter"], shown["unread_id"]) == (len(ids), ids[0] if ids else 0)
        assert (shown["last_id"], shown["last_message_id"]) == (dialog.read_to, dialog.last_id)
        assert shown["message_count"] == len(dialog.messages)


def _listed(world: World, dialog: Dialog) -> tuple[int, bool, bool, int, int]:
    shown_id = dialog.last_id if dialog.last_id > dialog.hidden_history_to else 0
    counter = len(dialog.unread(world.reader))
    return counter, dialog.is_pinned, dialog.is_marked, dialog.read_to, shown_id


def _counters(world: World, there: list[Dialog]) -> dict[str, Any]:
    counted = [(one, len(one.unread(world.reader))) for one in there]
    chats = {
        str(one.chat_id): unread
        for one, unread in counted
        if unread and not one.is_private and not one.is_muted
    }
    private = {
        str(one.other_id): unread
        for one, unread in counted
        if unread and one.is_private and not one.is_muted
    }
    muted = {str(one.chat_id): unread for one, unread in counted if unread and one.is_muted}
    total = sum(chats.values()) + sum(private.values())
    return {
        "TYPE": {
            "ALL": total, "NOTIFY": 0, "CHAT": sum(chats.values()), "LINES": 0,
            "DIALOG": sum(private.values()), "MESSENGER": total,
        },
        "CHAT": chats or [],
        "CHAT_MUTED": muted or [],
        "CHAT_UNREAD": [one.chat_id for one in there if one.is_marked and not one.is_private],
        "LINES": [],
        "DIALOG": private or [],
        "DIALOG_UNREAD": [one.other_id for one in there if one.is_marked and one.is_private],
    }  # fmt: skip

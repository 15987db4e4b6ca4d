"""Every number that a portal tells, after anything that people and bots may do, in any order."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.conftest import POSTGRES
from tests.laws.plain_lists import Line, PlainBot, PlainChat, PlainPortal
from tests.portals import (
    ADA,
    BEN,
    CLEO,
    BotUnderTest,
    PortalUnderTest,
    open_portal,
    open_sqlite_for_test,
)
from tests.store.databases import statement
from tests.store.schemas import empty_postgres
from tests.uploads import encoded

from botyard.model.errors import ApiError
from botyard.store.tx import Tx

T = TypeVar("T")

PEOPLE = (ADA, BEN, CLEO)
# Whoever is picked, by a number that hypothesis makes smaller.
PICK = st.integers(0, 11)
V2 = "imbot.v2."
_SAID = statement("SELECT id, chat_id, author_id FROM message WHERE id > :after ORDER BY id")
_DROPPED = "guest"


def picked(among: list[T], number: int) -> T:
    return among[number % len(among)]


class Counting(RuleBasedStateMachine):
    """Does something to the portal and to its plain lists, and compares what they count."""

    on_postgres = False

    def __init__(self) -> None:
        super().__init__()
        self.plain = PlainPortal()
        self.last_id = 0
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.run(self.open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:  # type: ignore[explicit-override]
        self.run(self.stack.aclose())
        self.runner.close()

    async def open(self) -> None:
        data = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        opened = empty_postgres(POSTGRES) if self.on_postgres else open_sqlite_for_test(data)
        store = await self.stack.enter_async_context(opened)
        self.portal: PortalUnderTest = await self.stack.enter_async_context(
            open_portal(store, data)
        )
        self.bots: dict[int, BotUnderTest] = {}
        for code, kind in (("plain", "bot"), ("watcher", "supervisor"), (_DROPPED, "personal")):
            await self.register(code, kind)

    async def register(self, code: str, kind: str) -> None:
        bot = await self.portal.register_bot(code, type=kind)
        self.bots[bot.id] = bot
        self.plain.bots[bot.id] = PlainBot()

    # What is done.

    async def call(self, actor: int, method: str, /, **arguments: Any) -> Any:
        if actor in self.bots:
            return await self.bots[actor].call(method, **arguments)
        return await self.portal.call(actor, method, **arguments)

    async def learn(self, actor: int, *expected: tuple[int, int]) -> list[Line]:
        """Add what was said since: pairs of chat and author, in their order."""

        async def read(tx: Tx) -> list[Any]:
            return await tx.all(_SAID, after=self.last_id)

        rows = await self.portal.store.read(read)
        assert [(chat_id, author) for _, chat_id, author in rows] == list(expected)
        for message_id, chat_id, author in rows:
            self.last_id = message_id
            self.plain.chats[chat_id].say(message_id, author, actor)
        return [self.plain.chats[row[1]].lines[-1] for row in rows]

    def actors(self) -> list[int]:
        return [*PEOPLE, *self.bots]

    def dialog_id(self, chat: PlainChat, viewer: int) -> str:
        others = [one for one in chat.places if one != viewer]
        return str(others[0]) if chat.is_private else f"chat{chat.id}"

    def seat(self, who: int, where: int) -> tuple[int, PlainChat] | None:
        """Some actor in some chat of theirs."""
        actor = picked(self.actors(), who)
        found = self.plain.chats_of(actor)
        return (actor, picked(found, where)) if found else None

    def own_line(self, who: int, where: int, which: int) -> tuple[int, PlainChat, Line] | None:
        """Some actor, in some chat of theirs, with something that they said there."""
        found = self.seat(who, where)
        if found is None:
            return None
        actor, chat = found
        own = [one for one in chat.visible(actor) if one.author == actor]
        return (actor, chat, picked(own[::-1], which)) if own else None

    async def say(self, actor: int, dialog_id: str, text: str, **fields: Any) -> int:
        name = f"{V2 if actor in self.bots else 'im.v2.'}Chat.Message.send"
        sent = await self.call(actor, name, dialogId=dialog_id, fields={"message": text, **fields})
        message_id: int = sent["id"]
        return message_id

    def counted(self, actor: int, messages: int = 1) -> None:
        if actor in self.plain.bots:
            self.plain.bots[actor].sent += messages

    def opened(self, one: int, other: int) -> PlainChat:
        """Their private chat, which the portal makes when it is first needed."""
        chat = self.plain.private(one, other)
        if chat is None:
            chat = PlainChat(max(self.plain.chats, default=0) + 1, is_private=True, owner=one)
            chat.join(one, history=True)
            chat.join(other, history=True)
            self.plain.chats[chat.id] = chat
        return chat

    @initialize()
    def begin(self) -> None:
        self.make_group(3, [0, 1, 2, 4])

    @precondition(lambda self: sum(not one.is_private for one in self.plain.chats.values()) < 3)
    @rule(who=PICK, others=st.lists(PICK, max_size=4))
    def make_group(self, who: int, others: list[int]) -> None:
        actor = picked(self.actors(), who)
        invited = sorted({picked(self.actors(), one) for one in others})

        async def make() -> None:
            if actor in self.bots:
                made = await self.call(actor, f"{V2}Chat.add", fields={"userIds": invited})
                chat_id = made["chat"]["id"]
            else:
                chat_id = await self.call(actor, "im.chat.add", USERS=invited, TYPE="CHAT")
            chat = self.plain.chats[chat_id] = PlainChat(chat_id, is_private=False, owner=actor)
            chat.join(actor, history=True)
            joined = [chat.join(one, history=True) for one in invited]
            await self.learn(actor, *([(chat_id, 0)] if any(joined) else []))

        self.run(make())

    @rule(who=PICK, whom=PICK)
    def write_in_private(self, who: int, whom: int) -> None:
        actor, other = picked(self.actors(), who), picked(self.actors(), whom)
        if actor == other:
            return

        async def write() -> None:
            await self.say(actor, str(other), "hello")
            self.counted(actor)
            await self.learn(actor, (self.opened(actor, other).id, actor))

        self.run(write())

    @rule(who=PICK, where=PICK, system=st.booleans(), twice=st.booleans())
    def write(self, who: int, where: int, *, system: bool, twice: bool) -> None:
        found = self.seat(who, where)
        if found is None:
            return
        actor, chat = found
        as_chat = system and actor in self.bots
        fields = {"templateId": str(uuid4())} if twice and not as_chat else {}

        async def write() -> None:
            dialog_id = self.dialog_id(chat, actor)
            ids = {await self.say(actor, dialog_id, "x", system=as_chat, **fields)}
            if fields:
                ids.add(await self.say(actor, dialog_id, "x", **fields))
            assert len(ids) == 1
            self.counted(actor)
            await self.learn(actor, (chat.id, 0 if as_chat else actor))

        self.run(write())

    @rule(who=PICK, where=PICK)
    def write_nothing(self, who: int, where: int) -> None:
        found = self.seat(who, where)
        if found is None:
            return

        async def write() -> None:
            with pytest.raises(ApiError, match="EMPTY_MESSAGE"):
                await self.say(found[0], self.dialog_id(found[1], found[0]), " ")
            await self.learn(found[0])

        self.run(write())

    @rule(who=PICK, where=PICK, whence=PICK, which=PICK, text=st.sampled_from(["", "see"]))
    def forward(self, who: int, where: int, whence: int, which: int, text: str) -> None:
        found = self.seat(who, where)
        if found is None:
            return
        actor, chat = found
        source = picked(self.plain.chats_of(actor), whence)
        lines = [one for one in source.visible(actor) if not one.is_deleted]
        if not lines:
            return
        chosen = {str(uuid4()): picked(lines, which + n).id for n in range(1 + which % 2)}

        async def send() -> None:
            await self.say(actor, self.dialog_id(chat, actor), text, forwardIds=chosen)
            made = len(chosen) + bool(text)
            self.counted(actor, made)
            await self.learn(actor, *[(chat.id, actor)] * made)

        self.run(send())

    @rule(who=PICK, where=PICK)
    def upload(self, who: int, where: int) -> None:
        found = self.seat(who, where)
        if found is None:
            return
        actor, chat = found
        name = f"{V2 if actor in self.bots else 'im.v2.'}File.upload"

        async def send() -> None:
            file = {"name": "a.txt", "content": encoded(b"x")}
            await self.call(actor, name, dialogId=self.dialog_id(chat, actor), fields=file)
            self.counted(actor)
            await self.learn(actor, (chat.id, actor))

        self.run(send())

    @rule(who=PICK, where=PICK, which=PICK, complete=st.booleans())
    def delete(self, who: int, where: int, which: int, *, complete: bool) -> None:
        found = self.own_line(who, where, which)
        if found is None:
            return
        actor, chat, line = found

        async def remove() -> None:
            if actor in self.bots:
                await self.call(
                    actor, f"{V2}Chat.Message.delete", messageId=line.id, complete=complete
                )
            else:
                await self.call(actor, "im.message.delete", MESSAGE_ID=line.id)
            line.is_deleted = True
            if complete and actor in self.bots:
                chat.lines.remove(line)
            await self.learn(actor)

        self.run(remove())

    @rule(who=PICK, where=PICK, which=PICK, text=st.sampled_from(["", "other words"]))
    def edit(self, who: int, where: int, which: int, text: str) -> None:
        found = self.own_line(who, where, which)
        if found is None or found[0] not in self.bots:
            return
        actor, _, line = found

        async def change() -> None:
            wanted = {"messageId": line.id, "fields": {"message": text}}
            # What was forwarded or deleted is not changed.
            with suppress(ApiError):
                await self.call(actor, f"{V2}Chat.Message.update", **wanted)
            await self.learn(actor)

        self.run(change())

    @rule(who=PICK, where=PICK, which=st.none() | PICK)
    def read(self, who: int, where: int, which: int | None) -> None:
        found = self.seat(who, where)
        if found is None:
            return
        actor, chat = found
        lines = chat.visible(actor)
        line = picked(lines[::-1], which) if lines and which is not None else None

        async def read() -> None:
            dialog_id = self.dialog_id(chat, actor)
            before = {one.id for one in lines if actor not in one.viewers}
            chat.read(actor, chat.last_id if line is None else line.id)
            if actor in self.bots:
                told = await self.call(
                    actor,
                    f"{V2}Chat.Message.read",
                    dialogId=dialog_id,
                    messageId=None if line is None else line.id,
                )
                newly = [
                    one.id
                    for one in lines
                    if one.id in before and actor in one.viewers and one.author != actor
                ]
                assert told["viewedMessages"] == newly
                assert told["counter"] == len(chat.unread(actor))
            else:
                upto = {} if line is None else {"MESSAGE_ID": line.id}
                told = await self.call(actor, "im.dialog.read", DIALOG_ID=dialog_id, **upto)
                assert told["counter"] == len(chat.unread(actor))

        self.run(read())

    @rule(who=PICK, where=PICK, which=PICK)
    def unread(self, who: int, where: int, which: int) -> None:
        found = self.seat(who, where)
        if found is None or found[0] in self.bots or not found[1].lines:
            return
        actor, chat = found
        first = picked(chat.lines[::-1], which).id
        chat.unread_from(actor, first)
        self.run(
            self.call(
                actor,
                "im.dialog.unread",
                DIALOG_ID=self.dialog_id(chat, actor),
                MESSAGE_ID=first,
            )
        )

    @rule(who=PICK, where=PICK, whom=PICK, history=st.booleans())
    def invite(self, who: int, where: int, whom: int, *, history: bool) -> None:
        found = self.seat(who, where)
        if found is None or found[1].is_private:
            return
        actor, chat = found
        newcomer = picked(self.actors(), whom)
        if actor in self.bots and chat.owner != actor:
            return

        async def invite() -> None:
            if actor in self.bots:
                await self.call(
                    actor, f"{V2}Chat.User.add", dialogId=f"chat{chat.id}", userIds=[newcomer]
                )
            else:
                hidden = {"HIDE_HISTORY": not history}
                await self.call(
                    actor, "im.chat.user.add", CHAT_ID=chat.id, USERS=[newcomer], **hidden
                )
            came = chat.join(newcomer, history=history or actor in self.bots)
            await self.learn(actor, *([(chat.id, 0)] if came else []))

        self.run(invite())

    @rule(who=PICK, where=PICK, whom=PICK)
    def take_out(self, who: int, where: int, whom: int) -> None:
        found = self.seat(who, where)
        if found is None or found[1].is_private or found[1].owner != found[0]:
            return
        actor, chat = found
        removed = picked(self.actors(), whom)
        if removed == actor or removed not in chat.places:
            return

        async def remove() -> None:
            if actor in self.bots:
                await self.call(
                    actor, f"{V2}Chat.User.delete", dialogId=f"chat{chat.id}", userId=removed
                )
            else:
                await self.call(actor, "im.chat.user.delete", CHAT_ID=chat.id, USER_ID=removed)
            del chat.places[removed]
            await self.learn(actor, (chat.id, 0))

        self.run(remove())

    @rule(who=PICK, where=PICK)
    def leave(self, who: int, where: int) -> None:
        found = self.seat(who, where)
        if found is None or found[1].is_private:
            return
        actor, chat = found

        async def leave() -> None:
            if actor in self.bots:
                await self.call(actor, f"{V2}Chat.leave", dialogId=f"chat{chat.id}")
            else:
                await self.call(actor, "im.chat.leave", CHAT_ID=chat.id)
            self.departed(chat, actor)
            await self.learn(actor, (chat.id, 0))

        self.run(leave())

    def departed(self, chat: PlainChat, user_id: int) -> None:
        """Whoever joined first after an owner inherits."""
        del chat.places[user_id]
        if chat.owner == user_id:
            chat.owner = next(iter(chat.places), user_id)

    @rule(who=PICK, where=PICK)
    def rename(self, who: int, where: int) -> None:
        found = self.seat(who, where)
        if found is None or found[1].is_private or found[0] not in self.bots:
            return
        actor, chat = found

        async def rename() -> None:
            fields = {"title": str(uuid4())}
            await self.call(actor, f"{V2}Chat.update", dialogId=f"chat{chat.id}", fields=fields)
            await self.learn(actor, (chat.id, 0))

        self.run(rename())

    @rule(who=PICK, common=st.booleans(), caller=PICK, where=PICK)
    def call_a_command(self, who: int, caller: int, where: int, *, common: bool) -> None:
        """A bot answers where it was called, also where it is not."""
        bot_id = picked(list(self.bots), who)
        person = picked(list(PEOPLE), caller)
        found = self.plain.chats_of(person)
        if not found:
            return
        chat = picked(found, where)
        name = f"c{uuid4().hex}"

        async def go() -> None:
            fields = {"command": name, "hidden": True, "common": common}
            made = await self.call(bot_id, f"{V2}Command.register", fields=fields)
            self.plain.bots[bot_id].commands += 1
            message_id = await self.say(person, self.dialog_id(chat, person), f"/{name}")
            await self.learn(person, (chat.id, person))
            is_in = bot_id in chat.places
            if not is_in and not common:
                return
            dialog_id = self.dialog_id(chat, bot_id) if is_in else f"chat{chat.id}"
            await self.call(
                bot_id,
                f"{V2}Command.answer",
                commandId=made["command"]["id"],
                messageId=message_id,
                dialogId=dialog_id,
                fields={"message": "yes"},
            )
            self.counted(bot_id)
            await self.learn(bot_id, (chat.id, bot_id if is_in else 0))

        self.run(go())

    @rule(which=PICK)
    def delete_group(self, which: int) -> None:
        groups = [
            one
            for one in self.plain.chats.values()
            if not one.is_private and one.owner in PEOPLE and one.owner in one.places
        ]
        if len(groups) < 2:
            return
        chat = picked(groups, which)
        self.run(self.call(chat.owner, "im.v2.Chat.delete", dialogId=f"chat{chat.id}"))
        chat.places.clear()

    @rule()
    def replace_a_bot(self) -> None:
        [former] = [one for one in self.bots.values() if one.token == f"token-of-{_DROPPED}"]

        async def replace() -> None:
            counts = self.counts_of(former.id)
            await former.call(f"{V2}Bot.unregister")
            last = (await former.events())[-1]
            assert last["type"] == "ONIMBOTV2DELETE"
            assert told_counts(last["data"]["bot"]) == counts
            for chat in self.plain.chats_of(former.id):
                if not chat.is_private:
                    self.departed(chat, former.id)
            del self.bots[former.id]
            await self.learn(former.id)
            await self.register(_DROPPED, "personal")

        self.run(replace())

    # What is compared.

    def counts_of(self, bot_id: int) -> tuple[int, int, int, int]:
        bot = self.plain.bots[bot_id]
        chats = len(self.plain.chats_of(bot_id))
        return bot.sent, bot.commands, chats, len(self.plain.people_met(bot_id))

    @invariant()
    def all_counters_are_true(self) -> None:
        self.run(self.compare())

    async def compare(self) -> None:
        for bot_id in self.bots:
            told = (await self.call(bot_id, f"{V2}Bot.get"))["bot"]
            assert told_counts(told) == self.counts_of(bot_id)
        for person in PEOPLE:
            await self.compare_unread(person)
        for chat in self.plain.chats.values():
            for user_id in chat.places:
                if user_id in self.actors():
                    await self.compare_chat(chat, user_id)
                    await self.compare_messages(chat, user_id)

    async def compare_unread(self, person: int) -> None:
        told = await self.call(person, "im.counters.get")
        unread = {one.id: len(one.unread(person)) for one in self.plain.chats_of(person)}
        chats = {
            str(one.id): unread[one.id]
            for one in self.plain.chats_of(person)
            if not one.is_private and unread[one.id]
        }
        dialogs = {
            self.dialog_id(one, person): unread[one.id]
            for one in self.plain.chats_of(person)
            if one.is_private and unread[one.id]
        }
        assert (told["CHAT"] or {}) == chats
        assert (told["DIALOG"] or {}) == dialogs
        assert told["TYPE"]["ALL"] == sum(unread.values())

    async def compare_chat(self, chat: PlainChat, viewer: int) -> None:
        name = f"{V2}Chat.get" if viewer in self.bots else "im.v2.Chat.load"
        told = (await self.call(viewer, name, dialogId=self.dialog_id(chat, viewer)))["chat"]
        assert told["messageCount"] == len(chat.lines)
        assert (told["lastMessageId"] or 0) == chat.last_id
        assert told["userCounter"] == len(chat.places)
        assert (told["lastId"] or 0) == chat.places[viewer].read_to
        assert told["unreadId"] == next(iter(chat.unread(viewer)), None)
        if not chat.is_private:
            assert told["owner"] == chat.owner
            assert (told["role"] == "owner") == (viewer == chat.owner)

    async def compare_messages(self, chat: PlainChat, viewer: int) -> None:
        lines = chat.visible(viewer)[-40:]
        if viewer not in self.bots:
            page = await self.call(
                viewer, "im.dialog.messages.search", CHAT_ID=chat.id, LIMIT=len(lines) or 1
            )
            told = {one["id"]: one for one in page["messages"]}
            viewed = {one.id: chat.viewed_by_others(one, viewer) for one in lines}
            assert {one: told[one]["viewedCount"] for one in told} == viewed
        elif self.bots[viewer].token != "token-of-plain" and lines:
            middle = lines[-1].id
            page = await self.call(viewer, f"{V2}Chat.Message.getContext", messageId=middle)
            told = {one["id"]: one for one in page["messages"]}
        else:
            return
        for line in lines:
            one = told[line.id]
            is_own = line.author == viewer
            assert one["authorId"] == line.author
            assert one["viewedByOthers"] == (chat.viewed_by_others(line, viewer) > 0)
            assert one["unread"] == (line.id in chat.unread(viewer))
            assert one["viewed"] == (is_own or viewer in line.viewers)


def told_counts(told: dict[str, int]) -> tuple[int, int, int, int]:
    return told["countMessage"], told["countCommand"], told["countChat"], told["countUser"]


class CountingOnPostgres(Counting):
    on_postgres = True


def bounded(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


TestCounters = Counting.TestCase
TestCounters.settings = bounded(12, 30)
TestCountersOnPostgres = CountingOnPostgres.TestCase
TestCountersOnPostgres.settings = bounded(3, 20)

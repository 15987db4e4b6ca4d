"""Whatever JSON a caller sends, the answer is in the envelope and the server goes on."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.declared import parameters_of
from tests.doors import DoorUnderTest, Reply
from tests.portals import ADA, METHODS, BotUnderTest, open_portal, open_sqlite_for_test

_NAMES = sorted({one.path[-1] for method in METHODS.values() for one in parameters_of(method)})
_RICH = [
    "BLOCKS", "MESSAGE", "USER", "LINK", "DELIMITER", "GRID", "IMAGE", "FILE", "NAME", "DISPLAY",
    "BUTTONS", "BOT_ID", "TEXT", "COMMAND", "ACTION", "ACTION_VALUE", "TYPE", "0", "1",
]  # fmt: skip
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from(["Y", "N", "1", "0", "", "chat1", "2", "/", "{}", "[]", "[{}]", "webhook"])
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(_NAMES + _RICH), inner, max_size=6)
    ),
    max_leaves=25,
)
_ARGUMENTS = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=8)


class Home(NamedTuple):
    runner: asyncio.Runner
    door: DoorUnderTest
    bot: BotUnderTest
    # Whom no random call can unregister.
    writer: BotUnderTest

    def call(self, method: str, arguments: Any) -> Reply:
        return self.runner.run(self.door.call(ADA, method, arguments))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    data = tmp_path_factory.mktemp("any")
    stack = AsyncExitStack()

    async def enter() -> tuple[DoorUnderTest, BotUnderTest, BotUnderTest]:
        store = await stack.enter_async_context(open_sqlite_for_test(data))
        portal = await stack.enter_async_context(open_portal(store, data))
        # Nobody waits for events that never come: a poll is answered at once.
        portal.wakes.stop()
        bot = await portal.register_bot(type="supervisor")
        await bot.call("imbot.v2.Chat.add", fields={"userIds": [1, 2]})
        writer = await portal.register_bot("writer", type="personal")
        return DoorUnderTest(portal), bot, writer

    with asyncio.Runner() as runner:
        yield Home(runner, *runner.run(enter()))
        runner.run(stack.aclose())


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(sorted(METHODS)), _ARGUMENTS)
def test_no_argument_breaks_a_method(home: Home, method: str, arguments: dict[str, Any]) -> None:
    known = {"botId": home.bot.id, "botToken": home.bot.token, "dialogId": "chat1"}
    reply = home.call(method, {"DIALOG_ID": "chat1"} | known | arguments)
    assert reply.status < 500, reply.raw
    body = reply.body
    assert set(body) == {"error", "error_description"} or {"result", "time"} <= set(body)


@settings(max_examples=300, deadline=None)
@given(_VALUES, _VALUES, st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_no_keyboard_or_attachment_breaks_a_send(
    home: Home, keyboard: Any, attach: Any, text: str
) -> None:
    fields = {"message": text, "keyboard": keyboard, "attach": attach}
    named = {"botId": home.writer.id, "botToken": home.writer.token}
    arguments = {**named, "dialogId": "2", "fields": fields}
    reply = home.call("imbot.v2.Chat.Message.send", arguments)
    assert reply.status in (200, 400), reply.raw
    if reply.status == 200:
        read = {**named, "messageId": reply.body["result"]["id"]}
        found = home.call("imbot.v2.Chat.Message.get", read)
        assert found.body["result"]["message"]["text"] == text

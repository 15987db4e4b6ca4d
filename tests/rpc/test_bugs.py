"""A bug in a method is answered as one, and leaves nothing behind."""

from typing import Annotated

import pytest
from msgspec import Meta

from botyard.chat import chats
from botyard.chat.chats import ChatDraft
from botyard.model.secrets import SystemSecrets
from botyard.rpc.admit import Call
from botyard.rpc.method import Done, Params, user_method
from botyard.rpc.pipeline import Pipeline
from tests.doors import DoorUnderTest
from tests.portals import ADA, METHODS, PortalUnderTest


class BreakParams(Params, frozen=True):
    title: Annotated[str, Meta(description="Of a chat that must not stay.")] = "T"


@user_method("test.break")
async def break_down(call: Call, params: BreakParams) -> Done:
    """Make a chat, and then fail as no method should."""
    await chats.create(call.tx, await call.user(), ChatDraft(title=params.title), call.now)
    raise ZeroDivisionError("secret detail")


class GarbleParams(Params, frozen=True):
    pass


@user_method("test.garble", reads=True)
async def garble(call: Call, params: GarbleParams) -> str:
    """Answer what no JSON can hold."""
    return "\ud800"


@pytest.fixture
def broken(portal: PortalUnderTest) -> PortalUnderTest:
    methods = {**METHODS, "test.break": break_down, "test.garble": garble}
    portal.pipeline = Pipeline(
        methods,
        portal.store,
        portal.blobs,
        portal.clock,
        lambda: portal.portal,
        portal.wakes,
        SystemSecrets(),
    )
    return portal


async def test_a_bug_is_an_internal_error_without_details(broken: PortalUnderTest) -> None:
    reply = await DoorUnderTest(broken).call(ADA, "test.break")
    assert reply.refusal == (500, "INTERNAL_SERVER_ERROR", "Internal server error")
    assert "Retry-After" not in reply.headers


async def test_an_answer_that_cannot_be_written_is_an_internal_error_too(
    broken: PortalUnderTest,
) -> None:
    reply = await DoorUnderTest(broken).call(ADA, "test.garble")
    assert reply.refusal == (500, "INTERNAL_SERVER_ERROR", "Internal server error")


async def test_what_it_wrote_is_undone_and_the_server_goes_on(broken: PortalUnderTest) -> None:
    door = DoorUnderTest(broken)
    await door.call(ADA, "test.break", headers={"idempotency-key": "k"})
    bot = await broken.register_bot()
    made = (await bot.call("imbot.v2.Chat.add"))["chat"]
    assert made["id"] == 1
    again = await door.call(ADA, "test.break", headers={"idempotency-key": "k"})
    assert again.status == 500

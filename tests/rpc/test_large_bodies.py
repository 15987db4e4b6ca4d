"""A body that takes long to read is read only for a caller who may call the method."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import msgspec
import pytest

from botyard.access.callers import WebhookCredentials
from botyard.model.errors import ApiError
from botyard.rpc.request import LARGE_BODY_BYTES, RestRequest
from botyard.wire.arguments import Arguments
from botyard.wire.large_body import FilePath
from botyard.wire.malformed import Malformed
from tests.doors import DoorUnderTest
from tests.portals import ADA, BEN, PortalUnderTest, code_of

SEND = "imbot.v2.Chat.Message.send"
BROKEN = b'{"fields":"' + b"x" * LARGE_BODY_BYTES


class Outcome(NamedTuple):
    code: str
    reads: int


async def _refusal(
    portal: PortalUnderTest, method: str = SEND, user_id: int = BEN, code: str | None = None
) -> Outcome:
    """What a large malformed request is refused with, and how often it was read."""
    reads = 0

    def read(_files: frozenset[FilePath]) -> Arguments:
        nonlocal reads
        reads += 1
        raise Malformed("It is broken")

    with pytest.raises(ApiError) as caught:
        await portal.pipeline.serve(_large(read, method, user_id, code or code_of(user_id)))
    return Outcome(caught.value.error.code, reads)


def _large(
    read: Callable[[frozenset[FilePath]], Arguments], method: str, user_id: int, code: str
) -> RestRequest:
    return RestRequest(
        method=method,
        read_arguments=read,
        credentials=WebhookCredentials(str(user_id), code),
        source="192.0.2.1",
        secure=True,
        is_large=True,
    )


async def test_it_is_not_read_for_a_stranger(portal: PortalUnderTest) -> None:
    assert await _refusal(portal, code="wrong") == ("NO_AUTH_FOUND", 0)


async def test_it_is_not_read_for_a_method_that_is_not_there(portal: PortalUnderTest) -> None:
    assert await _refusal(portal, method="nothing") == ("ERROR_METHOD_NOT_FOUND", 0)


async def test_it_is_not_read_without_the_scope(portal: PortalUnderTest) -> None:
    await portal.add_person(9, "im")
    assert await _refusal(portal, user_id=9) == ("insufficient_scope", 0)


async def test_it_is_read_once_for_who_may_call(portal: PortalUnderTest) -> None:
    assert await _refusal(portal) == ("INVALID_REQUEST", 1)


async def test_what_is_malformed_is_told_to_who_may_call(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    own = await door.send(f"2/code-of-2/{SEND}", BROKEN)
    assert own.refusal[:2] == (400, "INVALID_REQUEST")
    assert (await door.send(f"2/wrong/{SEND}", BROKEN)).refusal[1] == "NO_AUTH_FOUND"
    assert (await door.send("2/code-of-2/nothing", BROKEN)).refusal[1] == "ERROR_METHOD_NOT_FOUND"


async def test_a_large_message_is_sent_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="personal")
    arguments = {
        "botId": bot.id,
        "botToken": bot.token,
        "dialogId": "3",
        "fields": {"message": "hello"},
        "more": "x" * LARGE_BODY_BYTES,
    }
    assert len(msgspec.json.encode(arguments)) > LARGE_BODY_BYTES
    door = DoorUnderTest(portal)
    headers = {"idempotency-key": "k"}
    first = await door.call(BEN, SEND, arguments, headers=headers)
    again = await door.call(BEN, SEND, arguments, headers=headers)
    assert (first.status, again.status) == (200, 200)
    assert first.body["result"] == again.body["result"]
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=first.body["result"]["id"])
    assert found["message"]["text"] == "hello"


async def test_storage_that_is_gone_may_come_back(portal: PortalUnderTest) -> None:
    await portal.store.close()
    assert (await _refusal(portal)) == ("STORAGE_UNAVAILABLE", 0)


async def test_a_poll_with_a_large_body_is_answered_at_once(portal: PortalUnderTest) -> None:
    """Else whoever polls with a few of them would keep everybody's large bodies out meanwhile."""
    bot = await portal.register_bot()
    await bot.call("imbot.v2.Event.get", offset=2**40)
    padded = {"botId": bot.id, "botToken": bot.token, "timeout": 55, "x": "x" * LARGE_BODY_BYTES}
    async with asyncio.timeout(20):
        reply = await DoorUnderTest(portal).call(ADA, "imbot.v2.Event.get", padded)
    assert reply.body["result"]["events"] == []

"""A batch that is sent again: under an Idempotency-Key, or by the JavaScript SDK."""

import asyncio
from typing import Any
from uuid import uuid4

from tests.batches import command, sending, texts
from tests.doors import DoorUnderTest, Reply
from tests.portals import BEN, CLEO, PortalUnderTest


async def _keyed(portal: PortalUnderTest, cmd: Any, key: str = "k", **more: Any) -> Reply:
    door = DoorUnderTest(portal)
    return await door.call(BEN, "batch", {"cmd": cmd, **more}, headers={"idempotency-key": key})


async def test_a_repeat_gets_the_first_answers_of_what_was_written(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    get = command("imbot.v2.Bot.get", botId=bot.id, botToken=bot.token)
    cmd = {"a": sending(bot, "one"), "b": sending(bot, " "), "c": sending(bot, "two"), "bot": get}
    first, again = [(await _keyed(portal, cmd)).body["result"] for _ in range(2)]
    assert first["result"] == again["result"]
    assert first["result_error"] == again["result_error"]
    assert await texts(portal, bot) == ["one", "two"]


async def test_a_repeat_goes_on_where_the_first_request_stopped(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    created = command("imbot.v2.Chat.add", botId=bot.id, botToken=bot.token)
    late = f"imbot.v2.Bot.get?botId={bot.id + 1}&botToken=token-of-late"
    cmd = {"chat": created, "late": late, "said": sending(bot, "done")}
    stopped = (await _keyed(portal, cmd, halt=1)).body["result"]
    assert list(stopped["result_error"]) == ["late"]
    await portal.register_bot("late")
    done = (await _keyed(portal, cmd, halt=1)).body["result"]
    assert done["result"]["chat"] == stopped["result"]["chat"]
    assert list(done["result"]) == ["chat", "late", "said"]
    assert await texts(portal, bot) == ["done"]


async def test_what_a_command_refers_to_does_not_make_a_repeat_another_request(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    cmd = {"time": "server.time", "said": sending(bot, "at $result[time]")}
    first = (await _keyed(portal, cmd)).body["result"]
    portal.clock.seconds += 60
    again = (await _keyed(portal, cmd)).body["result"]
    assert first["result"]["time"] != again["result"]["time"]
    assert first["result"]["said"] == again["result"]["said"]
    assert await texts(portal, bot) == [f"at {first['result']['time']}"]


async def test_parameters_of_commands_may_come_in_another_order(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    params = {"botId": bot.id, "botToken": bot.token, "dialogId": str(CLEO)}
    said = {"fields": {"message": "one", "system": False}}
    turned = {"fields": {"system": False, "message": "one"}} | params
    first, again = [
        (await _keyed(portal, {"a": {"method": "imbot.v2.Chat.Message.send", "params": one}})).body
        for one in (params | said, turned)
    ]
    assert first["result"]["result"] == again["result"]["result"]
    assert await texts(portal, bot) == ["one"]


async def test_commands_in_another_order_are_another_batch(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    cmd = {"a": sending(bot, "one"), "b": sending(bot, "two")}
    await _keyed(portal, cmd)
    turned = await _keyed(portal, {key: cmd[key] for key in reversed(cmd)})
    assert turned.refusal[:2] == (409, "IDEMPOTENCY_KEY_REUSED")


async def test_another_batch_under_the_same_key_is_refused_whole(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await _keyed(portal, {"a": "no.such"})
    for other in ({"a": sending(bot, "x")}, {"b": "no.such"}):
        assert (await _keyed(portal, other)).refusal[:2] == (409, "IDEMPOTENCY_KEY_REUSED")
    door, headers = DoorUnderTest(portal), {"idempotency-key": "k"}
    named = {"botId": bot.id, "botToken": bot.token}
    single = await door.call(BEN, "imbot.v2.Chat.add", named, headers=headers)
    assert single.refusal[:2] == (409, "IDEMPOTENCY_KEY_REUSED")


async def test_a_refused_batch_does_not_use_up_its_key(portal: PortalUnderTest) -> None:
    assert (await _keyed(portal, {"a": 5})).refusal[:2] == (400, "INVALID_ARGUMENT")
    assert (await _keyed(portal, "x")).refusal[:2] == (400, "INVALID_ARGUMENT")
    assert (await _keyed(portal, {"a": "profile"})).status == 200


async def test_keys_of_commands_may_be_long(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    cmd = {"x" * 100_000: sending(bot, "one")}
    first, again = [(await _keyed(portal, cmd, key="k" * 255)).body["result"] for _ in range(2)]
    assert first["result"] == again["result"]
    assert await texts(portal, bot) == ["one"]


async def test_the_javascript_sdk_repeats_a_batch_under_its_request_id(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    query = f"bx24_request_id={uuid4()}&bx24_sdk_type=b24-js-sdk".encode()
    door = DoorUnderTest(portal)
    cmd = [sending(bot, "one"), sending(bot, "one"), "profile"]
    first, again = [
        (await door.call(BEN, "batch", {"halt": 0, "cmd": cmd}, query=query)).body["result"]
        for _ in range(2)
    ]
    assert first["result"] == again["result"]
    assert first["result"][0] != first["result"][1]
    assert await texts(portal, bot) == ["one", "one"]
    other = await door.call(BEN, "batch", {"halt": 0, "cmd": cmd[:1]}, query=query)
    assert other.body["result"]["result"][0] not in first["result"]


async def test_a_repeated_batch_is_answered_after_its_bot_is_gone(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    gone = command("imbot.v2.Bot.unregister", botId=bot.id, botToken=bot.token)
    cmd = {"said": sending(bot, "bye"), "gone": gone}
    first, again = [(await _keyed(portal, cmd)).body["result"] for _ in range(2)]
    assert first["result_error"] == again["result_error"] == []
    assert first["result"] == again["result"]


async def test_twins_of_one_batch_write_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    cmd = [sending(bot, f"text {number}") for number in range(5)]
    twins = await asyncio.gather(*[_keyed(portal, cmd) for _ in range(4)])
    results = [twin.body["result"]["result"] for twin in twins]
    assert results[1:] == results[:1] * 3
    assert await texts(portal, bot) == [f"text {number}" for number in range(5)]

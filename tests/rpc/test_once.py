"""A repeated request gets the first answer: Idempotency-Key, and the id of the JavaScript SDK."""

from typing import Any
from uuid import uuid4

import pytest

from botyard.rpc.once import KEPT_FOR_SDK_MS, KEPT_MS
from tests.doors import DoorUnderTest, Reply
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, METHODS, BotUnderTest, PortalUnderTest
from tests.uploads import encoded

SEND = "imbot.v2.Chat.Message.send"
REUSED = (409, "IDEMPOTENCY_KEY_REUSED", "The key was used for another request")


async def _keyed(
    portal: PortalUnderTest, key: str, method: str, arguments: Any, user_id: int = ADA
) -> Reply:
    door = DoorUnderTest(portal)
    return await door.call(user_id, method, arguments, headers={"idempotency-key": key})


def _as_bot(bot: BotUnderTest, **arguments: Any) -> dict[str, Any]:
    return {"botId": bot.id, "botToken": bot.token, **arguments}


def _message(bot: BotUnderTest, text: str = "hello", dialog: str = "2") -> dict[str, Any]:
    return _as_bot(bot, dialogId=dialog, fields={"message": text})


async def _messages(bot: BotUnderTest, dialog: str = "2") -> int:
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    count: int = chat["messageCount"]
    return count


async def test_the_same_key_and_request_get_the_first_answer(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = await _keyed(portal, "k", SEND, _message(bot))
    second = await _keyed(portal, "k", SEND, _message(bot))
    assert first.status == second.status == 200
    assert first.body["result"] == second.body["result"]
    assert set(second.body) == {"result", "time"}
    assert await _messages(bot) == 1


async def test_the_spelling_of_the_method_is_no_other_request(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = await _keyed(portal, "k", SEND, _message(bot))
    second = await _keyed(portal, "k", f"{SEND.lower()}.json", _message(bot))
    assert first.body["result"] == second.body["result"]


async def test_the_same_key_for_another_request_is_refused(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await _keyed(portal, "k", SEND, _message(bot))
    for arguments in (_message(bot, "other"), _as_bot(bot), {}):
        assert (await _keyed(portal, "k", SEND, arguments)).refusal == REUSED
    leave = await _keyed(portal, "k", "imbot.v2.Chat.leave", _message(bot))
    assert leave.refusal == REUSED
    assert await _messages(bot) == 1


async def test_the_order_of_keys_is_no_other_request(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    fields = {"message": "hello", "keyboard": [{"TEXT": "Go", "LINK": "/"}], "system": False}
    arguments = _as_bot(bot, dialogId="2", fields=fields)
    turned = {"fields": {key: fields[key] for key in reversed(fields)}} | {
        key: arguments[key] for key in reversed(arguments) if key != "fields"
    }
    turned["fields"] |= {"keyboard": [{"LINK": "/", "TEXT": "Go"}]}
    first = await _keyed(portal, "k", SEND, arguments)
    second = await _keyed(portal, "k", SEND, turned)
    assert first.body["result"] == second.body["result"]
    assert await _messages(bot) == 1


async def test_a_file_beside_keys_in_another_order_is_the_same_file(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    upload = "imbot.v2.File.upload"
    file = {"name": "a.txt", "content": encoded(b"a" * 2_000_000)}
    turned = {key: file[key] for key in reversed(file)}
    first = await _keyed(portal, "k", upload, _as_bot(bot, dialogId="2", fields=file))
    second = await _keyed(portal, "k", upload, _as_bot(bot, fields=turned, dialogId="2"))
    assert first.body["result"] == second.body["result"]
    other = turned | {"content": encoded(b"b" * 2_000_000)}
    third = await _keyed(portal, "k", upload, _as_bot(bot, dialogId="2", fields=other))
    assert third.refusal == REUSED


async def test_forwarding_in_another_order_is_another_request(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = [await bot.send("2", text) for text in ("one", "two")]
    ids = {str(uuid4()): one for one in said}
    turned = {key: ids[key] for key in reversed(ids)}
    fields = {"forwardIds": ids}
    first = await _keyed(portal, "k", SEND, _as_bot(bot, dialogId="2", fields=fields))
    assert first.status == 200
    second = await _keyed(
        portal, "k", SEND, _as_bot(bot, dialogId="2", fields={"forwardIds": turned})
    )
    assert second.refusal == REUSED


async def test_each_caller_has_keys_of_its_own(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = await _keyed(portal, "k", SEND, _message(bot), ADA)
    second = await _keyed(portal, "k", SEND, _message(bot), BEN)
    assert first.body["result"]["id"] != second.body["result"]["id"]
    assert await _messages(bot) == 2


async def test_without_a_key_every_send_is_one_more(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    door = DoorUnderTest(portal)
    for _ in range(2):
        await door.call(ADA, SEND, _message(bot))
    assert await _messages(bot) == 2


async def test_a_refused_request_does_not_use_up_its_key(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert (await _keyed(portal, "k", SEND, _message(bot, " "))).refusal[1] == "EMPTY_MESSAGE"
    assert (await _keyed(portal, "k", SEND, _message(bot, "text"))).status == 200


async def test_an_answer_is_kept_for_31_days(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = await _keyed(portal, "k", SEND, _message(bot))
    portal.clock.seconds += KEPT_MS / 1000 - 1
    again = await _keyed(portal, "k", SEND, _message(bot))
    assert again.body["result"] == first.body["result"]
    portal.clock.seconds += 2
    later = await _keyed(portal, "k", SEND, _message(bot))
    assert later.body["result"] != first.body["result"]
    repeated = await _keyed(portal, "k", SEND, _message(bot))
    assert repeated.body["result"] == later.body["result"]
    assert KEPT_MS == 31 * 24 * 3600 * 1000


async def test_a_key_has_a_length(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    for key in ("", "x" * 256):
        refusal = (await _keyed(portal, key, SEND, _message(bot))).refusal
        assert refusal == (
            400,
            "INVALID_REQUEST",
            "Idempotency-Key must have 1 to 255 characters",
        )
    assert (await _keyed(portal, "x" * 255, SEND, _message(bot))).status == 200


async def test_reading_methods_have_no_use_for_a_key(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    arguments = {"botToken": bot.token, "botId": bot.id}
    before = await _keyed(portal, "k", "imbot.v2.Bot.get", arguments)
    await bot.send("2", "one more")
    after = await _keyed(portal, "k", "imbot.v2.Bot.get", arguments)
    assert before.body["result"]["bot"]["countMessage"] == 0
    assert after.body["result"]["bot"]["countMessage"] == 1


# Of a message that the bot sent and likes.
CHANGES: dict[str, dict[str, Any]] = {
    "imbot.v2.Chat.Message.update": {"fields": {"message": "new"}},
    "imbot.v2.Chat.Message.delete": {"complete": True},
    "imbot.v2.Chat.Message.Reaction.add": {"reaction": "fire"},
    "imbot.v2.Chat.Message.Reaction.delete": {"reaction": "like"},
}


async def _arguments_of(portal: PortalUnderTest, method: str) -> dict[str, Any]:
    """A valid call of each writing method of imbot.v2."""
    if method == "imbot.v2.Bot.register":
        properties = {"name": "New", "avatar": picture()}
        return {"fields": {"code": "new", "botToken": "t", "properties": properties}}
    bot = await portal.register_bot()
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN]})
    arguments = _as_bot(bot, dialogId=made["chat"]["dialogId"])
    if method.startswith("imbot.v2.File."):
        fields = {"name": "a.txt", "content": encoded(b"a")}
        sent = await bot.call("imbot.v2.File.upload", **(arguments | {"fields": fields}))
        return arguments | {"fields": fields, "fileId": sent["file"]["id"]}
    if method in CHANGES:
        said = await bot.send(arguments["dialogId"], "hello")
        await bot.call("imbot.v2.Chat.Message.Reaction.add", messageId=said, reaction="like")
        return arguments | {"messageId": said} | CHANGES[method]
    if method.startswith("imbot.v2.Command."):
        return arguments | await _called(portal, bot, arguments["dialogId"])
    own: dict[str, dict[str, Any]] = {
        "imbot.v2.Bot.update": {
            "fields": {"botToken": "rotated", "properties": {"avatar": picture()}}
        },
        "imbot.v2.Bot.unregister": {},
        "imbot.v2.Chat.add": {"fields": {"title": "T", "avatar": picture()}},
        "imbot.v2.Chat.get": {},
        "imbot.v2.Chat.update": {"fields": {"title": "T", "avatar": picture()}},
        "imbot.v2.Chat.leave": {},
        "imbot.v2.Chat.Manager.add": {"userIds": [BEN]},
        "imbot.v2.Chat.Manager.delete": {"userIds": [BEN]},
        "imbot.v2.Chat.setOwner": {"userId": BEN},
        "imbot.v2.Chat.User.add": {"userIds": [CLEO]},
        "imbot.v2.Chat.User.delete": {"userId": BEN},
        "imbot.v2.Chat.User.list": {},
        "imbot.v2.Chat.Message.read": {},
        "imbot.v2.Chat.TextField.enabled": {"enabled": False},
        SEND: {"fields": {"message": "hello", "keyboard": [{"TEXT": "Go", "LINK": "/"}]}},
    }
    return arguments | own[method]


async def _called(portal: PortalUnderTest, bot: BotUnderTest, dialog: str) -> dict[str, Any]:
    """What every method of commands names: a command, and a message that called it."""
    command = {"command": "help", "title": {"en": "Help"}}
    made = await bot.call("imbot.v2.Command.register", fields=command)
    said = await portal.call(BEN, "im.message.add", DIALOG_ID=dialog, MESSAGE="/help")
    return {
        "commandId": made["command"]["id"],
        "messageId": said,
        "fields": {"command": "more", "title": {"en": "More"}, "message": "Here"},
    }


WRITING = sorted(
    method.name
    for method in METHODS.values()
    if not method.repeatable and method.name.startswith("imbot.v2.")
)


@pytest.mark.parametrize("method", WRITING)
async def test_every_writing_method_can_be_repeated(portal: PortalUnderTest, method: str) -> None:
    arguments = await _arguments_of(portal, method)
    first = await _keyed(portal, "k", method, arguments)
    assert first.status == 200, first.raw
    second = await _keyed(portal, "k", method, arguments)
    assert (second.status, second.body["result"]) == (200, first.body["result"])
    other = await _keyed(portal, "k", method, arguments | {"extra": 1})
    assert other.refusal == REUSED


async def _sdk(portal: PortalUnderTest, arguments: Any, client: Any, user_id: int = ADA) -> Any:
    query = "&".join(f"{name}={value}" for name, value in client.items()).encode()
    reply = await DoorUnderTest(portal).call(user_id, SEND, arguments, query=query)
    return reply.body["result"]["id"]


async def test_the_javascript_sdk_repeats_under_its_request_id(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    client = {"bx24_request_id": str(uuid4()), "bx24_sdk_type": "b24-js-sdk"}
    first = await _sdk(portal, _message(bot), client)
    assert await _sdk(portal, _message(bot), client) == first
    assert await _sdk(portal, _message(bot, "other"), client) != first
    assert await _sdk(portal, _message(bot), client, BEN) != first
    portal.clock.seconds += KEPT_FOR_SDK_MS / 1000 + 1
    assert await _sdk(portal, _message(bot), client) != first
    assert KEPT_FOR_SDK_MS == 600_000


@pytest.mark.parametrize(
    "client",
    [
        {"bx24_sdk_type": "b24-python-sdk", "bx24_request_id": str(uuid4())},
        {"bx24_sdk_type": "b24-js-sdk", "bx24_request_id": "42"},
        {"bx24_sdk_type": "b24-js-sdk"},
        {"bx24_request_id": str(uuid4())},
    ],
)
async def test_the_ids_of_other_sdks_are_for_tracing_only(
    portal: PortalUnderTest, client: dict[str, str]
) -> None:
    bot = await portal.register_bot()
    first = await _sdk(portal, _message(bot), client)
    assert await _sdk(portal, _message(bot), client) != first

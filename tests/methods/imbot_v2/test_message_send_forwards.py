"""imbot.v2.Chat.Message.send: forwarded copies, and what makes a send safe to repeat."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.portals import BotUnderTest, PortalUnderTest

SEND = "imbot.v2.Chat.Message.send"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
FAILED = ("SENDING_FAILED", 400, "Sending failed")
TEMPLATE = "0b5d5b8e-6f0c-4f5c-9d61-3a5c1c2f7a10"
NO_FORWARDS: list[object] = [
    {"no-uuid": 1},
    {"": 1},
    [1],
    {f"{{{TEMPLATE}}}": 1},
    {TEMPLATE: "one"},
    {TEMPLATE: None},
    {TEMPLATE: [1]},
    "text",
    5,
    True,
]


async def _reader(portal: PortalUnderTest) -> BotUnderTest:
    return await portal.register_bot(type="supervisor")


async def _send(bot: BotUnderTest, dialog: str = "2", **fields: Any) -> Any:
    return await bot.call(SEND, dialogId=dialog, fields=fields)


async def _read(bot: BotUnderTest, message_id: int) -> Any:
    return (await bot.call("imbot.v2.Chat.Message.get", messageId=message_id))["message"]


async def _count(bot: BotUnderTest, dialog: str = "2") -> int:
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    count: int = chat["messageCount"]
    return count


def _uuids(count: int) -> list[str]:
    return [str(UUID(int=count - place)) for place in range(count)]


async def test_copies_come_first_in_the_order_of_the_map_and_the_text_last(
    portal: PortalUnderTest,
) -> None:
    bot = await _reader(portal)
    one, two = await bot.send("3", "one"), await bot.send("3", "two")
    first, second = _uuids(2)
    sent = await _send(bot, message="look", forwardIds={first: two, second: one})
    assert list(sent["uuidMap"]) == [first, second]
    ids = [*sent["uuidMap"].values(), sent["id"]]
    assert ids == sorted(ids)
    texts = [(await _read(bot, message_id))["text"] for message_id in ids]
    assert texts == ["two", "one", "look"]


async def test_a_copy_tells_where_it_came_from(portal: PortalUnderTest) -> None:
    bot, other = await _reader(portal), await portal.register_bot("other")
    attach = [{"MESSAGE": "block"}]
    keyboard = [{"TEXT": "Go", "LINK": "/"}]
    original = await other.call(
        SEND,
        dialogId=str(bot.id),
        fields={"message": "hello", "attach": attach, "keyboard": keyboard},
    )
    portal.clock.seconds += 60
    uuid = str(uuid4())
    sent = await _send(bot, forwardIds={uuid: original["id"]})
    assert sent["id"] == sent["uuidMap"][uuid]
    copy = await _read(bot, sent["id"])
    source = await _read(bot, original["id"])
    assert (copy["authorId"], copy["text"], copy["uuid"]) == (bot.id, "hello", uuid)
    assert copy["params"] == {"attach": source["params"]["attach"]}
    assert copy["forward"] == {
        "id": original["id"],
        "userId": other.id,
        "chatId": source["chatId"],
        "date": source["date"],
    }
    assert copy["date"] != source["date"]


async def test_a_copy_of_a_copy_names_the_first_author(portal: PortalUnderTest) -> None:
    bot, other = await _reader(portal), await portal.register_bot("other")
    original = await other.send(str(bot.id), "hello")
    copy = (await _send(bot, forwardIds={str(uuid4()): original}))["id"]
    copy_of_copy = (await _send(bot, "3", forwardIds={str(uuid4()): copy}))["id"]
    assert (await _read(bot, copy_of_copy))["forward"] == (await _read(bot, copy))["forward"]


async def test_without_text_the_last_copy_is_answered(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    original = await bot.send("3", "one")
    first, second = _uuids(2)
    sent = await _send(bot, message=" ", forwardIds={first: original, second: str(original)})
    assert sent["id"] == sent["uuidMap"][second]
    assert await _count(bot) == 2


async def test_100_may_be_forwarded_and_no_more(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    original = await bot.send("3", "one")
    uuids = _uuids(101)
    fields = {"forwardIds": dict.fromkeys(uuids, original)}
    assert await bot.refusal(SEND, dialogId="2", fields=fields) == FAILED
    assert await _count(bot) == 0
    sent = await _send(bot, forwardIds=dict.fromkeys(uuids[:100], original))
    assert len(sent["uuidMap"]) == 100
    assert await _count(bot) == 100


@pytest.mark.parametrize("wrong", [999, 0, -1, 10**19])
async def test_an_original_that_is_missing_stops_everything(
    portal: PortalUnderTest, wrong: int
) -> None:
    bot = await portal.register_bot()
    original = await bot.send("3", "one")
    first, second = _uuids(2)
    fields = {"message": "x", "forwardIds": {first: original, second: wrong}}
    assert await bot.refusal(SEND, dialogId="2", fields=fields) == DENIED
    assert await _count(bot) == 0


async def test_an_original_of_a_foreign_chat_stops_everything(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    foreign = await other.send("2", "private")
    own = await bot.send("3", "own")
    first, second = _uuids(2)
    fields = {"message": "x", "forwardIds": {first: own, second: foreign}}
    assert await bot.refusal(SEND, dialogId="2", fields=fields) == DENIED
    assert await _count(bot) == 0


async def test_keys_that_are_no_uuids_fail(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send("2", "one")
    for forwards in NO_FORWARDS:
        fields = {"message": "x", "forwardIds": forwards}
        assert await bot.refusal(SEND, dialogId="2", fields=fields) == FAILED, forwards
    assert await _count(bot) == 1


async def test_a_template_is_sent_once(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    first = await _send(bot, message="Hello", templateId=TEMPLATE)
    assert (await _read(bot, first["id"]))["uuid"] == TEMPLATE
    assert await _send(bot, message="Hello", templateId=TEMPLATE) == first
    assert await _send(bot, message="Other text", templateId=TEMPLATE.upper()) == first
    assert await _send(bot, "3", message="Elsewhere", templateId=TEMPLATE) == first
    assert await _count(bot) == 1
    assert await _count(bot, "3") == 0


async def test_a_repeat_to_another_person_opens_no_dialog(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = await _send(bot, message="Hello", templateId=TEMPLATE)
    assert await _send(bot, "3", message="Hello", templateId=TEMPLATE) == first
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countChat"] == 1


async def test_a_repeat_with_copies_answers_the_same_map(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    original = await bot.send("3", "one")
    forwards = {str(uuid4()): original}
    fields: dict[str, Any] = {
        "message": "x",
        "templateId": TEMPLATE,
        "forwardIds": forwards,
    }
    first = await _send(bot, **fields)
    assert len(first["uuidMap"]) == 1
    assert await _send(bot, **fields) == first
    assert await _count(bot) == 2


async def test_each_bot_has_templates_of_its_own(portal: PortalUnderTest) -> None:
    one, two = await portal.register_bot("one"), await portal.register_bot("two")
    first = await _send(one, message="x", templateId=TEMPLATE)
    assert (await _send(two, message="x", templateId=TEMPLATE))["id"] != first["id"]


async def test_system_messages_are_never_taken_for_repeats(portal: PortalUnderTest) -> None:
    bot = await _reader(portal)
    first = await _send(bot, message="x", system=True, templateId=TEMPLATE)
    second = await _send(bot, message="x", system=True, templateId=TEMPLATE)
    assert first["id"] != second["id"]
    assert (await _read(bot, second["id"]))["uuid"] == TEMPLATE


@pytest.mark.parametrize("template", ["order-42", TEMPLATE[:-1], f" {TEMPLATE}", "x" * 255])
async def test_text_that_is_no_uuid_is_kept_and_not_compared(
    portal: PortalUnderTest, template: str
) -> None:
    bot = await _reader(portal)
    first = await _send(bot, message="x", templateId=template)
    second = await _send(bot, message="x", templateId=template)
    assert first["id"] != second["id"]
    assert (await _read(bot, first["id"]))["uuid"] == template


async def test_a_refused_send_does_not_use_up_its_template(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    fields = {"message": " ", "templateId": TEMPLATE}
    refusal = await bot.refusal(SEND, dialogId="2", fields=fields)
    assert refusal.code == "EMPTY_MESSAGE"
    await _send(bot, message="now", templateId=TEMPLATE)
    assert await _count(bot) == 1

"""imbot.v2.Chat.get: a chat as the bot sees it."""

from tests.methods.imbot_v2.shapes import CHAT
from tests.portals import BEN, PortalUnderTest

GET = "imbot.v2.Chat.get"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
NO_DIALOGS: list[object] = [
    "chat999",
    "999",
    "chat",
    "chat0",
    "chat01",
    "-2",
    "0",
    "",
    " 2",
    "CHAT1",
    "2.0",
    "chat1x",
    "chat99999999999999999999",
    "99999999999999999999",
    None,
    True,
    ["2"],
    {"id": 2},
]


async def test_a_group_is_answered_with_36_keys(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    made = (await bot.call("imbot.v2.Chat.add", fields={"title": "T", "userIds": [BEN]}))["chat"]
    answer = await bot.call(GET, dialogId=made["dialogId"])
    assert set(answer) == {"chat"}
    assert set(answer["chat"]) == CHAT
    assert answer["chat"] == made | {"isNew": False}


async def test_the_counters_follow_what_is_sent(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [BEN, other.id]})
    dialog = made["chat"]["dialogId"]
    own = await bot.send(dialog, "one")
    first_unread = await other.send(dialog, "two")
    last = await other.send(dialog, "three")
    chat = (await bot.call(GET, dialogId=dialog))["chat"]
    assert (chat["messageCount"], chat["lastMessageId"]) == (4, last)
    assert (chat["lastId"], chat["unreadId"]) == (own, first_unread)
    assert chat["userCounter"] == 3
    seen_by_other = (await other.call(GET, dialogId=dialog))["chat"]
    assert (seen_by_other["lastId"], seen_by_other["unreadId"]) == (last, None)
    assert seen_by_other["role"] == "member"


async def test_a_private_dialog_is_opened_by_being_asked_for(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = (await bot.call(GET, dialogId=str(BEN)))["chat"]
    assert set(chat) == CHAT
    assert (chat["dialogId"], chat["type"], chat["messageType"]) == ("2", "private", "P")
    assert chat["name"] == "Ben Bitfiddle"
    assert (chat["userCounter"], chat["messageCount"], chat["lastMessageId"]) == (2, 0, None)
    again = (await bot.call(GET, dialogId=BEN))["chat"]
    assert again["id"] == chat["id"]


async def test_each_side_sees_the_other_as_its_dialog(portal: PortalUnderTest) -> None:
    one, two = await portal.register_bot("one"), await portal.register_bot("two")
    seen_by_one = (await one.call(GET, dialogId=str(two.id)))["chat"]
    seen_by_two = (await two.call(GET, dialogId=str(one.id)))["chat"]
    assert seen_by_one["id"] == seen_by_two["id"]
    assert (seen_by_one["dialogId"], seen_by_one["name"]) == (str(two.id), "Two")
    assert (seen_by_two["dialogId"], seen_by_two["name"]) == (str(one.id), "One")


async def test_a_private_dialog_is_no_group(portal: PortalUnderTest) -> None:
    one, two = await portal.register_bot("one"), await portal.register_bot("two")
    chat = (await one.call(GET, dialogId=str(two.id)))["chat"]
    by_number = (await two.call(GET, dialogId=f"chat{chat['id']}"))["chat"]
    assert by_number["dialogId"] == str(one.id)


async def test_what_names_no_dialog_of_the_bot_is_denied(
    portal: PortalUnderTest,
) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    await other.call("imbot.v2.Chat.add")
    for dialog_id in NO_DIALOGS:
        assert await bot.refusal(GET, dialogId=dialog_id) == DENIED, dialog_id


async def test_without_a_dialog_id_the_call_is_denied(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(GET) == DENIED


async def test_the_bot_is_no_dialog_of_its_own(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(GET, dialogId=str(bot.id)) == DENIED


async def test_a_group_of_others_is_denied(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    made = await other.call("imbot.v2.Chat.add", fields={"userIds": [BEN]})
    assert await bot.refusal(GET, dialogId=made["chat"]["dialogId"]) == DENIED

"""imbot.v2.Chat.add: a group chat with the bot in it."""

import pytest

from tests.methods.imbot_v2.shapes import CHAT, USER
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

ADD = "imbot.v2.Chat.add"


async def test_the_new_chat_is_answered_with_every_documented_key(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    fields = {"title": "Support Chat", "color": "mint", "userIds": [ADA, BEN]}
    answer = await bot.call(ADD, fields=fields)
    assert set(answer) == {"chat", "users"}
    chat = answer["chat"]
    assert set(chat) == CHAT
    assert chat == {
        "id": 1,
        "dialogId": "chat1",
        "name": "Support Chat",
        "description": "",
        "type": "chat",
        "messageType": "C",
        "owner": bot.id,
        "color": "#4ba984",
        "avatar": "",
        "extranet": False,
        "containsCollaber": False,
        "entityType": "",
        "entityId": "",
        "entityData1": "",
        "entityData2": "",
        "entityData3": "",
        "entityLink": {},
        "diskFolderId": None,
        "role": "owner",
        "permissions": {},
        "muteList": [],
        "parentChatId": None,
        "parentMessageId": None,
        "isNew": True,
        "textFieldEnabled": "Y",
        "backgroundId": None,
        "dateCreate": "2026-09-21T16:13:20+02:00",
        "lastMessageId": 1,
        "lastMessageViews": "{}",
        "lastId": 1,
        "managerList": [],
        "markedId": None,
        "messageCount": 1,
        "public": "",
        "unreadId": None,
        "userCounter": 3,
    }
    assert [user["id"] for user in answer["users"]] == [ADA, BEN]
    assert all(set(user) == USER for user in answer["users"])


async def test_nothing_is_required(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    nothing: list[object] = [{}, [], None, ""]
    for answer in [await bot.call(ADD)] + [await bot.call(ADD, fields=one) for one in nothing]:
        assert answer["users"] == []
        assert answer["chat"]["name"]
        assert answer["chat"]["userCounter"] == 1


async def test_unknown_and_dismissed_people_are_skipped(portal: PortalUnderTest) -> None:
    await portal.add_person(50, active=False)
    bot = await portal.register_bot()
    fields = {"userIds": [BEN, 50, 999, -1, 0, 10**19, BEN, "3"]}
    answer = await bot.call(ADD, fields=fields)
    assert [user["id"] for user in answer["users"]] == [BEN, CLEO]


async def test_another_owner_joins_and_the_bot_stays(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await bot.call(ADD, fields={"ownerId": CLEO, "userIds": [BEN]})
    assert answer["chat"]["owner"] == CLEO
    assert answer["chat"]["role"] == "member"
    assert {user["id"] for user in answer["users"]} == {BEN, CLEO}


async def test_an_owner_who_is_unknown_leaves_it_to_the_bot(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = (await bot.call(ADD, fields={"ownerId": 999}))["chat"]
    assert (chat["owner"], chat["role"]) == (bot.id, "owner")


async def test_the_first_message_is_the_bots(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    chat = (await bot.call(ADD, fields={"userIds": [BEN], "message": "Welcome"}))["chat"]
    assert chat["messageCount"] == 2
    found = await bot.call("imbot.v2.Chat.Message.get", messageId=chat["lastMessageId"])
    assert (found["message"]["text"], found["message"]["authorId"]) == ("Welcome", bot.id)


@pytest.mark.parametrize("color", ["lightBlue", "LIGHT_BLUE", "lightblue"])
async def test_a_colour_has_one_name_in_many_spellings(
    portal: PortalUnderTest, color: str
) -> None:
    bot = await portal.register_bot()
    chat = (await bot.call(ADD, fields={"color": color}))["chat"]
    assert chat["color"] == "#4ba5c3"


async def test_unknown_colours_are_assigned(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat = (await bot.call(ADD, fields={"color": "#123456"}))["chat"]
    assert chat["color"].startswith("#")
    assert chat["color"] != "#123456"


async def test_an_avatar_gets_an_address_and_what_is_no_picture_none(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    with_picture = await bot.call(ADD, fields={"avatar": picture()})
    assert "/avatar/" in with_picture["chat"]["avatar"]
    without = await bot.call(ADD, fields={"avatar": "bm8="})
    assert without["chat"]["avatar"] == ""


async def test_a_list_that_is_none_is_named(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(ADD, fields={"userIds": "everybody"}) == (
        "INVALID_ARGUMENT",
        400,
        "Parameter fields.userIds must be a list",
    )
    assert await bot.refusal(ADD, fields={"userIds": [1, "two"]}) == (
        "INVALID_ARGUMENT",
        400,
        "Parameter fields.userIds[1] must be an integer",
    )
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countChat"] == 0

"""imbot.v2.Chat.User.add, .delete and .list: who is in a chat, and who may say so."""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import USER
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

ADD = "imbot.v2.Chat.User.add"
DELETE = "imbot.v2.Chat.User.delete"
LIST = "imbot.v2.Chat.User.list"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
DONE = {"result": True}


async def _dialog(bot: BotUnderTest, *user_ids: int, **fields: Any) -> str:
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": list(user_ids), **fields})
    dialog_id: str = made["chat"]["dialogId"]
    return dialog_id


async def _members(bot: BotUnderTest, dialog: str, **arguments: Any) -> list[int]:
    listed = await bot.call(LIST, dialogId=dialog, **arguments)
    return [user["id"] for user in listed]


async def test_people_are_added_in_their_order_and_once(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _dialog(bot)
    assert await bot.call(ADD, dialogId=dialog, userIds=[CLEO]) == DONE
    assert await bot.call(ADD, dialogId=dialog, userIds=["2", CLEO]) == DONE
    assert await _members(bot, dialog) == [bot.id, CLEO, BEN]


@pytest.mark.parametrize("user_ids", [[], None, "", [""], [999], [50], [-1, 0, 10**19]])
async def test_nobody_to_add_is_no_error(portal: PortalUnderTest, user_ids: object) -> None:
    await portal.add_person(50, active=False)
    bot = await portal.register_bot()
    dialog = await _dialog(bot, BEN)
    before = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert await bot.call(ADD, dialogId=dialog, userIds=user_ids) == DONE
    assert await bot.call(ADD, dialogId=dialog) == DONE
    assert (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"] == before


async def test_a_manager_may_add_and_a_member_may_not(portal: PortalUnderTest) -> None:
    owner, member = await portal.register_bot("owner"), await portal.register_bot("member")
    dialog = await _dialog(owner, member.id)
    assert await member.refusal(ADD, dialogId=dialog, userIds=[BEN]) == DENIED
    assert await member.refusal(DELETE, dialogId=dialog, userId=BEN) == DENIED
    await owner.call("imbot.v2.Chat.Manager.add", dialogId=dialog, userIds=[member.id])
    await member.call(ADD, dialogId=dialog, userIds=[BEN])
    assert BEN in await _members(owner, dialog)
    await member.call(DELETE, dialogId=dialog, userId=BEN)
    assert BEN not in await _members(owner, dialog)


async def test_the_owner_cannot_be_removed(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _dialog(bot, ownerId=BEN)
    await portal.call(BEN, "im.v2.Chat.Manager.add", dialogId=dialog, userIds=[bot.id])
    assert await bot.refusal(DELETE, dialogId=dialog, userId=BEN) == DENIED
    assert BEN in await _members(bot, dialog)


async def test_removing_somebody_who_is_not_there_is_no_error(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _dialog(bot, BEN)
    before = (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    for user_id in (CLEO, 999, 0, -1, 10**19, str(CLEO)):
        assert await bot.call(DELETE, dialogId=dialog, userId=user_id) == DONE
    assert (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"] == before


async def test_a_bot_that_removes_itself_leaves(portal: PortalUnderTest) -> None:
    bot, witness = await portal.register_bot(), await portal.register_bot("witness")
    dialog = await _dialog(bot, witness.id)
    assert await bot.call(DELETE, dialogId=dialog, userId=bot.id) == DONE
    chat = (await witness.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert (chat["owner"], chat["userCounter"]) == (witness.id, 1)


async def test_the_user_id_has_to_be_given(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _dialog(bot)
    for arguments in ({}, {"userId": None}, {"userId": ""}):
        assert await bot.refusal(DELETE, dialogId=dialog, **arguments) == (
            "INVALID_ARGUMENT",
            400,
            "Parameter userId must be given",
        )


async def test_who_comes_back_is_a_member_again(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _dialog(bot, BEN)
    await bot.call(DELETE, dialogId=dialog, userId=BEN)
    await bot.call(ADD, dialogId=dialog, userIds=[BEN])
    assert await _members(bot, dialog) == [bot.id, BEN]


async def test_members_are_whole_users_in_a_bare_list(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _dialog(bot, ADA, BEN)
    body = await portal.body(ADA, LIST, botId=bot.id, botToken=bot.token, dialogId=dialog)
    assert set(body) == {"result"}
    assert [set(user) for user in body["result"]] == [USER, USER, USER]
    ada = body["result"][1]
    assert (ada["name"], ada["gender"], ada["type"], ada["bot"]) == (
        "Ada Lovelace",
        "F",
        "employee",
        False,
    )


async def test_the_order_can_be_chosen(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    dialog = await _dialog(bot)
    for user_id in (other.id, CLEO, BEN):
        await bot.call(ADD, dialogId=dialog, userIds=[user_id])
    joined = [bot.id, other.id, CLEO, BEN]
    assert await _members(bot, dialog) == joined
    assert await _members(bot, dialog, order={"id": "ASC"}) == joined
    assert await _members(bot, dialog, order={"id": "desc"}) == joined[::-1]
    assert await _members(bot, dialog, order={"userId": "ASC"}) == sorted(joined)
    assert await _members(bot, dialog, order={"userId": "DESC"}) == sorted(joined)[::-1]
    await other.send(dialog, "first")
    await bot.send(dialog, "last")
    by_message = await _members(bot, dialog, order={"lastSendMessageId": "DESC"})
    assert by_message[:2] == [bot.id, other.id]
    by_message = await _members(bot, dialog, order={"lastSendMessageId": "ASC"})
    assert by_message[-2:] == [other.id, bot.id]
    assert await _members(bot, dialog, order={"name": "ASC"}) == joined
    assert await _members(bot, dialog, order={"id": "SIDEWAYS"}) == joined
    assert await _members(bot, dialog, order=[]) == joined


async def test_the_limit_is_kept_between_1_and_200(portal: PortalUnderTest) -> None:
    for user_id in range(1000, 1201):
        await portal.add_person(user_id)
    bot = await portal.register_bot()
    dialog = await _dialog(bot, *range(1000, 1201))
    wanted = [(1, 1), (2, 2), (0, 1), (-3, 1), ("2", 2), (200, 200), (10**19, 200), (None, 50)]
    for limit, count in wanted:
        assert len(await _members(bot, dialog, limit=limit)) == count


@pytest.mark.parametrize("method", [ADD, DELETE, LIST])
async def test_only_groups_of_the_bot_are_taken(portal: PortalUnderTest, method: str) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    theirs = await _dialog(other)
    for dialog in (theirs, str(BEN), "chat999", "", None):
        assert await bot.refusal(method, dialogId=dialog, userId=1, userIds=[1]) == DENIED
    assert (await bot.call("imbot.v2.Bot.get"))["bot"]["countChat"] == 0


async def test_the_removed_one_can_no_longer_read_along(portal: PortalUnderTest) -> None:
    owner = await portal.register_bot("owner")
    reader = await portal.register_bot("reader", type="supervisor")
    dialog = await _dialog(owner, reader.id)
    said = await owner.send(dialog, "secret")
    await reader.call("imbot.v2.Chat.Message.get", messageId=said)
    await owner.call(DELETE, dialogId=dialog, userId=reader.id)
    refusal = await reader.refusal("imbot.v2.Chat.Message.get", messageId=said)
    assert refusal == ("MESSAGE_ACCESS_DENIED", 403, "Message access denied")
    assert await reader.refusal(LIST, dialogId=dialog) == DENIED

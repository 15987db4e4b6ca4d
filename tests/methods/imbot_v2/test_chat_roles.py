"""imbot.v2.Chat.setOwner and imbot.v2.Chat.Manager: who owns a group, and who helps."""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

SET_OWNER = "imbot.v2.Chat.setOwner"
ADD = "imbot.v2.Chat.Manager.add"
DELETE = "imbot.v2.Chat.Manager.delete"
DENIED = ("ACCESS_DENIED", 403, "Access denied")
EMPTY = ("EMPTY_USER_IDS", 400, "Empty user IDs")
DONE = {"result": True}


async def _group(bot: BotUnderTest, *user_ids: int) -> str:
    made = await bot.call("imbot.v2.Chat.add", fields={"title": "T", "userIds": list(user_ids)})
    dialog_id: str = made["chat"]["dialogId"]
    return dialog_id


async def _seen(bot: BotUnderTest, dialog: str) -> Any:
    return (await bot.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]


async def _texts(portal: PortalUnderTest, user_id: int, dialog: str) -> list[str]:
    """What the chat itself announced, the newest first."""
    page = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=dialog)
    return [one["text"] for one in page["messages"] if not one["author_id"]]


async def test_the_owner_hands_over_and_stays_as_a_plain_member(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    dialog = await _group(bot, other.id, BEN)
    assert await bot.call(SET_OWNER, dialogId=dialog, userId=str(other.id)) == DONE
    seen = await _seen(bot, dialog)
    assert (seen["owner"], seen["role"], seen["managerList"]) == (other.id, "member", [])
    assert (await _seen(other, dialog))["role"] == "owner"
    assert await bot.refusal(SET_OWNER, dialogId=dialog, userId=bot.id) == DENIED
    assert await other.call(SET_OWNER, dialogId=dialog, userId=BEN) == DONE


async def test_a_new_owner_is_announced_and_no_longer_a_manager(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _group(bot, BEN)
    await bot.call(ADD, dialogId=dialog, userIds=[BEN])
    await bot.call(SET_OWNER, dialogId=dialog, userId=BEN)
    assert (await _seen(bot, dialog))["managerList"] == []
    assert (await _texts(portal, BEN, dialog))[0] == (
        f"[USER={bot.id} REPLACE]Helper[/USER] made"
        f" [USER={BEN} REPLACE]Ben Bitfiddle[/USER] the owner of the chat"
    )


async def test_handing_over_to_oneself_changes_nothing(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _group(bot, BEN)
    before = await _seen(bot, dialog)
    assert await bot.call(SET_OWNER, dialogId=dialog, userId=bot.id) == DONE
    assert await _seen(bot, dialog) == before


@pytest.mark.parametrize("user_id", [CLEO, 999, 0, -1, 10**19])
async def test_only_a_member_becomes_the_owner(portal: PortalUnderTest, user_id: int) -> None:
    bot = await portal.register_bot()
    dialog = await _group(bot, BEN)
    assert await bot.refusal(SET_OWNER, dialogId=dialog, userId=user_id) == DENIED
    assert (await _seen(bot, dialog))["owner"] == bot.id


async def test_who_was_dismissed_does_not_become_the_owner(portal: PortalUnderTest) -> None:
    await portal.add_person(50)
    bot = await portal.register_bot()
    dialog = await _group(bot, 50)
    await portal.add_person(50, active=False)
    assert await bot.refusal(SET_OWNER, dialogId=dialog, userId=50) == DENIED


async def test_the_new_owner_has_to_be_given(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _group(bot, BEN)
    for arguments in ({}, {"userId": None}, {"userId": ""}):
        refusal = await bot.refusal(SET_OWNER, dialogId=dialog, **arguments)
        assert refusal == ("INVALID_ARGUMENT", 400, "Parameter userId must be given")


async def test_managers_are_added_and_taken_away(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = await _group(bot, ADA, BEN, CLEO)
    assert await bot.call(ADD, dialogId=dialog, userIds=[CLEO]) == DONE
    assert await bot.call(ADD, dialogId=dialog, userIds=[str(ADA), CLEO]) == DONE
    assert (await _seen(bot, dialog))["managerList"] == [ADA, CLEO]
    assert await bot.call(DELETE, dialogId=dialog, userIds=[CLEO, BEN]) == DONE
    assert (await _seen(bot, dialog))["managerList"] == [ADA]


@pytest.mark.parametrize("method", [ADD, DELETE])
async def test_the_owner_and_who_is_not_there_are_skipped(
    portal: PortalUnderTest, method: str
) -> None:
    bot = await portal.register_bot()
    dialog = await _group(bot, BEN)
    before = await _seen(bot, dialog)
    assert await bot.call(method, dialogId=dialog, userIds=[bot.id, CLEO, 999, -1]) == DONE
    assert await _seen(bot, dialog) == before


async def test_a_manager_administrates_and_does_not_own(portal: PortalUnderTest) -> None:
    owner, helper = await portal.register_bot("owner"), await portal.register_bot("help")
    dialog = await _group(owner, helper.id)
    assert await helper.refusal("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[BEN]) == DENIED
    await owner.call(ADD, dialogId=dialog, userIds=[helper.id])
    assert (await _seen(helper, dialog))["role"] == "manager"
    await helper.call("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[BEN])
    assert await helper.refusal(ADD, dialogId=dialog, userIds=[BEN]) == DENIED
    assert await helper.refusal(DELETE, dialogId=dialog, userIds=[helper.id]) == DENIED
    assert await helper.refusal(SET_OWNER, dialogId=dialog, userId=helper.id) == DENIED
    await owner.call(DELETE, dialogId=dialog, userIds=[helper.id])
    assert await helper.refusal("imbot.v2.Chat.User.add", dialogId=dialog, userIds=[ADA]) == DENIED


@pytest.mark.parametrize("method", [ADD, DELETE])
@pytest.mark.parametrize("arguments", [{}, {"userIds": []}, {"userIds": None}, {"userIds": "x"}])
async def test_an_empty_list_is_told_to_who_owns_the_chat(
    portal: PortalUnderTest, method: str, arguments: dict[str, Any]
) -> None:
    owner, member = await portal.register_bot("owner"), await portal.register_bot("member")
    dialog = await _group(owner, member.id)
    assert await owner.refusal(method, dialogId=dialog, **arguments) == EMPTY
    if arguments.get("userIds") != "x":
        assert await member.refusal(method, dialogId=dialog, **arguments) == DENIED
    assert await owner.refusal(method, dialogId="chat999", **arguments) == DENIED


@pytest.mark.parametrize("method", [SET_OWNER, ADD, DELETE])
async def test_only_groups_of_the_bot_have_an_owner(portal: PortalUnderTest, method: str) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    theirs = await _group(other, BEN)
    await bot.send(str(BEN), "hello")
    for dialog in (theirs, str(BEN), "chat999", "", None):
        refusal = await bot.refusal(method, dialogId=dialog, userId=BEN, userIds=[BEN])
        assert refusal == DENIED

"""imbot.chat.* and imbot.dialog.get."""

from typing import Any

import pytest

from tests.older_bots import CLIENT, OlderBot, register_older
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

NEED_CHAT_ID: dict[str, dict[str, Any]] = {
    "imbot.chat.leave": {},
    "imbot.chat.setManager": {"USER_ID": BEN},
    "imbot.chat.setOwner": {"USER_ID": BEN},
    "imbot.chat.updateAvatar": {"AVATAR": picture()},
    "imbot.chat.updateColor": {"COLOR": "PINK"},
    "imbot.chat.updateTitle": {"TITLE": "New"},
    "imbot.chat.user.add": {"USERS": [BEN]},
    "imbot.chat.user.delete": {"USER_ID": BEN},
    "imbot.chat.user.list": {},
}


async def card(portal: PortalUnderTest, chat_id: int, user_id: int = BEN) -> Any:
    return await portal.call(user_id, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")


async def foreign_chat(bot: OlderBot) -> int:
    """A closed group that the bot is not in."""
    made: int = await bot.portal.call(CLEO, "im.chat.add", TITLE="Foreign", USERS=[BEN])
    return made


async def private_chat(bot: OlderBot) -> int:
    await bot.say(str(BEN), "hi")
    found = await bot.portal.call(BEN, "im.dialog.get", DIALOG_ID=str(bot.id))
    chat_id: int = found["id"]
    return chat_id


async def test_a_chat_is_created_as_it_was_said(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.call(
        "imbot.chat.add",
        TYPE="OPEN",
        TITLE="New",
        DESCRIPTION="news",
        COLOR="GREEN",
        MESSAGE="hi",
        USERS=[BEN, 999],
        AVATAR=picture(),
        ENTITY_TYPE="CHAT",
        ENTITY_ID="13",
    )
    found = await card(portal, chat_id)
    assert (found["name"], found["description"]) == ("New", "news")
    assert (found["color"], found["owner"], found["type"]) == ("#64a513", bot.id, "open")
    assert (found["entity_type"], found["entity_id"]) == ("CHAT", "13")
    assert found["avatar"]
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    assert [(one["author_id"], one["text"]) for one in told["messages"][:1]] == [(bot.id, "hi")]


async def test_without_a_bot_id_the_first_bot_acts(portal: PortalUnderTest) -> None:
    first = await register_older(portal)
    await register_older(portal, "second")
    chat_id = await portal.call(ADA, "imbot.chat.add", USERS=[BEN], CLIENT_ID=CLIENT)
    assert (await card(portal, chat_id))["owner"] == first.id
    refusal = await portal.refusal(ADA, "imbot.chat.add", USERS=[BEN], CLIENT_ID="nobody")
    assert refusal == ("BOT_ID_ERROR", 400, "Bot not found")
    refusal = await portal.refusal(ADA, "imbot.chat.add", USERS=[BEN])
    assert refusal.code == "BOT_ID_ERROR"


async def test_users_must_be_a_list(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    refusal = await bot.refusal("imbot.chat.add", USERS="x")
    assert refusal == ("INVALID_FORMAT", 400, "Parameter USERS has wrong type")


async def test_a_bound_chat_is_found_by_the_person(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.call("imbot.chat.add", ENTITY_TYPE="CHAT", ENTITY_ID="13", USERS=[BEN])
    wanted = {"ENTITY_TYPE": "CHAT", "ENTITY_ID": "13"}
    assert await portal.call(BEN, "imbot.chat.get", **wanted) == {"ID": chat_id}
    assert await portal.call(BEN, "imbot.chat.get", ENTITY_TYPE="CHAT") is None


async def test_a_bound_chat_of_others_is_found_by_administrators_alone(
    portal: PortalUnderTest,
) -> None:
    bot = await register_older(portal)
    wanted = {"ENTITY_TYPE": "CHAT", "ENTITY_ID": "13"}
    chat_id = await bot.call("imbot.chat.add", **wanted)
    assert await portal.call(ADA, "imbot.chat.get", **wanted) == {"ID": chat_id}
    refusal = await portal.refusal(BEN, "imbot.chat.get", **wanted)
    assert refusal == ("ACCESS_ERROR", 403, "You don't have access to this chat")


async def test_a_bound_chat_that_is_open_is_found_by_colleagues(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    wanted = {"ENTITY_TYPE": "CHAT", "ENTITY_ID": "13"}
    chat_id = await bot.call("imbot.chat.add", TYPE="OPEN", **wanted)
    assert await portal.call(BEN, "imbot.chat.get", **wanted) == {"ID": chat_id}


@pytest.mark.parametrize("chat_id", [None, 0, -1, "chat5", "x"])
@pytest.mark.parametrize("method", sorted(NEED_CHAT_ID))
async def test_a_chat_must_be_named_by_its_number(
    portal: PortalUnderTest, method: str, chat_id: object
) -> None:
    bot = await register_older(portal)
    refusal = await bot.refusal(method, **NEED_CHAT_ID[method], CHAT_ID=chat_id)
    assert refusal == ("CHAT_ID_EMPTY", 400, "Chat ID can't be empty")


@pytest.mark.parametrize(
    "method", ["imbot.chat.setManager", "imbot.chat.setOwner", "imbot.chat.user.delete"]
)
async def test_a_user_must_be_named(portal: PortalUnderTest, method: str) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    for user_id in (None, 0, "x"):
        refusal = await bot.refusal(method, CHAT_ID=chat_id, USER_ID=user_id)
        assert refusal == ("USER_ID_EMPTY", 400, "User ID can't be empty")


@pytest.mark.parametrize(
    "method",
    [
        "imbot.chat.setOwner",
        "imbot.chat.updateColor",
        "imbot.chat.updateTitle",
        "imbot.chat.user.delete",
        "imbot.chat.user.list",
    ],
)
async def test_a_foreign_chat_is_out_of_reach(portal: PortalUnderTest, method: str) -> None:
    bot = await register_older(portal)
    chat_id = await foreign_chat(bot)
    refusal = await bot.refusal(method, **NEED_CHAT_ID[method], CHAT_ID=chat_id)
    status = 400 if method == "imbot.chat.updateTitle" else 403
    assert refusal == ("ACCESS_ERROR", status, "Action unavailable")


async def test_a_bot_leaves(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await portal.call(BEN, "im.chat.add", USERS=[bot.id])
    assert await bot.call("imbot.chat.leave", CHAT_ID=chat_id) is True
    assert await portal.call(BEN, "im.chat.user.list", CHAT_ID=chat_id) == [BEN]
    text = "You don't have access or user isn't member in chat"
    refusal = await bot.refusal("imbot.chat.leave", CHAT_ID=chat_id)
    assert refusal == ("WRONG_REQUEST", 400, text)


async def test_an_owner_and_a_side_of_a_dialog_stay(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    refusal = await bot.refusal("imbot.chat.leave", CHAT_ID=await bot.group(BEN))
    assert refusal == ("ACCESS_ERROR", 403, "LEAVE_OWNER_FORBIDDEN")
    refusal = await bot.refusal("imbot.chat.leave", CHAT_ID=await private_chat(bot))
    text = "It is forbidden to delete users of this chat"
    assert refusal == ("ACCESS_ERROR", 403, text)


async def test_typing_is_shown_where_the_bot_may_write(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    for dialog_id in (f"chat{chat_id}", str(BEN)):
        assert await bot.call("imbot.chat.sendTyping", DIALOG_ID=dialog_id) is True
    foreign = await foreign_chat(bot)
    for wrong in ("", "x", "999", f"chat{foreign}", str(bot.id)):
        refusal = await bot.refusal("imbot.chat.sendTyping", DIALOG_ID=wrong)
        assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


async def test_a_member_becomes_a_manager_and_plain_again(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    assert await bot.call("imbot.chat.setManager", CHAT_ID=chat_id, USER_ID=BEN) is True
    assert (await card(portal, chat_id))["role"] == "manager"
    named = {"CHAT_ID": chat_id, "USER_ID": BEN, "IS_MANAGER": "N"}
    assert await bot.call("imbot.chat.setManager", **named) is True
    assert (await card(portal, chat_id))["role"] == "member"


async def test_only_an_owner_makes_managers_and_only_of_members(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    own = await bot.group(BEN)
    joined = await portal.call(BEN, "im.chat.add", USERS=[bot.id])
    text = "Change manager can only owner and user must be member in chat"
    for chat_id, user_id in ((own, CLEO), (joined, BEN), (999, BEN)):
        refusal = await bot.refusal("imbot.chat.setManager", CHAT_ID=chat_id, USER_ID=user_id)
        assert refusal == ("WRONG_REQUEST", 400, text)


async def test_a_group_is_handed_over(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    text = "Change owner can only owner and user must be member in chat"
    refusal = await bot.refusal("imbot.chat.setOwner", CHAT_ID=chat_id, USER_ID=CLEO)
    assert refusal == ("WRONG_REQUEST", 400, text)
    assert await bot.call("imbot.chat.setOwner", CHAT_ID=chat_id, USER_ID=BEN) is True
    assert (await card(portal, chat_id))["owner"] == BEN
    refusal = await bot.refusal("imbot.chat.setOwner", CHAT_ID=chat_id, USER_ID=bot.id)
    assert refusal == ("WRONG_REQUEST", 400, text)


async def test_picture_colour_and_title_change(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    assert await bot.call("imbot.chat.updateAvatar", CHAT_ID=chat_id, AVATAR=picture()) is True
    assert await bot.call("imbot.chat.updateColor", CHAT_ID=chat_id, COLOR="PINK") is True
    assert await bot.call("imbot.chat.updateTitle", CHAT_ID=chat_id, TITLE=" New ") is True
    found = await card(portal, chat_id)
    assert (found["color"], found["name"]) == ("#f76187", "New")
    assert found["avatar"]


async def test_what_a_picture_may_not_be(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    for wrong in (None, "", "bm90IGEgcGljdHVyZQ=="):
        refusal = await bot.refusal("imbot.chat.updateAvatar", CHAT_ID=chat_id, AVATAR=wrong)
        assert refusal == ("AVATAR_ERROR", 400, "Avatar incorrect type")
    refusal = await bot.refusal("imbot.chat.updateAvatar", CHAT_ID=999, AVATAR=picture())
    assert refusal == ("WRONG_REQUEST", 400, "Chat isn't exists")
    foreign = await foreign_chat(bot)
    refusal = await bot.refusal("imbot.chat.updateAvatar", CHAT_ID=foreign, AVATAR=picture())
    assert (refusal.code, refusal.status) == ("ACCESS_DENIED", 403)
    private = await private_chat(bot)
    refusal = await bot.refusal("imbot.chat.updateAvatar", CHAT_ID=private, AVATAR=picture())
    assert refusal == ("ACCESS_ERROR", 403, "Action unavailable")


async def test_a_chat_of_a_deal_keeps_its_title_and_picture(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    deal = {"ENTITY_TYPE": "CRM", "ENTITY_ID": "DEAL|13", "USERS": []}
    chat_id = await bot.call("imbot.chat.add", **deal)
    refusal = await bot.refusal("imbot.chat.updateAvatar", CHAT_ID=chat_id, AVATAR=picture())
    assert refusal == ("ACCESS_ERROR", 403, "The avatar of this chat cannot be changed")
    refusal = await bot.refusal("imbot.chat.updateTitle", CHAT_ID=chat_id, TITLE="New")
    assert refusal == ("ACCESS_ERROR", 400, "This chat cannot be renamed")


async def test_a_chat_of_a_deal_keeps_its_owner(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.call("imbot.chat.add", USERS=[BEN], ENTITY_TYPE="CRM", ENTITY_ID="DEAL|13")
    refusal = await bot.refusal("imbot.chat.setOwner", CHAT_ID=chat_id, USER_ID=BEN)
    assert refusal == ("ACCESS_ERROR", 403, "Action unavailable")


async def test_what_a_colour_and_a_title_may_not_be(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    refusal = await bot.refusal("imbot.chat.updateColor", CHAT_ID=chat_id, COLOR="NONE")
    assert refusal == ("WRONG_COLOR", 400, "This color currently unavailable")
    await bot.call("imbot.chat.updateColor", CHAT_ID=chat_id, COLOR="PINK")
    text = "This color currently set or chat isn't exists"
    for number in (chat_id, 999):
        refusal = await bot.refusal("imbot.chat.updateColor", CHAT_ID=number, COLOR="PINK")
        assert refusal == ("WRONG_REQUEST", 400, text)
    for title in (None, " "):
        refusal = await bot.refusal("imbot.chat.updateTitle", CHAT_ID=chat_id, TITLE=title)
        assert refusal == ("TITLE_EMPTY", 400, "Title can't be empty")
    refusal = await bot.refusal("imbot.chat.updateTitle", CHAT_ID=999, TITLE="New")
    assert refusal == ("ACCESS_ERROR", 400, "Action unavailable")


async def test_users_are_invited_listed_and_taken_out(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    named = {"CHAT_ID": chat_id, "USERS": [CLEO], "HIDE_HISTORY": "N"}
    assert await bot.call("imbot.chat.user.add", **named) is True
    listed = await bot.call("imbot.chat.user.list", CHAT_ID=chat_id)
    assert sorted(listed) == sorted([bot.id, BEN, CLEO])
    assert await bot.call("imbot.chat.user.delete", CHAT_ID=chat_id, USER_ID=CLEO) is True
    assert CLEO not in await bot.call("imbot.chat.user.list", CHAT_ID=chat_id)


@pytest.mark.parametrize(("hidden", "is_shown"), [(None, False), ("Y", False), ("N", True)])
async def test_history_is_hidden_unless_it_is_said(
    portal: PortalUnderTest, hidden: str | None, is_shown: bool
) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    await bot.say(f"chat{chat_id}", "earlier")
    named = {"CHAT_ID": chat_id, "USERS": [CLEO], "HIDE_HISTORY": hidden}
    await bot.call("imbot.chat.user.add", **named)
    told = await portal.call(CLEO, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    assert ("earlier" in [one["text"] for one in told["messages"]]) is is_shown


async def test_who_cannot_be_invited(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    for wrong in (None, "x", {"a": "b"}):
        refusal = await bot.refusal("imbot.chat.user.add", CHAT_ID=chat_id, USERS=wrong)
        text = "User IDs must be passed in array format"
        assert refusal == ("WRONG_REQUEST", 400, text)
    text = "You don't have access or user already member in chat"
    foreign = await foreign_chat(bot)
    for number, users in ((chat_id, [BEN]), (chat_id, []), (chat_id, [999]), (foreign, [ADA])):
        refusal = await bot.refusal("imbot.chat.user.add", CHAT_ID=number, USERS=users)
        assert refusal == ("WRONG_REQUEST", 400, text)
    private = await private_chat(bot)
    refusal = await bot.refusal("imbot.chat.user.add", CHAT_ID=private, USERS=[CLEO])
    text = "It is forbidden to add users to this chat"
    assert refusal == ("ACCESS_ERROR", 403, text)


async def test_who_cannot_be_taken_out(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    own = await bot.group(BEN)
    joined = await portal.call(BEN, "im.chat.add", USERS=[bot.id, CLEO])
    text = "You don't have access or user isn't member in chat"
    for chat_id in (own, joined):
        refusal = await bot.refusal("imbot.chat.user.delete", CHAT_ID=chat_id, USER_ID=CLEO)
        assert refusal == ("WRONG_REQUEST", 400, text)
    refusal = await bot.refusal("imbot.chat.user.delete", CHAT_ID=own, USER_ID=bot.id)
    assert refusal == ("ACCESS_ERROR", 403, "LEAVE_OWNER_FORBIDDEN")
    assert await bot.call("imbot.chat.user.delete", CHAT_ID=joined, USER_ID=bot.id) is True


async def test_members_of_an_open_chat_of_others_are_not_told(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await portal.call(BEN, "im.chat.add", TYPE="OPEN", USERS=[])
    assert await bot.call("imbot.chat.user.list", CHAT_ID=chat_id) == []


async def test_a_dialog_is_shown_to_the_person(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(ADA)
    named = {"DIALOG_ID": f"chat{chat_id}"}
    shown = await portal.call(ADA, "imbot.dialog.get", **named)
    assert shown == await portal.call(ADA, "im.dialog.get", **named)
    refusal = await portal.refusal(BEN, "imbot.dialog.get", **named)
    text = "You do not have access to the specified dialog"
    assert refusal == ("ACCESS_ERROR", 403, text)
    refusal = await portal.refusal(BEN, "imbot.dialog.get", DIALOG_ID="x")
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")

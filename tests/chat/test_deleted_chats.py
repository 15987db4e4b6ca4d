"""A deleted group is gone for everybody at once."""

import asyncio
from typing import Any

import pytest
from tests.doors import DoorUnderTest
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

DELETE = "im.v2.Chat.delete"
NUMBERED = (
    "im.chat.leave",
    "im.chat.mute",
    "im.chat.setOwner",
    "im.chat.updateAvatar",
    "im.chat.updateColor",
    "im.chat.updateTitle",
    "im.chat.user.add",
    "im.chat.user.delete",
    "im.chat.user.list",
)
ADDRESSED = (
    "im.dialog.get",
    "im.dialog.messages.get",
    "im.message.add",
    "im.v2.Chat.Manager.add",
    "im.v2.Chat.delete",
    "im.v2.Chat.load",
    "im.v2.Chat.update",
)
OF_BOTS = (
    "imbot.v2.Chat.get",
    "imbot.v2.Chat.leave",
    "imbot.v2.Chat.setOwner",
    "imbot.v2.Chat.Manager.add",
    "imbot.v2.Chat.Message.send",
    "imbot.v2.Chat.update",
    "imbot.v2.Chat.User.list",
)


async def _deleted(portal: PortalUnderTest, *user_ids: int, **arguments: Any) -> int:
    """The number of a group that Ada had with others."""
    chat_id: int = await portal.call(
        ADA, "im.chat.add", USERS=[BEN, *user_ids], MESSAGE="hello", **arguments
    )
    assert await portal.call(ADA, DELETE, dialogId=f"chat{chat_id}") == {"result": True}
    return chat_id


@pytest.mark.parametrize("user_id", [ADA, BEN, CLEO])
@pytest.mark.parametrize("kind", ["CHAT", "OPEN"])
async def test_every_call_is_answered_as_if_it_had_never_been(
    portal: PortalUnderTest, user_id: int, kind: str
) -> None:
    chat_id = await _deleted(portal, TYPE=kind)
    rest = {
        "TITLE": "T",
        "COLOR": "SAND",
        "USERS": [CLEO],
        "USER_ID": BEN,
        "MESSAGE": "m",
        "userIds": [BEN],
        "fields": {"title": "T"},
    }
    for method in NUMBERED:
        refusal = await portal.refusal(user_id, method, CHAT_ID=chat_id, **rest)
        assert refusal == await portal.refusal(user_id, method, CHAT_ID=999, **rest)
    for method in ADDRESSED:
        name = "dialogId" if ".v2." in method else "DIALOG_ID"
        refusal = await portal.refusal(user_id, method, **{name: f"chat{chat_id}"}, **rest)
        assert refusal == await portal.refusal(user_id, method, **{name: "chat999"}, **rest)


async def test_its_bots_are_out_of_it(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="supervisor")
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[bot.id])
    said = await bot.send(f"chat{chat_id}", "hello")
    await portal.call(ADA, DELETE, dialogId=f"chat{chat_id}")
    for method in OF_BOTS:
        refusal = await bot.refusal(
            method,
            dialogId=f"chat{chat_id}",
            userId=ADA,
            userIds=[ADA],
            fields={"message": "m"},
        )
        assert refusal == ("ACCESS_DENIED", 403, "Access denied")
    refusal = await bot.refusal("imbot.v2.Chat.Message.get", messageId=said)
    assert refusal.code == "MESSAGE_ACCESS_DENIED"
    refusal = await bot.refusal(
        "imbot.v2.Chat.Message.send",
        dialogId=str(ADA),
        fields={"forwardIds": {"0b5d5b8e-6f0c-4f5c-9d61-3a5c1c2f7a10": said}},
    )
    assert refusal.code == "ACCESS_DENIED"


async def test_what_a_bot_wrote_in_it_still_counts(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[bot.id])
    await bot.send(f"chat{chat_id}", "one")
    await bot.send(f"chat{chat_id}", "two")
    await portal.call(ADA, DELETE, dialogId=f"chat{chat_id}")
    card = (await bot.call("imbot.v2.Bot.get"))["bot"]
    assert (card["countMessage"], card["countChat"], card["countUser"]) == (2, 0, 0)


async def test_it_is_listed_nowhere(portal: PortalUnderTest) -> None:
    await _deleted(portal, CLEO)
    for user_id in (ADA, BEN, CLEO):
        assert (await portal.call(user_id, "im.recent.list"))["items"] == []


async def test_what_it_belonged_to_finds_the_next_one(portal: PortalUnderTest) -> None:
    deal = {"ENTITY_TYPE": "CRM", "ENTITY_ID": "DEAL|13"}
    await _deleted(portal, **deal)
    assert await portal.call(ADA, "im.chat.get", **deal) is None
    chat_id = await portal.call(BEN, "im.chat.add", **deal)
    assert await portal.call(ADA, "im.chat.get", **deal) == {"ID": chat_id}


async def test_its_number_is_never_given_again(portal: PortalUnderTest) -> None:
    chat_id = await _deleted(portal)
    assert await portal.call(ADA, "im.chat.add") == chat_id + 1


async def test_other_chats_of_its_members_stay(portal: PortalUnderTest) -> None:
    kept = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hello")
    await _deleted(portal)
    assert await portal.call(BEN, "im.chat.user.list", CHAT_ID=kept) == [ADA, BEN]
    assert len((await portal.call(BEN, "im.recent.list"))["items"]) == 2


async def test_nobody_is_added_to_it_at_the_last_moment(portal: PortalUnderTest) -> None:
    door = DoorUnderTest(portal)
    for _ in range(5):
        chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
        adding = {"CHAT_ID": chat_id, "USERS": [CLEO]}
        replies = await asyncio.gather(
            *[door.call(BEN, "im.chat.user.add", adding) for _ in range(3)],
            door.call(ADA, DELETE, {"dialogId": f"chat{chat_id}"}),
            *[door.call(BEN, "im.chat.user.add", adding) for _ in range(3)],
        )
        assert replies[3].status == 200
        assert {reply.status for reply in replies} <= {200, 403}
        assert (await portal.call(CLEO, "im.recent.list"))["items"] == []

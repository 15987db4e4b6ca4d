"""What people from outside the company do: they know nobody who shares no chat with them."""

import pytest

from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

GUEST = 50


@pytest.fixture(params=["extranet", "collaber", "email"])
async def group(portal: PortalUnderTest, request: pytest.FixtureRequest) -> int:
    """Of Ada's with a guest in it; Ben and Cleo are elsewhere."""
    await portal.add_person(GUEST, type=request.param, first_name="Guest")
    chat_id: int = await portal.call(ADA, "im.chat.add", USERS=[GUEST])
    return chat_id


async def _known(portal: PortalUnderTest, user_id: int) -> bool:
    return str(user_id) in await portal.call(GUEST, "im.user.list.get", ID=[user_id])


async def test_a_guest_writes_to_whom_they_know(portal: PortalUnderTest, group: int) -> None:
    assert group
    sent = await portal.call(GUEST, "im.message.add", DIALOG_ID=str(ADA), MESSAGE="hi")
    assert sent
    assert await portal.call(GUEST, "im.dialog.writing", DIALOG_ID=str(ADA)) is True


@pytest.mark.usefixtures("group")
async def test_a_guest_reaches_nobody_else(portal: PortalUnderTest) -> None:
    for other in (BEN, CLEO):
        dialog = {"DIALOG_ID": str(other)}
        for method, refusal in (
            ("im.message.add", ("ACCESS_ERROR", 400, "Action unavailable")),
            (
                "im.dialog.get",
                ("ACCESS_ERROR", 403, "You do not have access to the specified dialog"),
            ),
            (
                "im.dialog.messages.get",
                ("ACCESS_ERROR", 403, "You do not have access to the specified dialog"),
            ),
            ("im.dialog.writing", ("ACCESS_ERROR", 403, "Action unavailable")),
        ):
            assert await portal.refusal(GUEST, method, **dialog, MESSAGE="hi") == refusal
        for method, more in (
            ("im.v2.Chat.load", {}),
            ("im.v2.Chat.Bot.sendContext", {"context": {}}),
            ("im.v2.File.upload", {"fields": {"name": "a.txt", "content": "aGVsbG8="}}),
            ("im.v2.Chat.Message.send", {"fields": {"message": "hi"}}),
        ):
            refusal_v2 = await portal.refusal(GUEST, method, dialogId=str(other), **more)
            assert refusal_v2 == ("ACCESS_DENIED", 403, "Access denied")
        assert not await _known(portal, other)


@pytest.mark.usefixtures("group")
async def test_a_guest_writes_to_bots(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await portal.call(GUEST, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="hi")
    assert len(await bot.events()) == len(("join", "message"))


async def test_a_guest_invites_nobody_else(portal: PortalUnderTest, group: int) -> None:
    own = await portal.call(GUEST, "im.chat.add", USERS=[ADA, BEN])
    assert sorted(await portal.call(GUEST, "im.chat.user.list", CHAT_ID=own)) == [ADA, GUEST]
    await portal.call(GUEST, "im.chat.user.add", CHAT_ID=group, USERS=[CLEO])
    assert sorted(await portal.call(ADA, "im.chat.user.list", CHAT_ID=group)) == [ADA, GUEST]


async def test_a_guest_is_known_once_somebody_writes(portal: PortalUnderTest, group: int) -> None:
    assert group
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(GUEST), MESSAGE="hello")
    assert await _known(portal, BEN)
    assert await portal.call(GUEST, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hi")


@pytest.mark.usefixtures("group")
async def test_what_is_open_is_open_to_colleagues_alone(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", TYPE="OPEN", USERS=[])
    named = {"DIALOG_ID": f"chat{chat_id}"}
    shown = await portal.call(BEN, "im.dialog.users.list", **named)
    assert [one["id"] for one in shown] == [ADA]
    refusal = await portal.refusal(GUEST, "im.dialog.users.list", **named)
    assert refusal == ("ACCESS_ERROR", 403, "You do not have access to the specified dialog")
    refusal = await portal.refusal(GUEST, "im.chat.user.list", CHAT_ID=chat_id)
    assert refusal == ("ACCESS_ERROR", 403, "Action unavailable")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("employee", (False, False)),
        ("extranet", (True, False)),
        ("collaber", (False, True)),
        ("email", (False, False)),
    ],
)
async def test_a_chat_tells_whether_outsiders_are_in_it(
    portal: PortalUnderTest, kind: str, told: tuple[bool, bool]
) -> None:
    """To a bot that may be careful what it says there."""
    await portal.add_person(GUEST, type=kind, first_name="Guest")
    bot = await portal.register_bot(type="supervisor")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [ADA]})
    dialog_id = made["chat"]["dialogId"]
    assert await _told(portal, bot, dialog_id) == (False, False)

    await bot.call("imbot.v2.Chat.User.add", dialogId=dialog_id, userIds=[GUEST])
    assert await _told(portal, bot, dialog_id) == told

    await bot.call("imbot.v2.Chat.User.delete", dialogId=dialog_id, userId=GUEST)
    assert await _told(portal, bot, dialog_id) == (False, False)


async def _told(portal: PortalUnderTest, bot: BotUnderTest, dialog_id: str) -> tuple[bool, bool]:
    """The same wherever a chat is told."""
    await portal.call(ADA, "im.message.add", DIALOG_ID=dialog_id, MESSAGE="hello")
    event = (await bot.events())[-1]["data"]["chat"]
    chat = (await bot.call("imbot.v2.Chat.get", dialogId=dialog_id))["chat"]
    told = chat["extranet"], chat["containsCollaber"]
    assert (event["extranet"], event["containsCollaber"]) == told
    recent = (await portal.call(ADA, "im.recent.list"))["items"][0]["chat"]
    assert (recent["extranet"], recent["contains_collaber"]) == told
    card = await portal.call(ADA, "im.dialog.get", DIALOG_ID=dialog_id)
    assert card["extranet"] == told[0]
    return told

"""imbot.v2.Chat.leave: the bot goes, and an owner hands the chat over."""

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

LEAVE = "imbot.v2.Chat.leave"
DENIED = ("ACCESS_DENIED", 403, "Access denied")


async def test_after_leaving_the_chat_is_denied(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    dialog = (await bot.call("imbot.v2.Chat.add"))["chat"]["dialogId"]
    assert await bot.call(LEAVE, dialogId=dialog) == {"result": True}
    assert await bot.refusal("imbot.v2.Chat.get", dialogId=dialog) == DENIED
    assert await bot.refusal(LEAVE, dialogId=dialog) == DENIED


async def test_an_owner_hands_over_to_who_joined_first(portal: PortalUnderTest) -> None:
    bot, witness = await portal.register_bot(), await portal.register_bot("witness")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [CLEO, ADA, witness.id]})
    dialog = made["chat"]["dialogId"]
    await bot.call(LEAVE, dialogId=dialog)
    chat = (await witness.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert chat["owner"] == ADA
    assert chat["userCounter"] == 3
    assert chat["messageCount"] == made["chat"]["messageCount"] + 1


async def test_a_manager_inherits_before_who_joined_first(portal: PortalUnderTest) -> None:
    bot, witness = await portal.register_bot(), await portal.register_bot("witness")
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [ADA, BEN, witness.id]})
    dialog = made["chat"]["dialogId"]
    await bot.call("imbot.v2.Chat.Manager.add", dialogId=dialog, userIds=[BEN])
    await bot.call(LEAVE, dialogId=dialog)
    chat = (await witness.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert (chat["owner"], chat["managerList"]) == (BEN, [])


async def test_a_member_leaves_the_owner_in_place(portal: PortalUnderTest) -> None:
    owner, member = await portal.register_bot("owner"), await portal.register_bot("member")
    made = await owner.call("imbot.v2.Chat.add", fields={"userIds": [member.id]})
    dialog = made["chat"]["dialogId"]
    await member.call(LEAVE, dialogId=dialog)
    chat = (await owner.call("imbot.v2.Chat.get", dialogId=dialog))["chat"]
    assert (chat["owner"], chat["userCounter"]) == (owner.id, 1)


async def test_nobody_leaves_a_private_dialog(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    assert await bot.refusal(LEAVE, dialogId=str(BEN)) == DENIED
    await bot.send(str(BEN), "hello")
    assert await bot.refusal(LEAVE, dialogId=str(BEN)) == DENIED


async def test_a_chat_of_others_cannot_be_left(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    made = await other.call("imbot.v2.Chat.add")
    assert await bot.refusal(LEAVE, dialogId=made["chat"]["dialogId"]) == DENIED
    assert await bot.refusal(LEAVE) == DENIED

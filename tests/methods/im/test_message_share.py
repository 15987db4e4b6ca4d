"""im.message.share"""

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

SHARE = "im.message.share"


async def test_starts_a_group_about_the_message(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, bot.id])
    dialog = f"chat{chat_id}"
    said = await portal.call(ADA, "im.message.add", DIALOG_ID=dialog, MESSAGE="a question")
    share = {"MESSAGE_ID": said, "DIALOG_ID": dialog, "TYPE": "CHAT"}
    assert await portal.call(BEN, SHARE, **share) is True
    group = (await portal.call(BEN, "im.recent.list"))["items"][0]
    assert (group["chat"]["owner"], group["chat"]["user_counter"]) == (BEN, 3)
    assert group["message"]["text"] == "a question"
    told = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=group["id"])
    params = told["messages"][0]["params"]
    assert params == {"FORWARD_ID": said, "FORWARD_USER_ID": ADA}
    joins = [one for one in await bot.events() if one["type"] == "ONIMBOTV2JOINCHAT"]
    assert [one["data"]["dialogId"] for one in joins] == [dialog, group["id"]]


async def test_of_a_private_dialog(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    await portal.call(BEN, SHARE, MESSAGE_ID=said, DIALOG_ID=str(bot.id), TYPE="chat")
    group = (await portal.call(BEN, "im.recent.list"))["items"][0]
    assert (group["type"], group["chat"]["user_counter"]) == ("chat", 2)


@pytest.mark.parametrize("kind", ["TASK", "POST", "CALEND", "", "NONSENSE", None, ["CHAT"]])
async def test_there_is_nothing_else_to_make(portal: PortalUnderTest, kind: object) -> None:
    bot = await portal.register_bot()
    said = await bot.send("2", "hello")
    share = {"MESSAGE_ID": said, "DIALOG_ID": str(bot.id), "TYPE": kind}
    refusal = await portal.refusal(BEN, SHARE, **share)
    assert refusal == ("PARAMS_ERROR", 400, "Incorrect params")


async def test_refuses_other_messages_and_dialogs(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said, elsewhere = await bot.send("2", "hello"), await bot.send("1", "elsewhere")
    gone = await bot.send("2", "gone")
    await bot.call("imbot.v2.Chat.Message.delete", messageId=gone)
    dialog = {"DIALOG_ID": str(bot.id), "TYPE": "CHAT"}
    no_message = ("MESSAGE_ID_ERROR", 400, "Message ID can't be empty")
    for message_id in (elsewhere, gone, 999, 0, "x", None):
        refusal = await portal.refusal(BEN, SHARE, **dialog, MESSAGE_ID=message_id)
        assert refusal == no_message
    empty = ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")
    for dialog_id in ("", "nobody", "chat", None):
        share = {"MESSAGE_ID": said, "DIALOG_ID": dialog_id, "TYPE": "CHAT"}
        assert await portal.refusal(BEN, SHARE, **share) == empty
    denied = ("ACCESS_ERROR", 403, "You do not have access to the specified dialog")
    for dialog_id in ("chat999", str(CLEO)):
        share = {"MESSAGE_ID": said, "DIALOG_ID": dialog_id, "TYPE": "CHAT"}
        assert await portal.refusal(BEN, SHARE, **share) == denied
    assert len((await portal.call(BEN, "im.recent.list"))["items"]) == 1

"""imbot.message.add, update, delete and like."""

from typing import Any

import pytest

from tests.older_bots import CLIENT, OlderBot, register_older
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

ATTACH = [{"MESSAGE": "more"}]
KEYBOARD = {"BUTTONS": [{"TEXT": "Go", "COMMAND": "echo"}]}
MENU = {"ITEMS": [{"TEXT": "Open", "LINK": "https://example.com"}]}
RICH = ("ATTACH", "KEYBOARD", "MENU")
NOT_ADDED = ("WRONG_REQUEST", 400, "Message isn't added")
NO_MESSAGE = ("MESSAGE_ID_ERROR", 400, "Message ID can't be empty")
THREE_DAYS_S = 3 * 24 * 60 * 60


async def last(portal: PortalUnderTest, dialog_id: str, user_id: int = BEN) -> Any:
    """The newest message of a dialog, as a person sees it."""
    told = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=dialog_id)
    return told["messages"][0]


async def test_a_message_is_posted_with_all_that_it_may_carry(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    message_id = await bot.say(
        str(BEN), " hello ", ATTACH=ATTACH, KEYBOARD=KEYBOARD, MENU=MENU, URL_PREVIEW="N"
    )
    found = await last(portal, str(bot.id))
    assert (found["id"], found["author_id"], found["text"]) == (message_id, bot.id, "hello")
    assert found["params"]["KEYBOARD"][0]["BOT_ID"] == bot.id
    assert found["params"]["MENU"][0]["TEXT"] == "Open"
    assert found["params"]["URL_PREVIEW"] == "N"
    assert "ATTACH" in found["params"]


async def test_a_group_hears_the_bot_that_is_in_it(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    await bot.say(f"chat{chat_id}", "hello", SYSTEM="Y")
    found = await last(portal, f"chat{chat_id}")
    assert (found["author_id"], found["text"]) == (0, "hello")


async def test_without_a_bot_id_the_first_bot_speaks(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    await portal.call(ADA, "imbot.message.add", DIALOG_ID=str(BEN), MESSAGE="hi", CLIENT_ID=CLIENT)
    assert (await last(portal, str(bot.id)))["author_id"] == bot.id


async def test_two_sides_get_a_system_message(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    for sides in ((bot.id, BEN), (BEN, bot.id)):
        pair = {"FROM_USER_ID": sides[0], "TO_USER_ID": sides[1], "MESSAGE": "told"}
        message_id = await bot.call("imbot.message.add", DIALOG_ID="chat999", **pair)
        found = await last(portal, str(bot.id))
        assert (found["id"], found["author_id"]) == (message_id, 0)
    between = {"FROM_USER_ID": BEN, "TO_USER_ID": CLEO, "MESSAGE": "forged"}
    assert await bot.refusal("imbot.message.add", **between) == NOT_ADDED


@pytest.mark.parametrize("dialog_id", [None, "", "x", "chat", "0"])
async def test_what_is_no_dialog(portal: PortalUnderTest, dialog_id: object) -> None:
    bot = await register_older(portal)
    refusal = await bot.refusal("imbot.message.add", DIALOG_ID=dialog_id, MESSAGE="hi")
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


async def test_where_the_bot_may_not_speak(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    foreign = await portal.call(CLEO, "im.chat.add", USERS=[BEN])
    for dialog_id in (f"chat{foreign}", "chat999", "999", str(bot.id)):
        refusal = await bot.refusal("imbot.message.add", DIALOG_ID=dialog_id, MESSAGE="hi")
        assert refusal == NOT_ADDED


async def test_a_text_must_be_there_also_beside_more(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    for text in (None, "", "  "):
        refusal = await bot.refusal(
            "imbot.message.add", DIALOG_ID=str(BEN), MESSAGE=text, ATTACH=ATTACH
        )
        assert refusal == ("MESSAGE_EMPTY", 400, "Message can't be empty")


@pytest.mark.parametrize("name", RICH)
async def test_what_a_message_may_not_carry(portal: PortalUnderTest, name: str) -> None:
    bot = await register_older(portal)
    named = {"DIALOG_ID": str(BEN), "MESSAGE": "hi"}
    refusal = await bot.refusal("imbot.message.add", **named, **{name: [1, 2]})
    assert refusal == (f"{name}_ERROR", 400, f"Incorrect {name.lower()} params")
    entry = {"MESSAGE": "x" * 1000} if name == "ATTACH" else {"TEXT": "x" * 1000, "LINK": "/x"}
    refusal = await bot.refusal("imbot.message.add", **named, **{name: [entry] * 100})
    text = f"You have exceeded the maximum allowable size of {name.lower()}"
    assert refusal == (f"{name}_OVERSIZE", 400, text)


async def test_a_message_is_changed(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    message_id = await bot.say(str(BEN), "text", KEYBOARD=KEYBOARD, MENU=MENU)
    changed = {"MESSAGE_ID": message_id, "MESSAGE": "text 2", "KEYBOARD": "N"}
    assert await bot.call("imbot.message.update", **changed) is True
    found = await last(portal, str(bot.id))
    assert found["text"] == "text 2"
    assert "KEYBOARD" not in found["params"]
    assert found["params"]["MENU"][0]["TEXT"] == "Open"
    await bot.call("imbot.message.update", MESSAGE_ID=message_id, KEYBOARD=KEYBOARD)
    found = await last(portal, str(bot.id))
    assert found["params"]["KEYBOARD"][0]["BOT_ID"] == bot.id


async def test_an_empty_text_deletes(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    message_id = await bot.say(str(BEN), "text")
    assert await bot.call("imbot.message.update", MESSAGE_ID=message_id, MESSAGE="") is True
    assert (await last(portal, str(bot.id)))["params"]["IS_DELETED"] == "Y"


@pytest.mark.parametrize("name", ["KEYBOARD", "MENU"])
async def test_buttons_may_take_30_kilobytes(portal: PortalUnderTest, name: str) -> None:
    bot = await register_older(portal)
    fits, too_long = ([{"TEXT": "x", "LINK": "/" + "y" * size}] for size in (30_000, 30_720))
    named = {"DIALOG_ID": str(BEN), "MESSAGE": "hi"}
    message_id = await bot.call("imbot.message.add", **named, **{name: fits})
    assert (await bot.refusal("imbot.message.add", **named, **{name: too_long})).code == (
        f"{name}_OVERSIZE"
    )
    changed = {"MESSAGE_ID": message_id}
    assert await bot.call("imbot.message.update", **changed, **{name: fits}) is True
    refusal = await bot.refusal("imbot.message.update", **changed, **{name: too_long})
    assert refusal.code == f"{name}_OVERSIZE"


@pytest.mark.parametrize("name", RICH)
async def test_what_a_change_may_not_carry(portal: PortalUnderTest, name: str) -> None:
    bot = await register_older(portal)
    message_id = await bot.say(str(BEN), "text")
    refusal = await bot.refusal("imbot.message.update", MESSAGE_ID=message_id, **{name: [1, 2]})
    assert refusal.code.upper() == f"{name}_ERROR"
    entry = {"MESSAGE": "x" * 1000} if name == "ATTACH" else {"TEXT": "x" * 1000, "LINK": "/x"}
    many = {name: [entry] * 100}
    refusal = await bot.refusal("imbot.message.update", MESSAGE_ID=message_id, **many)
    assert refusal.code == f"{name}_OVERSIZE"


@pytest.mark.parametrize(
    "method", ["imbot.message.update", "imbot.message.delete", "imbot.message.like"]
)
async def test_a_message_must_be_within_reach(portal: PortalUnderTest, method: str) -> None:
    bot = await register_older(portal)
    foreign = await portal.call(BEN, "im.message.add", DIALOG_ID=str(CLEO), MESSAGE="secret")
    for message_id in (None, 0, -1, 999_999, "x", foreign):
        assert await bot.refusal(method, MESSAGE_ID=message_id) == NO_MESSAGE


async def late_or_foreign(bot: OlderBot) -> list[int]:
    own = await bot.say(str(BEN), "mine")
    bot.portal.clock.seconds += THREE_DAYS_S + 1
    other = await bot.portal.call(BEN, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE="his")
    return [own, other]


@pytest.mark.parametrize("method", ["imbot.message.update", "imbot.message.delete"])
async def test_what_is_old_or_not_its_own_stays(portal: PortalUnderTest, method: str) -> None:
    bot = await register_older(portal)
    text = "Time has expired for modification or you don't have access"
    for message_id in await late_or_foreign(bot):
        refusal = await bot.refusal(method, MESSAGE_ID=message_id, MESSAGE="x")
        assert refusal == ("CANT_EDIT_MESSAGE", 403, text)


@pytest.mark.parametrize(("complete", "left"), [(None, 1), ("N", 1), ("Y", 0)])
async def test_a_message_is_deleted(
    portal: PortalUnderTest, complete: str | None, left: int
) -> None:
    bot = await register_older(portal)
    message_id = await bot.say(str(BEN), "text")
    named = {"MESSAGE_ID": message_id, "COMPLETE": complete}
    assert await bot.call("imbot.message.delete", **named) is True
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    assert len(told["messages"]) == left
    assert all(one["params"]["IS_DELETED"] == "Y" for one in told["messages"])


async def test_a_bot_that_looks_after_a_group_deletes_what_others_wrote(
    portal: PortalUnderTest,
) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    said = {"DIALOG_ID": f"chat{chat_id}", "MESSAGE": "his"}
    message_id = await portal.call(BEN, "im.message.add", **said)
    assert await bot.call("imbot.message.delete", MESSAGE_ID=message_id) is True


async def test_a_message_is_liked_and_no_longer(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    chat_id = await bot.group(BEN)
    said = {"DIALOG_ID": f"chat{chat_id}", "MESSAGE": "his"}
    message_id = await portal.call(BEN, "im.message.add", **said)
    named = {"MESSAGE_ID": message_id}
    assert await bot.call("imbot.message.like", **named) is True
    assert (await last(portal, f"chat{chat_id}"))["params"]["LIKE"] == [bot.id]
    refusal = await bot.refusal("imbot.message.like", **named, ACTION="plus")
    assert refusal == ("WITHOUT_CHANGES", 400, "Action completed without changes")
    assert await bot.call("imbot.message.like", **named, ACTION="minus") is True
    assert "LIKE" not in (await last(portal, f"chat{chat_id}"))["params"]
    refusal = await bot.refusal("imbot.message.like", **named, ACTION="minus")
    assert refusal.code == "WITHOUT_CHANGES"
    refusal = await bot.refusal("imbot.message.like", **named, ACTION="maybe")
    assert refusal.code == "INVALID_ARGUMENT"

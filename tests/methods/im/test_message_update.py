"""im.message.update and im.message.delete"""

from typing import Any

import pytest

from botyard.chat.held_messages import WINDOW_MS
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

UPDATE, DELETE = "im.message.update", "im.message.delete"
NO_MESSAGE = ("MESSAGE_ID_ERROR", 400, "Message ID can't be empty")
TOO_LATE = (
    "CANT_EDIT_MESSAGE",
    403,
    "Time has expired for modification or you don't have access",
)
LEFT = "This message was deleted."
BLOCKS = [{"MESSAGE": "block"}]
BUTTONS = [{"TEXT": "Go", "LINK": "/"}]


async def _say(portal: PortalUnderTest, bot: BotUnderTest, **content: Any) -> int:
    said: int = await portal.call(
        BEN, "im.message.add", DIALOG_ID=str(bot.id), **{"MESSAGE": "old"} | content
    )
    return said


async def _update(portal: PortalUnderTest, message_id: int, **changes: Any) -> None:
    assert await portal.call(BEN, UPDATE, MESSAGE_ID=message_id, **changes) is True


async def _shown(portal: PortalUnderTest, bot: BotUnderTest) -> tuple[str, Any]:
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    return told["messages"][0]["text"], told["messages"][0]["params"]


async def _types(bot: BotUnderTest) -> list[str]:
    return [one["type"].removeprefix("ONIMBOTV2") for one in await bot.events()][2:]


async def test_the_text_changes_and_is_marked(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot, KEYBOARD=BUTTONS)
    await _update(portal, said, MESSAGE="new", KEYBOARD="N", IS_EDITED="N")
    assert await _shown(portal, bot) == ("new", {"IS_EDITED": "Y"})
    assert await _types(bot) == ["MESSAGEUPDATE"]
    event = (await bot.events())[-1]["data"]
    assert (event["message"]["text"], event["user"]["id"]) == ("new", BEN)


async def test_what_is_absent_stays(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot, KEYBOARD=BUTTONS, ATTACH=BLOCKS, MENU=BUTTONS, URL_PREVIEW="N")
    before = await _shown(portal, bot)
    await _update(portal, said)
    await _update(portal, said, MESSAGE="old", KEYBOARD=BUTTONS, URL_PREVIEW="N")
    assert await _shown(portal, bot) == before
    assert await _types(bot) == []


@pytest.mark.parametrize("part", ["ATTACH", "KEYBOARD", "MENU"])
async def test_rich_content_is_replaced_and_taken_away(portal: PortalUnderTest, part: str) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot)
    content = BLOCKS if part == "ATTACH" else BUTTONS
    await _update(portal, said, **{part: content, "IS_EDITED": "N"})
    text, params = await _shown(portal, bot)
    assert (text, list(params)) == ("old", [part])
    removals: list[object] = ["N", "", []]
    for removal in removals:
        await _update(portal, said, **{part: removal, "IS_EDITED": "N"})
        assert await _shown(portal, bot) == ("old", [])
        await _update(portal, said, **{part: content, "IS_EDITED": "N"})
    assert await _types(bot) == ["MESSAGEUPDATE"] * 7


async def test_another_attachment_is_marked_unless_it_shall_not_be(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot, ATTACH=BLOCKS)
    await _update(portal, said, ATTACH=[{"MESSAGE": "other"}], IS_EDITED="N")
    assert "IS_EDITED" not in (await _shown(portal, bot))[1]
    await _update(portal, said, ATTACH=BLOCKS)
    assert (await _shown(portal, bot))[1]["IS_EDITED"] == "Y"


@pytest.mark.parametrize("text", ["", " \n "])
async def test_empty_text_deletes_the_message(portal: PortalUnderTest, text: str) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot, ATTACH=BLOCKS)
    await _update(portal, said, MESSAGE=text, ATTACH=[{"MESSAGE": "other"}])
    assert await _shown(portal, bot) == (LEFT, {"IS_DELETED": "Y"})
    assert await _types(bot) == ["MESSAGEDELETE"]
    assert await portal.refusal(BEN, UPDATE, MESSAGE_ID=said, MESSAGE="back") == TOO_LATE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ATTACH": [{"NO": "x"}]}, "ATTACH_ERROR"),
        ({"ATTACH": [{"MESSAGE": "x" * 60_000}]}, "ATTACH_OVERSIZE"),
        ({"KEYBOARD": [{"TEXT": "no action"}]}, "KEYBOARD_ERROR"),
        ({"KEYBOARD": BUTTONS * 1000}, "KEYBOARD_OVERSIZE"),
        ({"MENU": "no json"}, "menu_ERROR"),
        ({"MENU": BUTTONS * 2000}, "MENU_OVERSIZE"),
        ({"MESSAGE": "", "MENU": 5}, "menu_ERROR"),
    ],
)
async def test_wrong_rich_content_changes_nothing(
    portal: PortalUnderTest, changes: dict[str, Any], code: str
) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot)
    refusal = await portal.refusal(BEN, UPDATE, **{"MESSAGE_ID": said, "MESSAGE": "new"} | changes)
    assert (refusal.code, refusal.status) == (code, 400)
    assert await _shown(portal, bot) == ("old", [])


async def test_only_what_they_wrote_themselves(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    of_bot = await bot.send("2", "of the bot")
    for method in (UPDATE, DELETE):
        assert await portal.refusal(BEN, method, MESSAGE_ID=of_bot, MESSAGE="x") == TOO_LATE
        assert await portal.refusal(ADA, method, MESSAGE_ID=of_bot, MESSAGE="x") == NO_MESSAGE
        for message_id in (999, 0, -1, "x", None):
            refusal = await portal.refusal(BEN, method, MESSAGE_ID=message_id, MESSAGE="x")
            assert refusal == NO_MESSAGE
    assert await _shown(portal, bot) == ("of the bot", [])


async def test_only_where_they_still_are(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO])
    say = {"DIALOG_ID": f"chat{chat_id}", "MESSAGE": "mine"}
    said = await portal.call(BEN, "im.message.add", **say)
    await portal.call(BEN, "im.chat.leave", CHAT_ID=chat_id)
    for method in (UPDATE, DELETE):
        assert await portal.refusal(BEN, method, MESSAGE_ID=said, MESSAGE="x") == NO_MESSAGE


async def test_for_three_days(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first, second = await _say(portal, bot), await _say(portal, bot)
    portal.clock.seconds += WINDOW_MS / 1000
    await _update(portal, first, MESSAGE="in time")
    assert await portal.call(BEN, DELETE, MESSAGE_ID=first) is True
    portal.clock.seconds += 1
    for method in (UPDATE, DELETE):
        assert await portal.refusal(BEN, method, MESSAGE_ID=second, MESSAGE="x") == TOO_LATE
    assert WINDOW_MS == 3 * 24 * 3600 * 1000


async def test_deleting_leaves_a_sentence(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    said = await _say(portal, bot, ATTACH=BLOCKS, KEYBOARD=BUTTONS)
    for _ in range(2):
        assert await portal.call(BEN, DELETE, MESSAGE_ID=said) is True
    assert await _shown(portal, bot) == (LEFT, {"IS_DELETED": "Y"})
    assert await _types(bot) == ["MESSAGEDELETE"]
    event = (await bot.events())[-1]["data"]
    assert (event["messageId"], event["user"]["id"]) == (said, BEN)


async def test_who_looks_after_a_group_deletes_at_any_time(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    users = [BEN, CLEO, bot.id]
    chat_id = await portal.call(ADA, "im.chat.add", USERS=users)
    dialog = f"chat{chat_id}"
    said = await portal.call(BEN, "im.message.add", DIALOG_ID=dialog, MESSAGE="of Ben")
    of_bot = await bot.send(dialog, "of the bot")
    of_chat = (await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID=dialog))["messages"][-1]
    portal.clock.seconds += WINDOW_MS / 1000 + 1
    assert await portal.refusal(CLEO, DELETE, MESSAGE_ID=said) == TOO_LATE
    assert await portal.refusal(ADA, UPDATE, MESSAGE_ID=said, MESSAGE="x") == TOO_LATE
    assert of_chat["author_id"] == 0
    for message_id in (said, of_bot, of_chat["id"]):
        assert await portal.call(ADA, DELETE, MESSAGE_ID=message_id) is True
    told = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=dialog)
    assert {one["text"] for one in told["messages"]} == {LEFT}

"""im.message.add"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def say(portal: PortalUnderTest, user_id: int, dialog_id: str, **arguments: Any) -> int:
    message_id: int = await portal.call(
        user_id, "im.message.add", DIALOG_ID=dialog_id, **{"MESSAGE": "hi", **arguments}
    )
    return message_id


async def read(portal: PortalUnderTest, user_id: int, dialog_id: str) -> list[dict[str, Any]]:
    answer = await portal.call(user_id, "im.dialog.messages.get", DIALOG_ID=dialog_id)
    messages: list[dict[str, Any]] = answer["messages"]
    return messages


async def test_the_answer_is_the_new_messages_id(portal: PortalUnderTest) -> None:
    message_id = await say(portal, ADA, "2", MESSAGE="hello")
    (message,) = await read(portal, BEN, "1")
    assert message["id"] == message_id
    assert message["text"] == "hello"
    assert message["author_id"] == ADA


async def test_parameters_are_taken_in_any_case(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.message.add", dialog_id=2, Message="hello")
    assert [one["text"] for one in await read(portal, BEN, "1")] == ["hello"]


async def test_both_sides_write_into_one_dialog(portal: PortalUnderTest) -> None:
    await say(portal, ADA, "2", MESSAGE="ping")
    await say(portal, BEN, "1", MESSAGE="pong")
    assert [one["text"] for one in await read(portal, ADA, "2")] == ["pong", "ping"]


async def test_a_bot_gets_what_a_person_writes_to_it(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(type="personal")
    message_id = await say(portal, BEN, str(bot.id), MESSAGE="help")
    told = await bot.call("imbot.v2.Chat.Message.get", messageId=message_id)
    assert told["message"]["text"] == "help"
    assert told["message"]["authorId"] == BEN


async def test_a_message_carries_a_keyboard_a_menu_an_attachment_and_a_reply(
    portal: PortalUnderTest,
) -> None:
    first = await say(portal, ADA, "2")
    await say(
        portal,
        BEN,
        "1",
        MESSAGE="",
        ATTACH=[{"MESSAGE": "card"}],
        KEYBOARD={"BOT_ID": 9, "BUTTONS": [{"TEXT": "Go", "COMMAND": "go"}]},
        MENU=[{"TEXT": "Open", "LINK": "https://example.com/"}],
        REPLY_ID=first,
        URL_PREVIEW="N",
    )
    params = (await read(portal, ADA, "2"))[0]["params"]
    assert params["ATTACH"][0]["BLOCKS"] == [{"MESSAGE": "card"}]
    assert params["KEYBOARD"][0]["BOT_ID"] == 9
    assert params["MENU"][0]["TEXT"] == "Open"
    assert params["REPLY_ID"] == first
    assert params["URL_PREVIEW"] == "N"


async def test_a_long_text_is_cut(portal: PortalUnderTest) -> None:
    await say(portal, ADA, "2", MESSAGE="x" * 20_001)
    (message,) = await read(portal, BEN, "1")
    assert message["text"] == "x" * 20_000 + " (...)"


async def test_who_runs_a_chat_may_speak_as_the_chat(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await say(portal, ADA, f"chat{chat_id}", MESSAGE="moved", SYSTEM="Y")
    assert (await read(portal, BEN, f"chat{chat_id}"))[0]["author_id"] == 0


async def test_anybody_elses_system_message_is_a_plain_one(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    await say(portal, BEN, f"chat{chat_id}", MESSAGE="moved", SYSTEM="Y")
    assert (await read(portal, ADA, f"chat{chat_id}"))[0]["author_id"] == BEN


async def test_a_workgroups_chat_is_found_by_the_workgroup(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.chat.add", USERS=[BEN], ENTITY_TYPE="SONET_GROUP", ENTITY_ID="7")
    await say(portal, BEN, "sg7", MESSAGE="hello group")
    assert (await read(portal, ADA, "sg7"))[0]["text"] == "hello group"


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"MESSAGE": ""}, ("MESSAGE_EMPTY", 400, "Message can't be empty")),
        ({"MESSAGE": " \n "}, ("MESSAGE_EMPTY", 400, "Message can't be empty")),
        ({"MESSAGE": None}, ("MESSAGE_EMPTY", 400, "Message can't be empty")),
        (
            {"MESSAGE": "", "KEYBOARD": [{"TEXT": "a", "LINK": "/a"}]},
            ("MESSAGE_EMPTY", 400, "Message can't be empty"),
        ),
        ({"DIALOG_ID": None}, ("USER_ID_EMPTY", 400, "User ID can't be empty")),
        ({"DIALOG_ID": "bob"}, ("USER_ID_EMPTY", 400, "User ID can't be empty")),
        ({"DIALOG_ID": [2]}, ("USER_ID_EMPTY", 400, "User ID can't be empty")),
        ({"DIALOG_ID": "-2"}, ("USER_ID_EMPTY", 400, "User ID can't be empty")),
        ({"DIALOG_ID": "99"}, ("USER_NOT_FOUND", 400, "User not found")),
        ({"DIALOG_ID": "chat99"}, ("CHAT_ID", 400, "Error creating message")),
        ({"DIALOG_ID": "sg99"}, ("CHAT_ID", 400, "Error creating message")),
        ({"DIALOG_ID": "1"}, ("ACCESS_ERROR", 400, "Action unavailable")),
        ({"MESSAGE": ["hi"]}, ("PARAMS_ERROR", 400, "Incorrect params")),
        ({"SYSTEM": "perhaps"}, ("PARAMS_ERROR", 400, "Incorrect params")),
        ({"URL_PREVIEW": {}}, ("PARAMS_ERROR", 400, "Incorrect params")),
        ({"REPLY_ID": "first"}, ("PARAMS_ERROR", 400, "Incorrect params")),
        ({"ATTACH": "{"}, ("ATTACH_ERROR", 400, "Incorrect attach params")),
        ({"ATTACH": [{"NONE": 1}]}, ("ATTACH_ERROR", 400, "Incorrect attach params")),
        (
            {"ATTACH": [{"MESSAGE": "x" * 60_000}]},
            ("ATTACH_OVERSIZE", 400, "You have exceeded the maximum allowable size of attach"),
        ),
        (
            {"ATTACH": [{"MESSAGE": "hi"}, {"MESSAGE": "x" * 60_001}]},
            ("ATTACH_OVERSIZE", 400, "You have exceeded the maximum allowable size of attach"),
        ),
        (
            {"ATTACH": " " * 360_000 + '[{"MESSAGE":"hi"}]'},
            ("ATTACH_OVERSIZE", 400, "You have exceeded the maximum allowable size of attach"),
        ),
        ({"KEYBOARD": "{"}, ("KEYBOARD_ERROR", 400, "Incorrect keyboard params")),
        ({"KEYBOARD": [{"TEXT": "x"}]}, ("KEYBOARD_ERROR", 400, "Incorrect keyboard params")),
        ({"MENU": "{"}, ("MENU_ERROR", 400, "Incorrect menu params")),
        ({"REPLY_ID": 10**19}, ("REPLY_ACCESS_ERROR", 400, "Action unavailable")),
        ({"REPLY_ID": -1}, ("REPLY_ACCESS_ERROR", 400, "Action unavailable")),
    ],
)
async def test_each_wrong_value_has_its_refusal(
    portal: PortalUnderTest, arguments: dict[str, Any], refusal: tuple[str, int, str]
) -> None:
    given = {"DIALOG_ID": "2", "MESSAGE": "hi", **arguments}
    assert await portal.refusal(ADA, "im.message.add", **given) == refusal


async def test_a_chat_is_closed_to_who_is_not_in_it(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    refusal = await portal.refusal(
        CLEO, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE="hi"
    )
    assert refusal == ("ACCESS_ERROR", 400, "Action unavailable")


async def test_a_dismissed_person_is_not_found(portal: PortalUnderTest) -> None:
    await portal.add_person(9, first_name="Gone", active=False)
    refusal = await portal.refusal(ADA, "im.message.add", DIALOG_ID="9", MESSAGE="hi")
    assert refusal.code == "USER_NOT_FOUND"


async def test_a_reply_stays_in_its_chat(portal: PortalUnderTest) -> None:
    elsewhere = await say(portal, ADA, "3")
    refusal = await portal.refusal(
        ADA, "im.message.add", DIALOG_ID="2", MESSAGE="re", REPLY_ID=elsewhere
    )
    assert refusal == (
        "REPLY_FROM_OTHER_CHAT_ERROR",
        400,
        "You can only reply to a message within the same chat",
    )


async def test_a_reply_to_what_one_cannot_see_is_refused(portal: PortalUnderTest) -> None:
    foreign = await say(portal, BEN, "3")
    chat_id = await portal.call(ADA, "im.chat.add", MESSAGE="before")
    hidden = (await read(portal, ADA, f"chat{chat_id}"))[0]["id"]
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    first = await portal.refusal(
        ADA, "im.message.add", DIALOG_ID="2", MESSAGE="re", REPLY_ID=foreign
    )
    second = await portal.refusal(
        BEN, "im.message.add", DIALOG_ID=f"chat{chat_id}", MESSAGE="re", REPLY_ID=hidden
    )
    assert first == second == ("REPLY_ACCESS_ERROR", 400, "Action unavailable")


async def test_a_refused_message_leaves_nothing_behind(portal: PortalUnderTest) -> None:
    await portal.refusal(ADA, "im.message.add", DIALOG_ID="2", MESSAGE="")
    answer = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID="1")
    assert answer == {"chat_id": 0, "messages": [], "users": [], "files": []}

"""im.dialog.messages.get"""

from typing import Any

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, PortalUnderTest


async def write(portal: PortalUnderTest, count: int) -> list[int]:
    """Answer the ids of Ada's messages to Ben, the oldest first."""
    return [
        await portal.call(ADA, "im.message.add", DIALOG_ID="2", MESSAGE=f"m{number}")
        for number in range(count)
    ]


async def read(portal: PortalUnderTest, **arguments: Any) -> list[int]:
    page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID="1", **arguments)
    return [one["id"] for one in page["messages"]]


async def test_a_bots_message_is_seen_by_the_person_it_was_sent_to(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    keyboard = [{"TEXT": "Go", "COMMAND": "go"}]
    message_id = await bot.send(str(BEN), "hello", keyboard=keyboard)
    page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    assert set(page) == {"chat_id", "messages", "users", "files"}
    (message,) = page["messages"]
    assert set(message) == shapes.MESSAGE
    assert message["id"] == message_id
    assert message["chat_id"] == page["chat_id"]
    assert message["author_id"] == bot.id
    assert message["text"] == "hello"
    assert message["date"] == "2026-09-21T16:13:20+02:00"
    assert message["unread"] is True
    assert message["params"]["KEYBOARD"][0]["BOT_ID"] == bot.id
    (author,) = page["users"]
    assert set(author) == shapes.PERSON
    assert (author["id"], author["bot"], author["type"]) == (bot.id, True, "bot")
    assert author["bot_data"]["code"] == "helper"
    assert page["files"] == []


async def test_a_plain_message_has_an_empty_list_of_params(portal: PortalUnderTest) -> None:
    await write(portal, 1)
    page = await portal.call(ADA, "im.dialog.messages.get", DIALOG_ID="2")
    assert page["messages"][0]["params"] == []
    assert page["messages"][0]["unread"] is False
    assert (page["users"][0]["type"], page["users"][0]["bot_data"]) == ("user", None)


async def test_a_template_id_is_shown_as_the_uuid(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    uuid = "0c42a08f-4235-49fc-994f-c9bccd499ac1"
    await bot.send(str(BEN), "hello", templateId=uuid)
    page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id))
    assert page["messages"][0]["uuid"] == uuid


async def test_a_system_message_has_no_author(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[BEN])
    page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    (message,) = page["messages"]
    assert (message["author_id"], message["uuid"]) == (0, None)
    assert message["params"] == {"CODE": ["CHAT_JOIN"], "NOTIFY": "N"}
    assert page["users"] == []


async def test_the_newest_twenty_come_first(portal: PortalUnderTest) -> None:
    ids = await write(portal, 22)
    assert await read(portal) == ids[:-21:-1]


async def test_pages_leave_out_the_message_they_start_from(portal: PortalUnderTest) -> None:
    ids = await write(portal, 5)
    assert await read(portal, LAST_ID=ids[3], LIMIT=2) == [ids[2], ids[1]]
    assert await read(portal, FIRST_ID=str(ids[1]), LIMIT="2") == [ids[3], ids[2]]
    assert await read(portal, FIRST_ID=ids[4]) == []
    assert await read(portal, LAST_ID=ids[0]) == []


async def test_of_two_starts_the_last_id_counts(portal: PortalUnderTest) -> None:
    ids = await write(portal, 4)
    assert await read(portal, LAST_ID=ids[2], FIRST_ID=ids[0]) == [ids[1], ids[0]]


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (-5, 1), (50, 50), (10**19, 50)])
async def test_the_limit_is_kept_within_bounds(
    portal: PortalUnderTest, limit: int, count: int
) -> None:
    await write(portal, 51)
    assert len(await read(portal, LIMIT=limit)) == count


@pytest.mark.parametrize("name", ["LAST_ID", "FIRST_ID"])
@pytest.mark.parametrize("number", [10**19, -1, 999])
async def test_a_page_beside_no_message_is_empty(
    portal: PortalUnderTest, name: str, number: int
) -> None:
    await write(portal, 2)
    assert await read(portal, **{name: number}) == []


async def test_a_message_of_another_chat_starts_no_page(portal: PortalUnderTest) -> None:
    await write(portal, 1)
    elsewhere = await portal.call(ADA, "im.message.add", DIALOG_ID="3", MESSAGE="secret")
    assert await read(portal, LAST_ID=elsewhere) == []


async def test_reading_opens_no_dialog(portal: PortalUnderTest) -> None:
    empty = {"chat_id": 0, "messages": [], "users": [], "files": []}
    assert await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID="1") == empty
    assert await portal.call(ADA, "im.chat.add") == 1


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"DIALOG_ID": None}, ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")),
        ({"DIALOG_ID": "bob"}, ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")),
        ({"FIRST_ID": "one"}, ("FIRST_ID_STRING", 400, "First ID can't be string")),
        ({"LAST_ID": "one"}, ("LAST_ID_STRING", 400, "Last ID can't be string")),
        ({"LAST_ID": [1]}, ("LAST_ID_STRING", 400, "Last ID can't be string")),
        ({"LIMIT": "all"}, ("INVALID_ARGUMENT", 400, "Parameter LIMIT must be an integer")),
        (
            {"DIALOG_ID": "chat1"},
            ("ACCESS_ERROR", 403, "You do not have access to the specified dialog"),
        ),
        (
            {"DIALOG_ID": "99"},
            ("ACCESS_ERROR", 403, "You do not have access to the specified dialog"),
        ),
        (
            {"DIALOG_ID": "2"},
            ("ACCESS_ERROR", 403, "You do not have access to the specified dialog"),
        ),
    ],
)
async def test_each_wrong_value_has_its_refusal(
    portal: PortalUnderTest, arguments: dict[str, Any], refusal: tuple[str, int, str]
) -> None:
    await portal.call(ADA, "im.chat.add")
    given = {"DIALOG_ID": "1", **arguments}
    assert await portal.refusal(BEN, "im.dialog.messages.get", **given) == refusal


async def test_what_a_message_shows_is_answered_as_a_tree_to_who_asks(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    await bot.send(
        str(BEN),
        "Hello, [USER=2]Ben[/USER]!",
        keyboard=[{"TEXT": "Go", "COMMAND": "go"}],
        attach=[{"MESSAGE": "[B]bold[/B]"}],
    )
    for asked in (True, "Y", "1"):
        page = await portal.call(
            BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id), WITH_TREE=asked
        )
        (message,) = page["messages"]
        assert set(message) == shapes.MESSAGE | {"tree"}
        assert message["text"] == "Hello, [USER=2]Ben[/USER]!"
        assert message["tree"] == {
            "text": [
                {"type": "text", "text": "Hello, "},
                {"type": "mention", "userId": 2, "children": [{"type": "text", "text": "Ben"}]},
                {"type": "text", "text": "!"},
            ],
            "attach": {
                "colorToken": "base",
                "blocks": [
                    {
                        "type": "message",
                        "children": [
                            {"type": "bold", "children": [{"type": "text", "text": "bold"}]}
                        ],
                    }
                ],
            },
            "keyboard": [
                [
                    {
                        "text": "Go",
                        "press": {
                            "type": "command",
                            "command": "go",
                            "params": "",
                            "botId": bot.id,
                        },
                        "context": "ALL",
                        "bgColorToken": "base",
                    }
                ]
            ],
        }
    for unasked in ({}, {"WITH_TREE": "N"}, {"WITH_TREE": False}):
        page = await portal.call(BEN, "im.dialog.messages.get", DIALOG_ID=str(bot.id), **unasked)
        assert set(page["messages"][0]) == shapes.MESSAGE

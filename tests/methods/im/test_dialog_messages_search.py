"""im.dialog.messages.search"""

from typing import Any

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

MESSAGE = {
    "id", "chatId", "chat_id", "authorId", "author_id", "date", "text", "isSystem", "uuid",
    "forward", "params", "viewedByOthers", "block", "unread", "viewed", "viewedCount",
}  # fmt: skip
AUTHOR = {
    "id", "active", "name", "firstName", "lastName", "workPosition", "color", "avatar",
    "avatarHr", "gender", "birthday", "extranet", "network", "bot", "connector",
    "externalAuthId", "status", "idle", "lastActivityDate", "mobileLastDate", "desktopLastDate",
    "absent", "departments", "phones", "botData", "type", "website", "email",
}  # fmt: skip


async def say(portal: PortalUnderTest, *texts: str) -> None:
    """Ada says each to Ben, a day apart."""
    for text in texts:
        await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE=text)
        portal.clock.seconds += 24 * 3600


async def found(portal: PortalUnderTest, **arguments: Any) -> list[str]:
    answer = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1, **arguments)
    return [one["text"] for one in answer["messages"]]


async def test_what_is_found_comes_with_its_authors(portal: PortalUnderTest) -> None:
    await say(portal, "hello")
    answer = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID="1")
    assert set(answer) == {
        "messages", "users", "additionalMessages", "files", "copilot", "stickers", "reactions",
        "tariffRestrictions", "usersShort",
    }  # fmt: skip
    (message,) = answer["messages"]
    assert set(message) == MESSAGE
    assert message["chatId"] == message["chat_id"] == 1
    assert message["authorId"] == message["author_id"] == ADA
    assert (message["params"], message["forward"], message["isSystem"]) == ([], None, False)
    assert (message["unread"], message["viewed"], message["viewedCount"]) == (True, False, 0)
    (author,) = answer["users"]
    assert set(author) == AUTHOR
    assert len(AUTHOR) == len(shapes.PERSON)
    assert author["firstName"] == "Ada"
    assert answer["tariffRestrictions"] == {"isHistoryLimitExceeded": False}


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("one", ["Everyone 100%", "One"]),
        ("ПРИВЕТ", ["Эй, приВет!"]),
        ("0%", ["Everyone 100%", "a*b[c]\\d^e", "Эй, приВет!", "One"]),
        ("00%", ["Everyone 100%"]),
        ("*b[", ["a*b[c]\\d^e"]),
        ("c]\\d", ["a*b[c]\\d^e"]),
        ("d^e", ["a*b[c]\\d^e"]),
        ("...", []),
        ("", ["Everyone 100%", "a*b[c]\\d^e", "Эй, приВет!", "One"]),
        (" one ", ["Everyone 100%", "One"]),
    ],
)
async def test_text_is_found_in_any_case_from_three_characters_on(
    portal: PortalUnderTest, phrase: str, texts: list[str]
) -> None:
    await say(portal, "One", "Эй, приВет!", "a*b[c]\\d^e", "Everyone 100%")
    assert await found(portal, SEARCH_MESSAGE=phrase) == texts


COMPOSED, DECOMPOSED = "Un mo\u00e9t fr\u00e8s", "un moe\u0301t fre\u0300s"


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("mo\u00e9t fr", [DECOMPOSED, COMPOSED]),
        ("MOE\u0301T FR", [DECOMPOSED, COMPOSED]),
        ("\u1112\u1161\u11ab\uae00", ["\u1112\u1161\u11ab\u1100\u1173\u11af"]),
        ("bot 7", ["\uff22\uff4f\uff54\u3000\uff17\uff3b\uff58\uff3d", "bot 7"]),
        ("\uff22\uff2f\uff34", ["\uff22\uff4f\uff54\u3000\uff17\uff3b\uff58\uff3d", "bot 7"]),
        ("7[x]", ["\uff22\uff4f\uff54\u3000\uff17\uff3b\uff58\uff3d"]),
        ("\uff17\uff3b\uff38\uff3d", ["\uff22\uff4f\uff54\u3000\uff17\uff3b\uff58\uff3d"]),
        ("\uff3e\uff0d\uff3c", ["a^-\\b"]),
        ("a^-\\", ["a^-\\b"]),
        ("\uff3d\uff0d\uff3e", []),
    ],
)
async def test_accents_and_wide_letters_are_found_however_they_are_spelled(
    portal: PortalUnderTest, phrase: str, texts: list[str]
) -> None:
    hangul = "\u1112\u1161\u11ab\u1100\u1173\u11af"
    await say(
        portal,
        COMPOSED,
        DECOMPOSED,
        hangul,
        "bot 7",
        "\uff22\uff4f\uff54\u3000\uff17\uff3b\uff58\uff3d",
        "a^-\\b",
    )
    assert await found(portal, SEARCH_MESSAGE=phrase) == texts


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        ({"DATE_FROM": "2026-09-22T16:13:20+02:00"}, ["three", "two"]),
        ({"DATE_FROM": "2026-09-22T16:13:21+02:00"}, ["three"]),
        ({"DATE_TO": "2026-09-22T16:13:20+02:00"}, ["two", "one"]),
        ({"DATE_TO": "2026-09-22T16:13:19+02:00"}, ["one"]),
        ({"DATE": "2026-09-22"}, ["two"]),
        ({"DATE": "2026-09-22", "DATE_TO": "2026-09-22T12:00:00"}, []),
        ({"ORDER": {"ID": "ASC"}}, ["one", "two", "three"]),
        ({"ORDER": {"id": "asc"}, "LIMIT": 2}, ["one", "two"]),
        ({"ORDER": {"ID": "sideways"}}, ["three", "two", "one"]),
        ({"ORDER": {"DATE": "ASC"}}, ["three", "two", "one"]),
        ({"LIMIT": 1}, ["three"]),
        ({"LIMIT": 0}, ["three"]),
        ({"LAST_ID": 3}, ["two", "one"]),
        ({"LAST_ID": 1, "ORDER": {"ID": "ASC"}}, ["two", "three"]),
        ({"LAST_ID": -1}, ["three", "two", "one"]),
    ],
)
async def test_the_search_is_narrowed_and_ordered(
    portal: PortalUnderTest, arguments: dict[str, Any], texts: list[str]
) -> None:
    await say(portal, "one", "two", "three")
    assert await found(portal, **arguments) == texts


async def test_what_a_reply_answers_is_added_where_it_is_not_found_itself(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    first = await bot.send(str(BEN), "question")
    await bot.send(str(BEN), "answer", replyId=first)
    answer = await portal.call(
        BEN, "im.dialog.messages.search", CHAT_ID=1, SEARCH_MESSAGE="answer"
    )
    assert [one["text"] for one in answer["additionalMessages"]] == ["question"]
    answer = await portal.call(BEN, "im.dialog.messages.search", CHAT_ID=1)
    assert answer["additionalMessages"] == []


async def test_hidden_history_is_not_found(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", MESSAGE="secret")
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[BEN])
    assert await found(portal, SEARCH_MESSAGE="secret") == []
    assert await found(portal, LAST_ID=1, ORDER={"ID": "ASC"}, SEARCH_MESSAGE="secret") == []


async def test_how_many_others_viewed_is_counted(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.chat.add", USERS=[BEN, CLEO], MESSAGE="one")
    second = await portal.call(ADA, "im.message.add", DIALOG_ID="chat1", MESSAGE="two")
    await portal.call(BEN, "im.dialog.read", DIALOG_ID="chat1")
    await portal.call(CLEO, "im.dialog.read", DIALOG_ID="chat1", MESSAGE_ID=second - 1)
    answer = await portal.call(ADA, "im.dialog.messages.search", CHAT_ID=1)
    told = [(one["viewedCount"], one["viewedByOthers"]) for one in answer["messages"]]
    assert told == [(1, True), (2, True), (2, True)]


@pytest.mark.parametrize("chat_id", [None, 0, -1, "chat1", ""])
async def test_the_chat_must_be_named(portal: PortalUnderTest, chat_id: object) -> None:
    refusal = await portal.refusal(BEN, "im.dialog.messages.search", CHAT_ID=chat_id)
    assert refusal == ("CHAT_ID_EMPTY", 400, "CHAT_ID can't be empty")


@pytest.mark.parametrize("chat_id", [1, 99])
async def test_other_chats_are_closed(portal: PortalUnderTest, chat_id: int) -> None:
    await portal.call(ADA, "im.chat.add", TYPE="OPEN")
    refusal = await portal.refusal(BEN, "im.dialog.messages.search", CHAT_ID=chat_id)
    assert refusal == ("ACCESS_ERROR", 403, "You do not have access to this chat")


@pytest.mark.parametrize("parameter", ["DATE", "DATE_FROM", "DATE_TO"])
async def test_a_wrong_date_names_its_parameter(portal: PortalUnderTest, parameter: str) -> None:
    await say(portal, "one")
    refusal = await portal.refusal(
        BEN, "im.dialog.messages.search", CHAT_ID=1, **{parameter: "yesterday"}
    )
    assert refusal == ("INVALID_ARGUMENT", 400, f"Parameter {parameter} must be a date")

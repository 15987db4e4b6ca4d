"""im.search.chat.list and im.search.last.*"""

from typing import Any

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

FOUND_CHAT = shapes.DIALOG - {"readed_list", "last_message_views", "dialog_id", "manager_list"}
CHOSEN_CHAT = {
    "id", "name", "owner", "extranet", "avatar", "color", "type", "entity_type", "entity_id",
    "entity_data_1", "entity_data_2", "entity_data_3", "mute_list", "date_create", "message_type",
}  # fmt: skip


async def found(portal: PortalUnderTest, **arguments: Any) -> list[int]:
    return [one["id"] for one in await portal.call(BEN, "im.search.chat.list", **arguments)]


async def fill(portal: PortalUnderTest) -> None:
    """Chats 1 to 3: Ben's own, one with Cleo, and one where he is not; and a private dialog."""
    await portal.call(BEN, "im.chat.add", TITLE="Новый Project")
    await portal.call(CLEO, "im.chat.add", TITLE="Plans", USERS=[BEN], MESSAGE="hi")
    await portal.call(ADA, "im.chat.add", TITLE="Project X")
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(CLEO), MESSAGE="project")


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ({"FIND": "proj"}, [1]),
        ({"FIND": "новый pr"}, [1]),
        ({"FIND": "НОВЫ"}, [1]),
        ({"FIND": "ject"}, []),
        ({"FIND": "cassette"}, [2]),
        ({"FIND": "bitfiddle"}, []),
        ({"FIND": "pl", "FIND_LINES": "pr"}, [2]),
        ({"FIND_LINES": "pr"}, []),
    ],
)
async def test_own_groups_are_found_by_title_and_by_their_people(
    portal: PortalUnderTest, arguments: dict[str, Any], ids: list[int]
) -> None:
    await fill(portal)
    assert await found(portal, **arguments) == ids


async def test_a_chat_found_is_shown_as_the_person_sees_it(portal: PortalUnderTest) -> None:
    await fill(portal)
    body = await portal.body(BEN, "im.search.chat.list", FIND="plans")
    assert (body["total"], "next" in body) == (1, False)
    (chat,) = body["result"]
    assert set(chat) == FOUND_CHAT
    assert (chat["name"], chat["role"], chat["owner"]) == ("Plans", "member", CLEO)
    assert (chat["counter"], chat["message_count"], chat["last_id"]) == (2, 2, 0)
    assert chat["unread_id"] == chat["last_message_id"] - 1
    assert chat["user_counter"] == 2


async def test_the_newest_chat_is_found_first(portal: PortalUnderTest) -> None:
    for number in range(12):
        await portal.call(BEN, "im.chat.add", TITLE=f"Twin {number}")
    first = await portal.body(BEN, "im.search.chat.list", FIND="twin")
    assert [one["id"] for one in first["result"]] == list(range(12, 2, -1))
    assert (first["total"], first["next"]) == (12, 10)
    assert await found(portal, FIND="twin", OFFSET=10) == [2, 1]


@pytest.mark.parametrize("arguments", [{}, {"FIND": "a"}, {"FIND_LINES": "a"}, {"FIND": [1]}])
async def test_a_phrase_that_is_too_short_is_refused(
    portal: PortalUnderTest, arguments: dict[str, object]
) -> None:
    refusal = await portal.refusal(BEN, "im.search.chat.list", **arguments)
    assert refusal == ("FIND_SHORT", 400, "Too short a search phrase.")


async def chosen(portal: PortalUnderTest, **arguments: Any) -> list[Any]:
    return [one["id"] for one in await portal.call(BEN, "im.search.last.get", **arguments)]


async def test_what_was_chosen_is_listed_the_last_one_first(portal: PortalUnderTest) -> None:
    await fill(portal)
    for dialog_id in ("1", "chat2", "3", "1"):
        portal.clock.seconds += 1
        assert await portal.call(BEN, "im.search.last.add", DIALOG_ID=dialog_id) is True
    assert await chosen(portal) == [ADA, CLEO, "chat2"]
    assert await chosen(portal, SKIP_CHAT="Y", SKIP_OPENLINES="Y") == [ADA, CLEO]
    assert await chosen(portal, SKIP_DIALOG="Y") == ["chat2"]
    person, _, group = await portal.call(BEN, "im.search.last.get")
    assert set(person) == {"id", "type", "avatar", "title", "user"}
    assert set(person["user"]) == shapes.PERSON
    assert (person["type"], person["title"]) == ("user", "Ada Lovelace")
    assert set(group) == {"id", "type", "avatar", "title", "chat"}
    assert set(group["chat"]) == CHOSEN_CHAT
    assert (group["type"], group["title"], group["avatar"]["url"]) == ("chat", "Plans", "")


async def test_a_choice_is_forgotten_once(portal: PortalUnderTest) -> None:
    await portal.call(BEN, "im.search.last.add", DIALOG_ID="1")
    assert await portal.call(BEN, "im.search.last.delete", DIALOG_ID="1") is True
    assert await portal.call(BEN, "im.search.last.delete", DIALOG_ID="1") is False
    assert await chosen(portal) == []


async def test_fifty_choices_are_kept(portal: PortalUnderTest) -> None:
    for number in range(1, 53):
        portal.clock.seconds += 1
        await portal.call(BEN, "im.chat.add", TITLE=f"Chat {number}")
        await portal.call(BEN, "im.search.last.add", DIALOG_ID=f"chat{number}")
    assert await chosen(portal) == [f"chat{number}" for number in range(52, 2, -1)]


async def test_who_was_put_out_of_a_chat_does_not_find_it_again(portal: PortalUnderTest) -> None:
    await fill(portal)
    await portal.call(BEN, "im.search.last.add", DIALOG_ID="chat2")
    await portal.call(CLEO, "im.chat.user.delete", CHAT_ID=2, USER_ID=BEN)
    assert await chosen(portal) == []


@pytest.mark.parametrize("dialog_id", [None, "", "chat", "bob", "chat3", "99", "chat99"])
async def test_what_leads_nowhere_cannot_be_chosen(
    portal: PortalUnderTest, dialog_id: object
) -> None:
    await fill(portal)
    refusal = await portal.refusal(BEN, "im.search.last.add", DIALOG_ID=dialog_id)
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


@pytest.mark.parametrize("dialog_id", [None, "", "chat", "bob"])
async def test_an_unreadable_dialog_id_is_told(portal: PortalUnderTest, dialog_id: object) -> None:
    refusal = await portal.refusal(BEN, "im.search.last.delete", DIALOG_ID=dialog_id)
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")

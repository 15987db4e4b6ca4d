"""im.chat.add and im.chat.get"""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from tests.methods.im import shapes
from tests.pictures import picture
from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def card(portal: PortalUnderTest, chat_id: int) -> dict[str, Any]:
    found: dict[str, Any] = await portal.call(ADA, "im.dialog.get", DIALOG_ID=f"chat{chat_id}")
    return found


async def test_whoever_creates_a_chat_owns_it(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(
        ADA,
        "im.chat.add",
        USERS=[BEN, "3", 99],
        TYPE="CHAT",
        TITLE="Deal",
        DESCRIPTION="about",
        COLOR="LIGHT_BLUE",
        MESSAGE="welcome",
    )
    chat = await card(portal, chat_id)
    assert chat["id"] == chat_id
    assert chat["owner"] == ADA
    assert chat["role"] == "owner"
    assert chat["name"] == "Deal"
    assert chat["description"] == "about"
    assert chat["color"] == "#4ba5c3"
    assert (chat["type"], chat["message_type"]) == ("chat", "C")
    assert await portal.call(BEN, "im.chat.user.list", CHAT_ID=chat_id) == [ADA, BEN, CLEO]
    page = await portal.call(CLEO, "im.dialog.messages.get", DIALOG_ID=f"chat{chat_id}")
    assert page["messages"][0]["text"] == "welcome"
    assert page["messages"][1]["params"] == {"CODE": ["CHAT_JOIN"], "NOTIFY": "N"}


async def test_nothing_is_required(portal: PortalUnderTest) -> None:
    chat = await card(portal, await portal.call(ADA, "im.chat.add"))
    assert chat["name"]
    assert chat["color"].startswith("#")
    assert chat["user_counter"] == 1


async def test_a_chat_can_be_open(portal: PortalUnderTest) -> None:
    chat = await card(portal, await portal.call(ADA, "im.chat.add", TYPE="OPEN"))
    assert (chat["type"], chat["message_type"]) == ("open", "O")


async def test_bots_can_be_invited(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    chat_id = await portal.call(ADA, "im.chat.add", USERS=[bot.id])
    told = await bot.call("imbot.v2.Chat.get", dialogId=f"chat{chat_id}")
    assert told["chat"]["id"] == chat_id


async def test_a_picture_becomes_the_chats_avatar(portal: PortalUnderTest) -> None:
    written = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(written, "PNG")
    encoded = base64.b64encode(written.getvalue()).decode()
    chat = await card(portal, await portal.call(ADA, "im.chat.add", AVATAR=encoded))
    key = chat["avatar"].rpartition("/avatar/")[2]
    assert await portal.blobs.get(key)


async def test_what_is_no_picture_is_no_avatar(portal: PortalUnderTest) -> None:
    chat = await card(portal, await portal.call(ADA, "im.chat.add", AVATAR="bm8="))
    assert chat["avatar"] == ""


@pytest.mark.parametrize(
    ("arguments", "parameter"), [({"USERS": "everybody"}, "USERS"), ({"TITLE": ["a"]}, "TITLE")]
)
async def test_a_wrong_value_names_its_parameter(
    portal: PortalUnderTest, arguments: dict[str, Any], parameter: str
) -> None:
    refusal = await portal.refusal(ADA, "im.chat.add", **arguments)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert parameter in refusal.description


async def test_a_chat_that_belongs_to_a_deal_says_so(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", ENTITY_TYPE="CRM", ENTITY_ID="DEAL|1663")
    chat = await card(portal, chat_id)
    assert chat["type"] == "crm"
    assert (chat["entity_type"], chat["entity_id"]) == ("CRM", "DEAL|1663")
    assert chat["entity_link"] == {
        "type": "DEAL",
        "url": "/crm/deal/details/1663/",
        "id": "DEAL|1663",
    }
    assert chat["restrictions"] | {"path": "", "path_title": ""} == chat["restrictions"]
    assert chat["restrictions"]["rename"] is False
    [listed] = (await portal.call(ADA, "im.recent.list"))["items"]
    assert set(listed["chat"]["restrictions"]) == shapes.RESTRICTIONS


async def test_the_chat_of_a_workgroup_leads_there(portal: PortalUnderTest) -> None:
    wanted = {"ENTITY_TYPE": "SONET_GROUP", "ENTITY_ID": "12/1"}
    chat = await card(portal, await portal.call(ADA, "im.chat.add", **wanted))
    assert chat["entity_link"] == {
        "type": "SONET_GROUP",
        "url": "/workgroups/group/12%2F1/",
        "id": "12/1",
    }
    way = {"path": "/workgroups/group/#ID#/", "path_title": "To group"}
    assert chat["restrictions"] | way == chat["restrictions"]


@pytest.mark.parametrize("entity_type", ["TASKS_TASK", "CHAT"])
async def test_what_does_not_name_its_chat_leaves_it_free(
    portal: PortalUnderTest, entity_type: str
) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", ENTITY_TYPE=entity_type, ENTITY_ID="13")
    chat = await card(portal, chat_id)
    assert chat["entity_link"] == {"type": entity_type, "url": "", "id": "13"}
    assert chat["restrictions"] == dict.fromkeys(shapes.RESTRICTIONS, True)
    for name, value in (("Title", "Mine"), ("Avatar", picture())):
        changed = {"CHAT_ID": chat_id, name.upper(): value}
        assert await portal.call(ADA, f"im.chat.update{name}", **changed) is True


async def test_a_chat_is_found_by_what_it_belongs_to(portal: PortalUnderTest) -> None:
    chat_id = await portal.call(ADA, "im.chat.add", ENTITY_TYPE="TASKS", ENTITY_ID=13)
    await portal.call(ADA, "im.chat.add", ENTITY_TYPE="TASKS", ENTITY_ID="13")
    for number in ("13", 13):
        found = await portal.call(CLEO, "im.chat.get", ENTITY_TYPE="TASKS", ENTITY_ID=number)
        assert found == {"ID": chat_id}


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"ENTITY_TYPE": "TASKS"},
        {"ENTITY_TYPE": "TASKS", "ENTITY_ID": "14"},
        {"ENTITY_TYPE": ["TASKS"], "ENTITY_ID": {"a": 1}},
        {"ENTITY_TYPE": "", "ENTITY_ID": ""},
    ],
)
async def test_what_has_no_chat_is_null(
    portal: PortalUnderTest, arguments: dict[str, Any]
) -> None:
    await portal.call(ADA, "im.chat.add", ENTITY_TYPE="TASKS", ENTITY_ID="13")
    assert await portal.call(ADA, "im.chat.get", **arguments) is None


@pytest.mark.parametrize(
    ("name", "most"),
    [("TITLE", 255), ("DESCRIPTION", 20_000), ("ENTITY_TYPE", 255), ("ENTITY_ID", 255)],
)
async def test_each_text_has_an_end(portal: PortalUnderTest, name: str, most: int) -> None:
    await portal.call(ADA, "im.chat.add", **{name: "x" * most})
    assert await portal.refusal(ADA, "im.chat.add", **{name: "x" * (most + 1)}) == (
        "INVALID_ARGUMENT",
        400,
        f"Parameter {name} must be at most {most} characters",
    )

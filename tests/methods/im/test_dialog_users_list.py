"""im.dialog.users.list"""

from typing import Any

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

MAIL = 4


async def listed(portal: PortalUnderTest, **arguments: Any) -> list[int]:
    return [one["id"] for one in await portal.call(BEN, "im.dialog.users.list", **arguments)]


async def fill(portal: PortalUnderTest) -> int:
    """Chat 1 of Cleo, Ben, Ada, the e-mail user 4 and a bot; answer the bot's id."""
    await portal.add_person(MAIL, first_name="Mail", type="email")
    bot = await portal.register_bot()
    await portal.call(CLEO, "im.chat.add", USERS=[bot.id, BEN, ADA, MAIL])
    return bot.id


async def test_members_are_listed_with_their_profiles(portal: PortalUnderTest) -> None:
    bot_id = await fill(portal)
    body = await portal.body(BEN, "im.dialog.users.list", DIALOG_ID="chat1")
    assert [one["id"] for one in body["result"]] == [ADA, BEN, CLEO, MAIL, bot_id]
    assert all(set(one) == shapes.PERSON for one in body["result"])
    assert (body["total"], "next" in body) == (5, False)
    assert body["result"][-1]["bot_data"]["code"] == "helper"


@pytest.mark.parametrize(
    ("arguments", "left_out"),
    [
        ({}, set()),
        ({"SKIP_EXTERNAL": "N"}, set()),
        ({"SKIP_EXTERNAL": "Y"}, {MAIL, "bot"}),
        ({"SKIP_EXTERNAL": "Y", "SKIP_EXTERNAL_EXCEPT_TYPES": "bot"}, {MAIL}),
        ({"SKIP_EXTERNAL": "Y", "SKIP_EXTERNAL_EXCEPT_TYPES": "email, Bot"}, set()),
        ({"SKIP_EXTERNAL_EXCEPT_TYPES": "bot"}, set()),
    ],
)
async def test_those_from_elsewhere_are_left_out_when_asked(
    portal: PortalUnderTest, arguments: dict[str, str], left_out: set[object]
) -> None:
    bot_id = await fill(portal)
    gone = {bot_id if one == "bot" else one for one in left_out}
    everybody = [ADA, BEN, CLEO, MAIL, bot_id]
    found = await listed(portal, DIALOG_ID="chat1", **arguments)
    assert found == [one for one in everybody if one not in gone]


async def test_the_pages_follow_each_other(portal: PortalUnderTest) -> None:
    bot_id = await fill(portal)
    first = await portal.body(BEN, "im.dialog.users.list", DIALOG_ID="chat1", LIMIT=2)
    assert [one["id"] for one in first["result"]] == [ADA, BEN]
    assert (first["total"], first["next"]) == (5, 2)
    assert await listed(portal, DIALOG_ID="chat1", LIMIT=2, OFFSET=4) == [bot_id]
    last = await portal.body(BEN, "im.dialog.users.list", DIALOG_ID="chat1", OFFSET=99)
    assert (last["result"], last["total"], "next" in last) == ([], 5, False)
    assert await listed(portal, DIALOG_ID="chat1", LAST_ID=CLEO) == [MAIL, bot_id]
    assert await listed(portal, DIALOG_ID="chat1", LIMIT=0, OFFSET=-1) == [ADA]


async def test_a_private_dialog_has_two_sides_once_it_is_opened(portal: PortalUnderTest) -> None:
    assert await listed(portal, DIALOG_ID="1") == []
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hi")
    assert await listed(portal, DIALOG_ID="1") == [ADA, BEN]


async def test_an_open_chat_shows_its_members_to_everybody(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.chat.add", TYPE="OPEN", USERS=[CLEO])
    assert await listed(portal, DIALOG_ID="chat1") == [ADA, CLEO]


@pytest.mark.parametrize("dialog_id", [None, "", "chat", "bob"])
async def test_an_unreadable_dialog_id_is_told(portal: PortalUnderTest, dialog_id: object) -> None:
    refusal = await portal.refusal(BEN, "im.dialog.users.list", DIALOG_ID=dialog_id)
    assert refusal == ("DIALOG_ID_EMPTY", 400, "Dialog ID can't be empty")


@pytest.mark.parametrize("dialog_id", ["chat1", "chat99", "99", str(BEN), "sg1"])
async def test_what_one_may_not_see_is_closed(portal: PortalUnderTest, dialog_id: str) -> None:
    await portal.call(ADA, "im.chat.add")
    refusal = await portal.refusal(BEN, "im.dialog.users.list", DIALOG_ID=dialog_id)
    assert refusal == ("ACCESS_ERROR", 403, "You do not have access to the specified dialog")

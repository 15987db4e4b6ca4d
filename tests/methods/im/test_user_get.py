"""im.user.get and im.user.list.get"""

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

DAN = 9


async def test_the_caller_is_shown_by_default(portal: PortalUnderTest) -> None:
    person = await portal.call(ADA, "im.user.get")
    assert set(person) == shapes.PERSON
    assert (person["id"], person["name"], person["bot"]) == (ADA, "Ada Lovelace", False)
    assert (person["type"], person["bot_data"], person["phones"]) == ("user", None, False)


async def test_phones_are_spelled_as_the_other_keys(portal: PortalUnderTest) -> None:
    phones = {"workPhone": "1", "personalMobile": "2", "personalPhone": "3", "innerPhone": "4"}
    await portal.add_person(DAN, first_name="Dan", phones=phones)
    spelled = {
        "work_phone": "1",
        "personal_mobile": "2",
        "personal_phone": "3",
        "inner_phone": "4",
    }
    assert (await portal.call(ADA, "im.user.get", ID=DAN))["phones"] == spelled
    found = await portal.call(ADA, "im.search.user.list", FIND="Dan")
    assert found[str(DAN)]["phones"] == spelled
    bot = await portal.register_bot()
    chat_id = await portal.call(DAN, "im.chat.add", USERS=[ADA, bot.id], MESSAGE="hello")
    said = await portal.call(ADA, "im.dialog.messages.search", CHAT_ID=chat_id)
    assert [one["phones"] for one in said["users"]] == [spelled]
    members = await bot.call("imbot.v2.Chat.User.list", dialogId=f"chat{chat_id}")
    assert [one["phones"] for one in members if one["id"] == DAN] == [phones]


async def test_anybody_may_be_shown(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    person = await portal.call(ADA, "im.user.get", ID=str(BEN), AVATAR_HR="Y")
    assert (person["id"], person["departments"]) == (BEN, [1, 2])
    shown = await portal.call(BEN, "im.user.get", ID=bot.id)
    assert (shown["bot"], shown["bot_data"]["code"]) == (True, "helper")


@pytest.mark.parametrize("user_id", [0, -1, "x", [1]])
async def test_what_is_no_id_is_refused(portal: PortalUnderTest, user_id: object) -> None:
    refusal = await portal.refusal(ADA, "im.user.get", ID=user_id)
    assert refusal == ("ID_EMPTY", 400, "User ID can't be empty")


async def test_who_does_not_exist_is_refused(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(ADA, "im.user.get", ID=99)
    assert refusal == ("USER_NOT_EXISTS", 400, "User is not exists")


@pytest.mark.parametrize("kind", ["extranet", "collaber"])
async def test_outsiders_see_those_who_share_a_chat_with_them(
    portal: PortalUnderTest, kind: str
) -> None:
    await portal.add_person(DAN, "im", first_name="Dan", type=kind)
    await portal.call(ADA, "im.chat.add", USERS=[DAN, BEN])
    assert (await portal.call(DAN, "im.user.get", ID=BEN))["id"] == BEN
    assert (await portal.call(DAN, "im.user.get", ID=DAN))["id"] == DAN
    refusal = await portal.refusal(DAN, "im.user.get", ID=CLEO)
    assert refusal == (
        "ACCESS_DENIED", 400, "You can request only users who consist of your extranet group",
    )  # fmt: skip
    found = await portal.call(DAN, "im.user.list.get", ID=[ADA, BEN, CLEO, DAN])
    assert set(found) == {str(ADA), str(BEN), str(DAN)}


@pytest.mark.parametrize("given", [[BEN, "1", BEN], "[2, 1]", {"0": "2", "1": "1"}])
async def test_several_are_shown_as_a_map_by_id(portal: PortalUnderTest, given: object) -> None:
    found = await portal.call(CLEO, "im.user.list.get", ID=given)
    assert list(found) == [str(ADA), str(BEN)]
    assert set(found["1"]) == shapes.PERSON


async def test_several_are_shown_as_a_list_when_asked(portal: PortalUnderTest) -> None:
    found = await portal.call(CLEO, "im.user.list.get", ID=[BEN, 99, ADA], RESULT_TYPE="array")
    assert [one["id"] for one in found] == [ADA, BEN]


async def test_nobody_known_is_an_empty_list(portal: PortalUnderTest) -> None:
    assert await portal.call(CLEO, "im.user.list.get", ID=[99]) == []
    assert await portal.call(CLEO, "im.user.list.get", ID="[99]", RESULT_TYPE="array") == []


@pytest.mark.parametrize("given", [None, "", [], "x", "[1", "5", 5, ["x"], [None], [[1]], "{}"])
async def test_what_is_no_list_of_ids_is_refused(portal: PortalUnderTest, given: object) -> None:
    refusal = await portal.refusal(ADA, "im.user.list.get", ID=given)
    assert refusal == ("INVALID_FORMAT", 400, "A wrong format for the ID field is passed")

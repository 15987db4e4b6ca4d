"""im.search.user.list and im.search.department.list"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

DAN = 9
FOUND_PERSON = {
    "id", "name", "first_name", "last_name", "work_position", "color", "avatar", "gender",
    "birthday", "extranet", "network", "bot", "connector", "external_auth_id", "status", "idle",
    "last_activity_date", "mobile_last_date", "departments", "absent", "phones",
}  # fmt: skip


async def found(portal: PortalUnderTest, phrase: str, viewer: int = BEN) -> list[int]:
    answer = await portal.call(viewer, "im.search.user.list", FIND=phrase, LIMIT=50)
    return [int(one) for one in answer]


async def test_somebody_found_is_shown_in_a_map(portal: PortalUnderTest) -> None:
    body = await portal.body(BEN, "im.search.user.list", FIND="Ada")
    assert body["total"] == 1
    assert "next" not in body
    (person,) = body["result"].values()
    assert set(body["result"]) == {str(ADA)}
    assert set(person) == FOUND_PERSON
    assert (person["id"], person["birthday"], person["phones"]) == (ADA, False, False)


@pytest.mark.parametrize(
    "phrase", ["ren\u00e9", "RENE\u0301", "\uff32\uff25\uff2e", "\uff4d\uff45\uff4e ren"]
)
async def test_somebody_is_found_however_accents_and_widths_are_spelled(
    portal: PortalUnderTest, phrase: str
) -> None:
    await portal.add_person(DAN, first_name="Rene\u0301", last_name="Mene\u0301ndez")
    assert await found(portal, phrase) == [DAN]


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("ada", [ADA]),
        ("LOVE", [ADA]),
        ("love ad", [ADA]),
        ("engin", [ADA]),
        ("lace", []),
        ("ada bit", []),
        ("  be  ", [BEN]),
        ("юр", [DAN]),
        ("ЮРИЙ", [DAN]),
        ("o'h", [DAN]),
        ("лев-то", [DAN]),
        ("то", [DAN]),
        ("[x]", [DAN]),
        ("*?", []),
        ("^.", []),
        ("a_", []),
        ("%%", []),
        ("\\\\", []),
    ],
)
async def test_each_word_begins_one_of_the_name_or_the_position(
    portal: PortalUnderTest, phrase: str, ids: list[int]
) -> None:
    await portal.add_person(
        DAN, first_name="Юрий O'Hara", last_name="Лев-Толстой", work_position="[x] Boss"
    )
    assert await found(portal, phrase) == ids


async def test_bots_are_found_unless_hidden(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot("helper")
    await portal.register_bot("helpless", isHidden=True)
    assert await found(portal, "help") == [bot.id]


async def test_a_personal_bot_is_found_by_those_who_share_a_chat(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot("helper", type="personal")
    assert await found(portal, "help") == []
    await portal.call(BEN, "im.dialog.get", DIALOG_ID=str(bot.id))
    assert await found(portal, "help") == [bot.id]
    assert await found(portal, "help", CLEO) == []


async def test_outsiders_find_those_who_share_a_chat_with_them(portal: PortalUnderTest) -> None:
    await portal.add_person(DAN, "im", first_name="Benno", type="extranet")
    assert await found(portal, "be", DAN) == [DAN]
    await portal.call(BEN, "im.chat.add", USERS=[DAN])
    assert await found(portal, "be", DAN) == [BEN, DAN]


async def test_the_dismissed_and_mail_users_are_not_found(portal: PortalUnderTest) -> None:
    await portal.add_person(10, first_name="Benno", active=False)
    await portal.add_person(11, first_name="Benno", type="email")
    assert await found(portal, "be") == [BEN]


async def test_the_pages_of_a_search_follow_each_other(portal: PortalUnderTest) -> None:
    for user_id in range(20, 32):
        await portal.add_person(user_id, first_name="Twin")
    first = await portal.body(BEN, "im.search.user.list", FIND="twin")
    assert list(first["result"]) == [str(one) for one in range(20, 30)]
    assert (first["total"], first["next"]) == (12, 10)
    last = await portal.body(BEN, "im.search.user.list", FIND="twin", OFFSET=10, LIMIT=99)
    assert list(last["result"]) == ["30", "31"]
    assert (last["total"], "next" in last) == (12, False)
    beyond = await portal.body(BEN, "im.search.user.list", FIND="twin", OFFSET=99, LIMIT=-1)
    assert (beyond["result"], beyond["total"]) == ([], 12)


@pytest.mark.parametrize("phrase", [None, "", "a", " a ", ["ada"]])
async def test_a_phrase_that_is_too_short_is_refused(
    portal: PortalUnderTest, phrase: object
) -> None:
    refusal = await portal.refusal(BEN, "im.search.user.list", FIND=phrase)
    assert refusal == ("FIND_SHORT", 400, "Too short a search phrase.")


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ({"FIND": "depart"}, [1, 2]),
        ({"FIND": "PARTMENT 2"}, [2]),
        ({"FIND": ""}, [1, 2]),
        ({"FIND": "x"}, [1, 2]),
        ({"FIND": "sales"}, []),
        ({"FIND": "depart", "OFFSET": 1}, [2]),
        ({"FIND": "depart", "LIMIT": 1}, [1]),
    ],
)
async def test_departments_are_those_that_people_are_in(
    portal: PortalUnderTest, arguments: dict[str, Any], numbers: list[int]
) -> None:
    answer = await portal.call(BEN, "im.search.department.list", **arguments)
    assert [one["id"] for one in answer] == numbers
    assert all(one["name"] == one["full_name"] == f"Department {one['id']}" for one in answer)
    assert all("manager_user_data" not in one for one in answer)


async def test_nobody_manages_a_department(portal: PortalUnderTest) -> None:
    answer = await portal.body(BEN, "im.search.department.list", FIND="partment 1", USER_DATA="Y")
    assert answer == {
        "result": [
            {
                "id": 1,
                "name": "Department 1",
                "full_name": "Department 1",
                "manager_user_id": 0,
                "manager_user_data": [],
            }
        ],
        "total": 1,
    }


async def test_departments_are_not_searched_without_a_phrase(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(BEN, "im.search.department.list")
    assert refusal == ("FIND_SHORT", 400, "Too short a search phrase.")

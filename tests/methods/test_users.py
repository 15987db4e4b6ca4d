"""user.current, user.get and user.search"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, CLEO, PortalUnderTest

DAN = 4
CURRENT_KEYS = {
    "ID", "ACTIVE", "NAME", "LAST_NAME", "EMAIL", "LAST_LOGIN", "DATE_REGISTER", "IS_ONLINE",
    "LAST_ACTIVITY_DATE", "PERSONAL_GENDER", "PERSONAL_BIRTHDAY", "WORK_POSITION",
    "UF_EMPLOYMENT_DATE", "UF_DEPARTMENT",
}  # fmt: skip
LISTED_KEYS = CURRENT_KEYS | {
    "SECOND_NAME", "TIME_ZONE", "TIMESTAMP_X", "PERSONAL_WWW", "PERSONAL_MOBILE",
    "PERSONAL_CITY", "WORK_PHONE", "USER_TYPE",
}  # fmt: skip


async def ids(portal: PortalUnderTest, **arguments: Any) -> list[str]:
    return [one["ID"] for one in await portal.call(ADA, "user.get", **arguments)]


async def test_user_current_shows_the_caller(portal: PortalUnderTest) -> None:
    user = await portal.call(ADA, "user.current")
    assert set(user) == CURRENT_KEYS
    assert user["ID"] == "1"
    assert user["ACTIVE"] is True
    assert user["NAME"] == "Ada"
    assert user["IS_ONLINE"] == "Y"
    assert user["LAST_LOGIN"] == "2026-09-10T02:26:40+02:00"
    assert user["LAST_ACTIVITY_DATE"] == "2026-09-10 02:26:40"
    assert user["UF_DEPARTMENT"] == [1]


@pytest.mark.parametrize(
    ("scope", "hidden"),
    [
        ("user", set()),
        ("user_basic", {"LAST_LOGIN"}),
        ("user_brief", {"LAST_LOGIN", "EMAIL"}),
    ],
)
async def test_user_current_shows_what_the_scope_allows(
    portal: PortalUnderTest, scope: str, hidden: set[str]
) -> None:
    await portal.add_person(DAN, scope, first_name="Dan", email="dan@example.com")
    assert set(await portal.call(DAN, "user.current")) == CURRENT_KEYS - hidden


@pytest.mark.parametrize("method", ["user.current", "user.get", "user.search", "user.fields"])
async def test_without_a_user_scope_nobody_is_shown(portal: PortalUnderTest, method: str) -> None:
    await portal.add_person(DAN, "im", "imbot", first_name="Dan")
    refusal = await portal.refusal(DAN, method)
    assert refusal[:2] == ("insufficient_scope", 403)


async def test_phones_are_told_by_their_names(portal: PortalUnderTest) -> None:
    phones = {"workPhone": "1", "personalMobile": "2", "personalPhone": "3", "innerPhone": "4"}
    await portal.add_person(DAN, first_name="Dan", phones=phones)
    [dan] = await portal.call(ADA, "user.get", ID=DAN)
    assert (dan["WORK_PHONE"], dan["PERSONAL_MOBILE"]) == ("1", "2")


async def test_user_get_lists_people_by_ascending_id(portal: PortalUnderTest) -> None:
    answer = await portal.body(BEN, "user.get")
    assert [one["ID"] for one in answer["result"]] == ["1", "2", "3"]
    assert all(set(one) == LISTED_KEYS for one in answer["result"])
    assert answer["total"] == 3
    assert "next" not in answer


async def test_bots_and_mail_users_are_never_listed(portal: PortalUnderTest) -> None:
    await portal.register_bot()
    await portal.add_person(10, first_name="Mail", type="email")
    await portal.add_person(11, first_name="Guest", type="extranet")
    assert await ids(portal) == ["1", "2", "3", "11"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"FILTER": {"NAME": "ben"}}, ["2"]),
        ({"filter": {"name": "ben"}}, ["2"]),
        ({"FILTER": {"ID": [1, 3]}}, ["1", "3"]),
        ({"FILTER": {">ID": 1, "<=ID": "2"}}, ["2"]),
        ({"FILTER": {"%EMAIL": "LEO@"}}, ["3"]),
        ({"FILTER": {"!=%LAST_NAME": "%a%"}}, ["2"]),
        ({"FILTER": {"UF_DEPARTMENT": 2}}, ["2", "3"]),
        ({"FILTER": {"ACTIVE": False}}, []),
        ({"FILTER": {"IS_ONLINE": "Y"}}, ["1"]),
        ({"FILTER": {"NAME_SEARCH": "cass cl"}}, ["3"]),
        ({"FILTER": {"USER_TYPE": "employee"}}, ["1", "2", "3"]),
        ({"FILTER": {">DATE_REGISTER": "2023-11-14T22:14:00+00:00"}}, ["2", "3"]),
        ({"FILTER": {">DATE_REGISTER": "2023-11-14T23:16:00"}}, ["3"]),
        ({"FILTER": {">DATE_REGISTER": "the other day"}}, []),
        ({"FILTER": []}, ["1", "2", "3"]),
        ({"FILTER": ""}, ["1", "2", "3"]),
        ({"ID": 2}, ["2"]),
        ({"UF_DEPARTMENT": "2"}, ["2", "3"]),
        ({"sort": "NAME", "order": "desc"}, ["3", "2", "1"]),
        ({"SORT": "PERSONAL_GENDER"}, ["1", "3", "2"]),
        ({"SORT": "NO_SUCH_FIELD", "ORDER": "DESC"}, ["3", "2", "1"]),
        ({"order": {"ID": "DESC"}}, ["3", "2", "1"]),
        ({"start": 1}, ["2", "3"]),
        ({"start": 100}, []),
        ({"start": 10**19}, []),
        ({"ADMIN_MODE": "True", "IMAGE_RESIZE": "small"}, ["1", "2", "3"]),
    ],
)
async def test_people_are_filtered_and_ordered(
    portal: PortalUnderTest, arguments: dict[str, Any], found: list[str]
) -> None:
    assert await ids(portal, **arguments) == found


async def test_a_scope_that_hides_a_field_hides_it_from_filters_too(
    portal: PortalUnderTest,
) -> None:
    await portal.add_person(DAN, "user_brief", first_name="Dan")
    found = await portal.call(
        DAN, "user.get", FILTER={"EMAIL": "ada@example.com"}, SORT="EMAIL", SELECT=["ID", "EMAIL"]
    )
    assert found == [{"ID": str(number)} for number in (ADA, BEN, CLEO, DAN)]


@pytest.mark.parametrize(
    ("select", "keys"),
    [
        (["id", "NAME"], {"ID", "NAME"}),
        (["UF_*"], None),
        (["ID", "NO_SUCH_FIELD"], {"ID"}),
        (["NO_SUCH_FIELD"], LISTED_KEYS),
        ([], LISTED_KEYS),
    ],
)
async def test_fields_can_be_chosen(
    portal: PortalUnderTest, select: list[str], keys: set[str] | None
) -> None:
    (user,) = await portal.call(ADA, "user.get", FILTER={"ID": 1}, SELECT=select)
    if keys is None:
        assert user.keys() >= {"UF_DEPARTMENT", "UF_PHONE_INNER"}
        assert all(key.startswith("UF_") for key in user)
    else:
        assert set(user) == keys


async def test_fifty_people_are_on_a_page(portal: PortalUnderTest) -> None:
    for number in range(100, 160):
        await portal.add_person(number, first_name=f"P{number}")
    first = await portal.body(ADA, "user.get")
    assert (len(first["result"]), first["total"], first["next"]) == (50, 63, 50)
    second = await portal.body(ADA, "user.get", start=first["next"])
    assert (len(second["result"]), second["total"]) == (13, 63)
    assert "next" not in second
    uncounted = await portal.body(ADA, "user.get", start=-1)
    assert (len(uncounted["result"]), uncounted["total"]) == (50, 0)
    assert "next" not in uncounted


@pytest.mark.parametrize(
    ("arguments", "parameter"),
    [
        ({"FILTER": "ID"}, "FILTER"),
        ({"FILTER": {f"{'<' * depth}ID": 1 for depth in range(101)}}, "FILTER"),
        ({"FILTER": {"%NAME": ["x"] * 51}}, "FILTER"),
        ({"SELECT": "ID"}, "SELECT"),
        ({"start": "soon"}, "START"),
        ({"SORT": ["ID"]}, "SORT"),
    ],
)
async def test_a_wrong_value_names_its_parameter(
    portal: PortalUnderTest, arguments: dict[str, Any], parameter: str
) -> None:
    refusal = await portal.refusal(ADA, "user.get", **arguments)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert parameter in refusal.description


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"NAME": "b"}, ["2"]),
        ({"name": "en"}, []),
        ({"%NAME": "en"}, ["2"]),
        ({"NAME": "%en"}, ["2"]),
        ({"LAST_NAME": ["love", "cass"]}, ["1", "3"]),
        ({"WORK_POSITION": "engin"}, ["1"]),
        ({"NAME": "a", "LAST_NAME": "b"}, []),
        ({"UF_DEPARTMENT_NAME": "department 2"}, ["2", "3"]),
        ({"UF_DEPARTMENT_NAME": "2"}, []),
        ({"USER_TYPE": "employee", "ID": 3}, ["3"]),
        ({"FIND": "ada"}, ["1"]),
        ({"FIND": "engineer love"}, ["1"]),
        ({"find": "cleo department 2"}, ["3"]),
        ({"FIND": "ben", "ID": 1, "NAME": "Cleo"}, ["2"]),
        ({"FIND": "nobody"}, []),
        ({"FIND": ""}, ["1", "2", "3"]),
    ],
)
async def test_user_search_finds_by_how_names_begin(
    portal: PortalUnderTest, wanted: dict[str, Any], found: list[str]
) -> None:
    answer = await portal.body(ADA, "user.search", FILTER=wanted)
    assert [one["ID"] for one in answer["result"]] == found
    assert answer["total"] == len(found)


async def test_user_search_does_what_user_get_does(portal: PortalUnderTest) -> None:
    await portal.register_bot()
    arguments = {"UF_DEPARTMENT": 2, "SORT": "NAME", "ORDER": "desc", "select": ["ID", "NAME"]}
    found = await portal.body(ADA, "user.search", **arguments)
    assert found == await portal.body(ADA, "user.get", **arguments)
    assert [one["NAME"] for one in found["result"]] == ["Cleo", "Ben"]


async def test_a_search_that_is_too_large_is_refused(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(ADA, "user.search", FILTER={"FIND": ["x"] * 51})
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ({"FIND": "ben"}, ["2"]),
        ({"NAME": "Cle"}, ["3"]),
        ({"last_name": "Love"}, ["1"]),
        ({"WORK_POSITION": "Eng"}, ["1"]),
        ({"USER_TYPE": "email"}, []),
        ({"FIND": "ben", "NAME": "Ada"}, ["2"]),
        ({"NAME": "Ada", "FILTER": {"NAME": "Ben"}}, ["2"]),
    ],
    ids=str,
)
async def test_a_search_may_stand_beside_its_filter(
    portal: PortalUnderTest, beside: dict[str, Any], found: list[str]
) -> None:
    shown = await portal.call(ADA, "user.search", **beside)
    assert [one["ID"] for one in shown] == found


async def test_who_searches_for_too_much_is_told_where(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(ADA, "user.search", FIND="a" * 300)
    assert refusal.description == "Parameter FILTER or FIND must be shorter"

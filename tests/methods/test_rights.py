"""access.name, user.access, user.admin, feature.get and user.fields"""

from typing import Any

import pytest

from tests.portals import ADA, BEN, PortalUnderTest

DAN = 4


async def test_access_codes_have_names(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    codes = ["G2", "U1", "AU", "U99", f"U{bot.id}", "G7", "U", "Ux", f"U{'9' * 40}", "U1"]
    found = await portal.call(BEN, "access.name", ACCESS=codes)
    assert list(found) == ["G2", "U1", "AU"]
    assert found["G2"] == {"provider": "", "name": "All visitors", "provider_id": "other"}
    assert found["AU"] == {"provider": "", "name": "All authorized users", "provider_id": "other"}
    assert found["U1"] == {"provider": "Users", "name": "Ada Lovelace", "provider_id": "user"}


@pytest.mark.parametrize("arguments", [{}, {"ACCESS": []}, {"ACCESS": ""}])
async def test_no_access_codes_have_no_names(portal: PortalUnderTest, arguments: Any) -> None:
    assert await portal.call(ADA, "access.name", **arguments) is False
    assert await portal.call(ADA, "user.access", **arguments) is False
    assert await portal.call(BEN, "user.access", **arguments) is False


async def test_too_many_access_codes_are_refused(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(ADA, "access.name", ACCESS=["AU"] * 1001)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)


@pytest.mark.parametrize(
    ("codes", "has"),
    [(["G2"], True), (["AU", "U99"], True), (["U2"], True), (["U1"], False), (["G7"], False)],
)
async def test_a_person_has_some_access_codes_and_administrators_all(
    portal: PortalUnderTest, codes: list[str], has: bool
) -> None:
    assert await portal.call(BEN, "user.access", ACCESS=codes) is has
    assert await portal.call(ADA, "user.access", ACCESS=codes) is True


async def test_user_admin_tells_administrators(portal: PortalUnderTest) -> None:
    assert await portal.call(ADA, "user.admin") is True
    assert await portal.call(BEN, "user.admin") is False


@pytest.mark.parametrize(
    ("code", "value"),
    [("rest_offline_extended", "Y"), ("rest_auth_connector", "Y"), ("no_such_feature", "N")],
)
async def test_features_are_there_or_not(portal: PortalUnderTest, code: str, value: str) -> None:
    assert await portal.call(BEN, "feature.get", CODE=code) == {"value": value}


@pytest.mark.parametrize("arguments", [{}, {"CODE": ""}, {"CODE": ["x"]}])
async def test_a_feature_has_a_code(portal: PortalUnderTest, arguments: Any) -> None:
    refusal = await portal.refusal(BEN, "feature.get", **arguments)
    assert refusal == ("CODE_EMPTY", 400, "CODE can't be empty")


async def test_user_fields_are_those_of_the_scope(portal: PortalUnderTest) -> None:
    fields = await portal.call(ADA, "user.fields")
    assert list(fields)[:4] == ["ID", "XML_ID", "ACTIVE", "NAME"]
    assert list(fields)[-1] == "USER_TYPE"
    assert len(fields) == 62
    assert fields["NAME"] == "First name"
    await portal.add_person(DAN, "user_brief", first_name="Dan")
    brief = await portal.call(DAN, "user.fields")
    assert "EMAIL" not in brief
    assert brief.keys() < fields.keys()


async def test_every_field_that_is_shown_is_among_the_fields(portal: PortalUnderTest) -> None:
    fields = await portal.call(ADA, "user.fields")
    (shown,) = await portal.call(ADA, "user.get", FILTER={"ID": 1}, SELECT=["*", "UF_*"])
    assert shown.keys() <= fields.keys() | {"UF_FACEBOOK"}

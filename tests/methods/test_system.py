"""Who calls, what time it is, and what can be called."""

import pytest

from botyard.model.scopes import SCOPES as ALL_SCOPES
from tests.portals import ADA, BEN, METHODS, PortalUnderTest

DAN = 4


async def test_profile_tells_any_caller_who_they_are(portal: PortalUnderTest) -> None:
    await portal.add_person(DAN, "im", first_name="Dan", last_name="Dial", timezone="Asia/Tokyo")
    assert await portal.call(ADA, "profile") == {
        "ID": "1",
        "ADMIN": True,
        "NAME": "Ada",
        "LAST_NAME": "Lovelace",
        "PERSONAL_GENDER": "F",
        "TIME_ZONE": "",
    }
    assert await portal.call(DAN, "profile") == {
        "ID": "4",
        "ADMIN": False,
        "NAME": "Dan",
        "LAST_NAME": "Dial",
        "PERSONAL_GENDER": "",
        "TIME_ZONE": "Asia/Tokyo",
    }


async def test_profile_shows_a_photo_where_there_is_one(portal: PortalUnderTest) -> None:
    await portal.add_person(DAN, first_name="Dan", avatar="0" * 32)
    profile = await portal.call(DAN, "profile")
    assert profile["PERSONAL_PHOTO"].endswith("/avatar/" + "0" * 32)


async def test_server_time_has_whole_seconds_and_the_portals_offset(
    portal: PortalUnderTest,
) -> None:
    portal.clock.seconds = 1_790_000_000.75
    assert await portal.call(BEN, "server.time") == "2026-09-21T16:13:20+02:00"


async def test_scope_lists_what_the_callers_key_is_allowed(portal: PortalUnderTest) -> None:
    await portal.add_person(DAN, "im", first_name="Dan")
    assert await portal.call(ADA, "scope") == ["im", "imbot", "user"]
    assert await portal.call(DAN, "scope") == ["im"]


async def test_scope_lists_every_scope_when_asked(portal: PortalUnderTest) -> None:
    assert set(await portal.call(ADA, "scope", full=True)) == set(ALL_SCOPES)


async def test_methods_lists_what_the_caller_may_use_in_lower_case(
    portal: PortalUnderTest,
) -> None:
    await portal.add_person(DAN, "im", first_name="Dan")
    names = await portal.call(DAN, "methods")
    assert {"im.message.add", "server.time", "methods"} <= set(names)
    assert "imbot.v2.bot.register" not in names
    assert all(name == name.lower() for name in names)


async def test_methods_lists_all_of_them_when_asked(portal: PortalUnderTest) -> None:
    await portal.add_person(DAN, "im", first_name="Dan")
    assert await portal.call(DAN, "methods", full=True) == sorted(METHODS)


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("user", {"user.current", "user.fields", "user.get", "user.search"}),
        (
            "",
            {
                "access.name",
                "app.info",
                "app.option.get",
                "app.option.set",
                "batch",
                "event.bind",
                "event.get",
                "event.offline.clear",
                "event.offline.error",
                "event.offline.get",
                "event.offline.list",
                "event.test",
                "event.unbind",
                "events",
                "feature.get",
                "method.get",
                "methods",
                "profile",
                "scope",
                "server.time",
                "user.access",
                "user.admin",
                "user.option.get",
                "user.option.set",
            },
        ),
        (
            "placement",
            {"placement.bind", "placement.get", "placement.list", "placement.unbind"},
        ),
        ("no_such_scope", set()),
    ],
)
async def test_methods_lists_those_of_one_scope(
    portal: PortalUnderTest, scope: str, names: set[str]
) -> None:
    assert set(await portal.call(ADA, "methods", scope=scope)) == names


@pytest.mark.parametrize(
    ("name", "existing", "available"),
    [
        ("im.message.add", True, True),
        ("IM.Message.Add", True, True),
        ("imbot.v2.Bot.register", True, False),
        ("server.time", True, True),
        ("no.such.method", False, False),
        ("", False, False),
        (None, False, False),
    ],
)
async def test_method_get_tells_what_exists_and_what_is_available(
    portal: PortalUnderTest, name: str | None, existing: bool, available: bool
) -> None:
    await portal.add_person(DAN, "im", first_name="Dan")
    state = await portal.call(DAN, "method.get", name=name)
    assert state == {"isExisting": existing, "isAvailable": available}

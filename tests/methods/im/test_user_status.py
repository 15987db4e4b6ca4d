"""im.user.status.*, and what the views say of it and of last activity"""

from typing import Any

import pytest

from botyard.store.tx import StoreUnavailable, Work
from tests.portals import ADA, BEN, PortalUnderTest


async def seen(portal: PortalUnderTest, user_id: int) -> dict[str, Any]:
    person: dict[str, Any] = await portal.call(BEN, "im.user.get", ID=user_id)
    return person


@pytest.mark.parametrize("status", ["online", "dnd", "away", "break"])
async def test_a_status_is_seen_by_others(portal: PortalUnderTest, status: str) -> None:
    bot = await portal.register_bot()
    assert await portal.call(ADA, "im.user.status.get") is False
    assert (await seen(portal, ADA))["status"] == "online"
    assert await portal.call(ADA, "im.user.status.set", STATUS=status) is True
    assert await portal.call(ADA, "im.user.status.get") == status
    assert (await seen(portal, ADA))["status"] == status
    made = await bot.call("imbot.v2.Chat.add", fields={"userIds": [ADA]})
    users = await bot.call("imbot.v2.Chat.User.list", dialogId=made["chat"]["dialogId"])
    assert [one["status"] for one in users if one["id"] == ADA] == [status]
    assert await portal.call(BEN, "im.user.status.get") is False


@pytest.mark.parametrize("status", [None, "", "DND", "asleep", ["dnd"]])
async def test_another_status_is_refused(portal: PortalUnderTest, status: object) -> None:
    refusal = await portal.refusal(ADA, "im.user.status.set", STATUS=status)
    assert refusal == ("STATUS_ERROR", 400, "Status is not available")
    assert await portal.call(ADA, "im.user.status.get") is False


@pytest.mark.parametrize(
    ("arguments", "since"),
    [
        ({}, "2026-09-21T16:03:20+02:00"),
        ({"AGO": "30"}, "2026-09-21T15:43:20+02:00"),
        ({"AGO": 0}, "2026-09-21T16:12:20+02:00"),
        ({"AGO": -5}, "2026-09-21T16:12:20+02:00"),
        ({"AGO": 10**18}, "1970-01-01T01:00:00+01:00"),
    ],
)
async def test_who_idles_is_shown_so_until_they_are_back(
    portal: PortalUnderTest, arguments: dict[str, Any], since: str
) -> None:
    assert (await seen(portal, ADA))["idle"] is False
    assert await portal.call(ADA, "im.user.status.idle.start", **arguments) is True
    assert (await seen(portal, ADA))["idle"] == since
    assert await portal.call(ADA, "im.user.status.idle.end") is True
    assert (await seen(portal, ADA))["idle"] is False
    assert await portal.call(ADA, "im.user.status.idle.end") is True


async def test_calls_of_people_are_activity_once_a_minute(portal: PortalUnderTest) -> None:
    assert (await seen(portal, ADA))["last_activity_date"] == "2026-09-10T02:26:40+02:00"
    await portal.call(ADA, "im.recent.list")
    assert (await seen(portal, ADA))["last_activity_date"] == "2026-09-21T16:13:20+02:00"
    portal.clock.seconds += 59
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hi")
    assert (await seen(portal, ADA))["last_activity_date"] == "2026-09-21T16:13:20+02:00"
    portal.clock.seconds += 1
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="hi")
    assert (await seen(portal, ADA))["last_activity_date"] == "2026-09-21T16:14:20+02:00"
    (shown,) = await portal.call(BEN, "user.get", ID=ADA)
    assert shown["LAST_ACTIVITY_DATE"] == "2026-09-21 16:14:20"
    assert shown["IS_ONLINE"] == "Y"


async def test_what_a_bot_does_is_no_activity_of_a_person(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "hi")
    await portal.call(ADA, "user.get")
    assert (await seen(portal, ADA))["last_activity_date"] == "2026-09-10T02:26:40+02:00"


async def test_a_call_is_answered_when_its_activity_cannot_be_noted(
    portal: PortalUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_work: Work[object]) -> object:
        raise StoreUnavailable("full")

    with monkeypatch.context() as patched:
        patched.setattr(portal.store, "write", refuse)
        assert await portal.call(ADA, "im.user.status.get") is False
    await portal.call(ADA, "im.user.status.get")
    assert (await seen(portal, ADA))["last_activity_date"] == "2026-09-21T16:13:20+02:00"

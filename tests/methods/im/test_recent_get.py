"""im.recent.get, and the texts of both lists"""

from typing import Any

import pytest

from tests.methods.im import shapes
from tests.portals import ADA, BEN, CLEO, PortalUnderTest


async def got(portal: PortalUnderTest, **arguments: Any) -> list[Any]:
    return [item["id"] for item in await portal.call(BEN, "im.recent.get", **arguments)]


async def fill(portal: PortalUnderTest) -> None:
    """Ben's dialogs from the oldest to the newest, a minute apart: Ada, chat 2."""
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="one")
    portal.clock.seconds += 60
    await portal.call(ADA, "im.chat.add", USERS=[BEN], TITLE="Two")


async def test_it_is_a_bare_list(portal: PortalUnderTest) -> None:
    await fill(portal)
    body = await portal.body(BEN, "im.recent.get")
    assert set(body) == {"result"}
    group, private = body["result"]
    assert (group["id"], private["id"]) == ("chat2", ADA)
    assert set(private) == shapes.RECENT
    assert set(group["chat"]) == shapes.RECENT_CHAT
    assert group["chat"]["role"] == "MEMBER"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({}, ["chat2", ADA]),
        ({"SKIP_CHAT": "Y"}, [ADA]),
        ({"SKIP_DIALOG": "Y"}, ["chat2"]),
        ({"SKIP_OPENLINES": "Y"}, ["chat2", ADA]),
        ({"ONLY_OPENLINES": "Y"}, []),
        ({"LAST_UPDATE": "2026-09-21T16:14:20+02:00"}, ["chat2"]),
        ({"LAST_UPDATE": "2026-09-21T16:14:21+02:00"}, []),
        ({"LAST_SYNC_DATE": "2026-09-21T16:14:00+02:00"}, ["chat2"]),
        ({"LAST_SYNC_DATE": "2020-01-01T00:00:00+02:00"}, ["chat2", ADA]),
    ],
)
async def test_the_list_is_narrowed_by_what_is_asked(
    portal: PortalUnderTest, arguments: dict[str, Any], found: list[Any]
) -> None:
    await fill(portal)
    assert await got(portal, **arguments) == found


async def test_a_change_in_the_list_is_synchronized_too(portal: PortalUnderTest) -> None:
    await fill(portal)
    portal.clock.seconds += 60
    await portal.call(BEN, "im.recent.pin", DIALOG_ID="1")
    assert await got(portal, LAST_SYNC_DATE="2026-09-21T16:15:00+02:00") == [ADA]


async def test_changes_older_than_a_week_are_not_synchronized(portal: PortalUnderTest) -> None:
    await fill(portal)
    portal.clock.seconds += 7 * 24 * 3600 - 30
    assert await got(portal, LAST_SYNC_DATE="2020-01-01T00:00:00") == ["chat2"]
    assert await got(portal, LAST_UPDATE="2020-01-01T00:00:00") == ["chat2", ADA]


@pytest.mark.parametrize("parameter", ["LAST_UPDATE", "LAST_SYNC_DATE"])
async def test_a_wrong_date_names_its_parameter(portal: PortalUnderTest, parameter: str) -> None:
    refusal = await portal.refusal(BEN, "im.recent.get", **{parameter: "yesterday"})
    assert refusal == ("INVALID_ARGUMENT", 400, f"Parameter {parameter} must be a date")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[B]bold[/B] and [USER=3]Cleo[/USER]", "bold and Cleo"),
        ("one\n\n  two[br]three", "one two three"),
        ("[URL=https://example.com/?a=1]here[/URL]", "here"),
        ("[unknown] [ ] 5 < 6", "[unknown] [ ] 5 < 6"),
    ],
)
async def test_texts_are_plain(portal: PortalUnderTest, written: str, shown: str) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE=written)
    (item,) = await portal.call(BEN, "im.recent.get")
    assert item["message"]["text"] == shown
    listed = await portal.call(BEN, "im.recent.list", PARSE_TEXT="Y")
    assert listed["items"][0]["message"]["text"] == shown


@pytest.mark.parametrize("arguments", [{}, {"PARSE_TEXT": "Y", "GET_ORIGINAL_TEXT": "Y"}])
async def test_the_paged_list_shows_texts_as_written_unless_asked(
    portal: PortalUnderTest, arguments: dict[str, str]
) -> None:
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(BEN), MESSAGE="[B]x[/B]\ny")
    listed = await portal.call(BEN, "im.recent.list", **arguments)
    assert listed["items"][0]["message"]["text"] == "[B]x[/B]\ny"


async def test_an_attachment_is_named_after_the_text(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send(str(BEN), "", attach=[{"MESSAGE": "card"}])
    (item,) = await portal.call(BEN, "im.recent.get")
    assert item["message"]["text"] == "[Attachment]"


async def test_at_most_two_hundred_are_listed(portal: PortalUnderTest) -> None:
    for number in range(203):
        await portal.call(BEN, "im.chat.add", TITLE=f"Chat {number}")
    found = await got(portal)
    assert len(found) == 200
    assert CLEO not in found

"""`Botyard-Explain: 1`: which parameters were ignored, for who asks."""

from typing import Any

from tests.doors import DoorUnderTest, Reply
from tests.portals import ADA, PortalUnderTest

ADD = "imbot.v2.Chat.add"


async def _explained(portal: PortalUnderTest, method: str, **arguments: Any) -> Reply:
    bot = await portal.register_bot()
    arguments = {"botId": bot.id, "botToken": bot.token, **arguments}
    return await DoorUnderTest(portal).call(
        ADA, method, arguments, headers={"botyard-explain": "1"}
    )


async def test_a_misspelt_parameter_is_named_with_the_one_that_was_meant(
    portal: PortalUnderTest,
) -> None:
    reply = await _explained(portal, ADD, fields={"titles": "T", "userIds": [1]})
    assert reply.status == 200
    assert reply.headers["Botyard-Notice"] == (
        "fields.titles is ignored: did you mean fields.title?"
    )


async def test_what_is_like_nothing_is_only_named(portal: PortalUnderTest) -> None:
    reply = await _explained(portal, ADD, xyzzy=1, fields={"quux": 2})
    assert reply.headers["Botyard-Notice"] == "xyzzy is ignored; fields.quux is ignored"


async def test_nothing_is_said_when_all_was_used(portal: PortalUnderTest) -> None:
    reply = await _explained(portal, ADD, auth="x", fields={"title": "T"})
    assert "Botyard-Notice" not in reply.headers


async def test_who_does_not_ask_is_not_told(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    arguments = {"botId": bot.id, "botToken": bot.token, "fields": {"titles": "T"}}
    reply = await DoorUnderTest(portal).call(ADA, ADD, arguments)
    assert reply.status == 200
    assert "Botyard-Notice" not in reply.headers


async def test_what_sdks_say_about_themselves_is_no_parameter(portal: PortalUnderTest) -> None:
    reply = await _explained(portal, ADD, bx24_request_id="1", bx24_sdk_ver="2")
    assert "Botyard-Notice" not in reply.headers


async def test_a_header_stays_short(portal: PortalUnderTest) -> None:
    many = {f"{number:04}{'x' * 1000}": 1 for number in range(1000)}
    reply = await _explained(portal, ADD, **many)
    notice = reply.headers["Botyard-Notice"]
    assert len(notice) < 4000
    assert notice.endswith("; and 980 more")

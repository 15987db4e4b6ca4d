"""imbot.v2.Bot.list: the bots of a token, page by page."""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import BOT, USER
from tests.portals import ADA, BEN, PortalUnderTest

LIST = "imbot.v2.Bot.list"


async def _register(portal: PortalUnderTest, *types: str) -> list[int]:
    ids = []
    for number, bot_type in enumerate(types):
        fields = {
            "code": f"bot{number}",
            "botToken": "shared",
            "type": bot_type,
            "properties": {"name": f"Bot {number}"},
        }
        ids.append((await portal.call(ADA, "imbot.v2.Bot.register", fields=fields))["bot"]["id"])
    return ids


async def _ids(portal: PortalUnderTest, **arguments: Any) -> tuple[list[int], bool]:
    answer = await portal.call(BEN, LIST, botToken="shared", **arguments)
    assert [bot["id"] for bot in answer["bots"]] == [user["id"] for user in answer["users"]]
    return [bot["id"] for bot in answer["bots"]], answer["hasNextPage"]


async def test_the_bots_of_a_token_are_listed_by_id(portal: PortalUnderTest) -> None:
    ids = await _register(portal, "bot", "personal", "bot")
    await portal.register_bot("somebody_elses")
    answer = await portal.call(BEN, LIST, botToken="shared")
    assert set(answer) == {"bots", "users", "hasNextPage"}
    assert [bot["id"] for bot in answer["bots"]] == ids
    assert all(set(bot) == BOT for bot in answer["bots"])
    assert all(set(user) == USER for user in answer["users"])
    assert answer["hasNextPage"] is False


async def test_an_unknown_token_has_no_bots(portal: PortalUnderTest) -> None:
    answer = await portal.call(ADA, LIST, botToken="nobody's")
    assert answer == {"bots": [], "users": [], "hasNextPage": False}


async def test_the_filter_picks_a_type(portal: PortalUnderTest) -> None:
    one, two, three = await _register(portal, "bot", "personal", "bot")
    assert await _ids(portal, filter={"type": "bot"}) == ([one, three], False)
    assert await _ids(portal, filter={"type": "personal"}) == ([two], False)
    assert await _ids(portal, filter={"type": "human"}) == ([], False)
    assert await _ids(portal, filter=[]) == ([one, two, three], False)


async def test_pages_follow_each_other(portal: PortalUnderTest) -> None:
    one, two, three = await _register(portal, "bot", "bot", "bot")
    assert await _ids(portal, limit=2) == ([one, two], True)
    assert await _ids(portal, limit=2, offset=2) == ([three], False)
    assert await _ids(portal, limit="1", offset="1") == ([two], True)
    assert await _ids(portal, limit=3) == ([one, two, three], False)
    assert await _ids(portal, offset=3) == ([], False)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [({"limit": 0}, 1), ({"limit": -5}, 1), ({"limit": 10**19}, 2), ({"offset": -1}, 2)],
)
async def test_a_page_out_of_range_is_clamped(
    portal: PortalUnderTest, arguments: dict[str, int], count: int
) -> None:
    await _register(portal, "bot", "bot")
    assert len((await _ids(portal, **arguments))[0]) == count


async def test_a_far_offset_is_past_the_end(portal: PortalUnderTest) -> None:
    await _register(portal, "bot")
    assert await _ids(portal, offset=2**62) == ([], False)


async def test_a_webhook_needs_a_token(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, LIST) == (
        "BOT_TOKEN_NOT_SPECIFIED",
        400,
        "Bot token is not specified",
    )


async def test_a_limit_that_is_no_number_is_named(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, LIST, botToken="t", limit="many") == (
        "INVALID_ARGUMENT",
        400,
        "Parameter limit must be an integer",
    )

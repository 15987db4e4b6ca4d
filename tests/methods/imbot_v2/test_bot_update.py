"""imbot.v2.Bot.update: looks, delivery, and the rotation of the token."""

from typing import Any

import pytest

from tests.methods.imbot_v2.shapes import BOT, USER
from tests.pictures import picture
from tests.portals import ADA, BotUnderTest, PortalUnderTest

UPDATE = "imbot.v2.Bot.update"


async def _update(bot: BotUnderTest, **fields: Any) -> Any:
    return await bot.call(UPDATE, fields=fields)


async def test_the_changed_bot_is_answered(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await _update(
        bot,
        properties={
            "name": "Nora",
            "lastName": "N",
            "workPosition": "W",
            "color": "LIME",
            "gender": "F",
        },
        isHidden="Y",
        isReactionsEnabled=0,
        isSupportOpenline="true",
        backgroundId="frost",
    )
    assert set(answer) == {"bot", "users"}
    changed, [user] = answer["bot"], answer["users"]
    assert set(changed) == BOT
    assert set(user) == USER
    assert changed["isHidden"]
    assert not changed["isReactionsEnabled"]
    assert changed["isSupportOpenline"]
    assert changed["backgroundId"] == "frost"
    assert (user["name"], user["workPosition"], user["color"]) == ("Nora N", "W", "#58cc47")
    assert user["gender"] == "F"
    assert await bot.call("imbot.v2.Bot.get") == answer


async def test_what_is_not_named_stays(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot(
        isHidden=True,
        backgroundId="sky",
        properties={"name": "A", "lastName": "B", "color": "red", "gender": "F"},
    )
    before = await bot.call("imbot.v2.Bot.get")
    assert await _update(bot) == before
    assert await bot.call(UPDATE) == before
    assert await _update(bot, properties={"name": " ", "color": "no colour"}) == before


@pytest.mark.parametrize("background", [None, "", "Frost", "unknown"])
async def test_null_and_unknown_backgrounds_take_it_away(
    portal: PortalUnderTest, background: str | None
) -> None:
    bot = await portal.register_bot(backgroundId="sky")
    answer = await _update(bot, backgroundId=background)
    assert answer["bot"]["backgroundId"] is None


async def test_type_and_code_cannot_be_changed(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    changed = (await _update(bot, type="personal", code="other"))["bot"]
    assert (changed["type"], changed["code"]) == ("bot", "helper")


async def test_the_delivery_can_be_switched_both_ways(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await _update(bot, eventMode="webhook", webhookUrl="https://example.com/hook")
    assert answer["bot"]["eventMode"] == "webhook"
    assert (await _update(bot, eventMode="fetch"))["bot"]["eventMode"] == "fetch"
    assert (await _update(bot, eventMode="webhook"))["bot"]["eventMode"] == "webhook"


async def test_a_new_avatar_has_a_new_address(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    first = (await _update(bot, properties={"avatar": picture()}))["users"][0]["avatar"]
    second = (await _update(bot, properties={"avatar": picture()}))["users"][0]["avatar"]
    assert first
    assert second not in ("", first)


@pytest.mark.parametrize(
    ("code", "description", "fields"),
    [
        ("BOT_INVALID_EVENT_MODE", "Invalid event mode", {"eventMode": "push"}),
        ("BOT_WEBHOOK_URL_REQUIRED", "Webhook URL is required", {"eventMode": "webhook"}),
        ("BOT_INVALID_CALLBACK", "Invalid callback URL", {"webhookUrl": "nowhere"}),
        (
            "BOT_AVATAR_INCORRECT_TYPE",
            "Avatar must be an image",
            {"properties": {"avatar": "bm8="}},
        ),
        (
            "BOT_AVATAR_INCORRECT_SIZE",
            "Avatar exceeds maximum size",
            {"properties": {"avatar": picture(1, 5001)}},
        ),
        (
            "BOT_TOKEN_INVALID_LENGTH",
            "Bot token is longer than 40 characters",
            {"botToken": "x" * 41},
        ),
        (
            "INVALID_ARGUMENT",
            "Parameter fields.isHidden must be a boolean",
            {"isHidden": "maybe"},
        ),
    ],
)
async def test_a_wrong_field_changes_nothing(
    portal: PortalUnderTest, code: str, description: str, fields: dict[str, Any]
) -> None:
    bot = await portal.register_bot()
    before = await bot.call("imbot.v2.Bot.get")
    given = {"isSupportOpenline": True, "properties": {"name": "New"}} | fields
    assert await bot.refusal(UPDATE, fields=given) == (code, 400, description)
    assert await bot.call("imbot.v2.Bot.get") == before


async def test_after_a_rotation_only_the_new_token_owns_the_bot(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await _update(bot, botToken="the new one")
    assert await bot.refusal("imbot.v2.Chat.add") == (
        "BOT_OWNERSHIP_ERROR",
        403,
        "Bot is registered by another application",
    )
    renewed = bot._replace(token="the new one")
    assert (await renewed.call("imbot.v2.Bot.get"))["bot"]["moduleId"] == "rest"
    await renewed.send("2", "still here")


async def test_a_rotation_to_another_bots_token_is_refused(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    assert await bot.refusal(UPDATE, fields={"botToken": other.token}) == (
        "BOT_TOKEN_ROTATION_FAILED",
        400,
        "Bot token rotation failed",
    )
    await bot.send("2", "the old token still works")


@pytest.mark.parametrize("token", ["", "   ", " " * 41, None])
async def test_a_blank_new_token_is_ignored(portal: PortalUnderTest, token: str | None) -> None:
    bot = await portal.register_bot()
    await _update(bot, botToken=token)
    await bot.send("2", "as before")


async def test_a_rotation_to_the_present_token_changes_nothing(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await _update(bot, botToken=bot.token)
    await bot.send("2", "as before")


async def test_a_bot_that_shares_its_token_can_rotate_away(portal: PortalUnderTest) -> None:
    fields = {"botToken": "shared", "properties": {"name": "B"}}
    for code in ("one", "two"):
        await portal.call(ADA, "imbot.v2.Bot.register", fields={"code": code, **fields})
    listed = await portal.call(ADA, "imbot.v2.Bot.list", botToken="shared")
    one = BotUnderTest(portal, listed["bots"][0]["id"], "shared")
    await _update(one, botToken="its own")
    listed = await portal.call(ADA, "imbot.v2.Bot.list", botToken="shared")
    assert [bot["code"] for bot in listed["bots"]] == ["two"]

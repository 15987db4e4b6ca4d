"""The first four rows of the error table of every method that acts as a bot."""

import pytest

from botyard.rpc.admit import admit_bot
from tests.portals import ADA, METHODS, PortalUnderTest

BOT_METHODS = sorted(
    method.name
    for method in METHODS.values()
    if method.admit is admit_bot and method.name.startswith("imbot.v2.")
)
every_bot_method = pytest.mark.parametrize("method", BOT_METHODS)
NO_TOKEN = ("BOT_TOKEN_NOT_SPECIFIED", 400, "Bot token is not specified")
NO_ID = ("BOT_ID_REQUIRED", 400, "Bot ID is required")
NO_BOT = ("BOT_NOT_FOUND", 400, "Bot not found")
NOT_OWN = ("BOT_OWNERSHIP_ERROR", 403, "Bot is registered by another application")


def test_there_are_methods_to_prove() -> None:
    assert "imbot.v2.Chat.Message.send" in BOT_METHODS


@every_bot_method
async def test_the_owner_is_asked_for_in_the_documented_order(
    portal: PortalUnderTest, method: str
) -> None:
    bot = await portal.register_bot()
    assert await portal.refusal(ADA, method) == NO_TOKEN
    no_tokens: tuple[object, ...] = (None, "", "  ", ["x"])
    for token in no_tokens:
        assert await portal.refusal(ADA, method, botToken=token) == NO_TOKEN
    assert await portal.refusal(ADA, method, botToken=bot.token) == NO_ID
    no_ids: tuple[object, ...] = (None, "", "x", [bot.id], True)
    for bot_id in no_ids:
        assert await portal.refusal(ADA, method, botToken=bot.token, botId=bot_id) == NO_ID
    for unknown in (ADA, 999, 0, -1, 10**19, "999"):
        assert await portal.refusal(ADA, method, botToken=bot.token, botId=unknown) == NO_BOT
    for wrong in ("wrong", bot.token.upper(), f" {bot.token}", 5):
        assert await portal.refusal(ADA, method, botToken=wrong, botId=bot.id) == NOT_OWN


@every_bot_method
async def test_the_token_of_another_bot_is_a_wrong_one(
    portal: PortalUnderTest, method: str
) -> None:
    bot, other = await portal.register_bot(), await portal.register_bot("other")
    assert await portal.refusal(ADA, method, botToken=other.token, botId=bot.id) == NOT_OWN

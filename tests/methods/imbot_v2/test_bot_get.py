"""imbot.v2.Bot.get: everybody may read a bot, its owner sees more."""

from tests.methods.imbot_v2.shapes import BOT, BRIEF_BOT, USER
from tests.portals import ADA, BEN, PortalUnderTest

GET = "imbot.v2.Bot.get"
MISSING = ("PARAMS_REQUIRED", 400, "Required parameters are missing")
NOT_FOUND = ("BOT_NOT_FOUND", 400, "Bot not found")


async def test_the_owner_sees_14_keys_and_the_user(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await portal.call(BEN, GET, botToken=bot.token, botId=bot.id)
    assert set(answer) == {"bot", "users"}
    assert set(answer["bot"]) == BOT
    assert [set(user) for user in answer["users"]] == [USER]
    assert answer == await portal.call(BEN, GET, botToken=bot.token, code="helper")


async def test_others_see_8_keys_and_no_error(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    answer = await portal.call(BEN, GET, botToken="mine", code="helper")
    assert set(answer["bot"]) == BRIEF_BOT
    assert answer["bot"]["id"] == bot.id
    assert set(answer["users"][0]) == USER


async def test_the_id_wins_over_the_code(portal: PortalUnderTest) -> None:
    first, second = await portal.register_bot("first"), await portal.register_bot("second")
    answer = await portal.call(ADA, GET, botToken=first.token, botId=first.id, code="second")
    assert answer["bot"]["code"] == "first"
    refusal = await portal.refusal(ADA, GET, botToken=second.token, botId=999, code="second")
    assert refusal == NOT_FOUND


async def test_without_id_and_code_nothing_is_asked_for(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, GET, botToken="t") == MISSING
    assert await portal.refusal(ADA, GET, botToken="t", botId="", code="") == MISSING
    assert await portal.refusal(ADA, GET, botToken="t", botId="five") == MISSING


async def test_an_unknown_bot_is_not_found(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, GET, botToken="t", botId=ADA) == NOT_FOUND
    assert await portal.refusal(ADA, GET, botToken="t", botId=10**19) == NOT_FOUND
    assert await portal.refusal(ADA, GET, botToken="t", code="Helper") == NOT_FOUND


async def test_a_webhook_needs_a_token(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, GET, code="helper") == (
        "BOT_TOKEN_NOT_SPECIFIED",
        400,
        "Bot token is not specified",
    )


async def test_the_counters_tell_what_the_bot_did(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await bot.send("2", "one")
    await bot.send("3", "two")
    await bot.call("imbot.v2.Chat.add", fields={"title": "T", "userIds": [1, 2]})
    seen = (await bot.call(GET))["bot"]
    assert (seen["countMessage"], seen["countChat"], seen["countUser"]) == (2, 3, 3)


async def test_what_was_said_in_a_chat_still_counts_after_leaving_it(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    fields = {"title": "T", "userIds": [1], "message": "hello"}
    chat = (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]
    await bot.call("imbot.v2.Chat.leave", dialogId=chat["dialogId"])
    seen = (await bot.call(GET))["bot"]
    assert (seen["countMessage"], seen["countChat"], seen["countUser"]) == (1, 0, 0)

"""imbot.register, imbot.update, imbot.unregister and imbot.bot.list."""

from typing import Any

import pytest

from tests.applications import install_app
from tests.older_bots import CLIENT, register_older
from tests.pictures import picture
from tests.portals import ADA, BEN, PortalUnderTest

WHOLE: dict[str, Any] = {
    "CODE": "older",
    "EVENT_MESSAGE_ADD": "https://older.example/add",
    "EVENT_WELCOME_MESSAGE": "https://older.example/welcome",
    "EVENT_BOT_DELETE": "https://older.example/delete",
    "PROPERTIES": {"NAME": "Older"},
    "CLIENT_ID": CLIENT,
}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WHOLE.items() if name not in names}


async def test_a_bot_is_registered_and_looks_as_it_was_said(portal: PortalUnderTest) -> None:
    looks = {
        "NAME": "Old",
        "LAST_NAME": "Timer",
        "COLOR": "LIGHT_BLUE",
        "EMAIL": "old@example.com",
        "PERSONAL_BIRTHDAY": "2001-02-03",
        "WORK_POSITION": "Helper",
        "PERSONAL_WWW": "https://older.example",
        "PERSONAL_GENDER": "F",
        "PERSONAL_PHOTO": picture(),
    }
    bot_id = await portal.call(ADA, "imbot.register", **{**WHOLE, "PROPERTIES": looks})
    user = await portal.call(BEN, "im.user.get", ID=bot_id)
    assert user["name"] == "Old Timer"
    assert user["bot"] is True
    assert (user["color"], user["gender"], user["work_position"]) == ("#4ba5c3", "F", "Helper")
    assert (user["birthday"], user["website"]) == ("03-02", "https://older.example")
    assert user["avatar"]


@pytest.mark.parametrize(
    ("missing", "code", "text"),
    [
        ("EVENT_MESSAGE_ADD", "EVENT_MESSAGE_ADD_ERROR", '"Message add"'),
        ("EVENT_WELCOME_MESSAGE", "EVENT_WELCOME_MESSAGE_ERROR", '"Welcome message"'),
        ("EVENT_BOT_DELETE", "EVENT_BOT_DELETE_ERROR", '"Bot delete"'),
    ],
)
async def test_an_address_that_must_be_there_is_missed(
    portal: PortalUnderTest, missing: str, code: str, text: str
) -> None:
    refusal = await portal.refusal(ADA, "imbot.register", **without(missing))
    assert refusal == (code, 400, f"Handler for {text} event isn't specified")


@pytest.mark.parametrize(
    "name",
    [
        "EVENT_MESSAGE_ADD",
        "EVENT_MESSAGE_UPDATE",
        "EVENT_MESSAGE_DELETE",
        "EVENT_WELCOME_MESSAGE",
        "EVENT_BOT_DELETE",
    ],
)
@pytest.mark.parametrize("url", ["nowhere", "ftp://older.example/", "", "https://" + "a" * 2048])
async def test_a_wrong_address_is_refused_by_its_name(
    portal: PortalUnderTest, name: str, url: str
) -> None:
    refusal = await portal.refusal(ADA, "imbot.register", **{**WHOLE, name: url})
    assert refusal == (f"{name}_ERROR", 400, "Wrong handler URL")
    bot = await register_older(portal)
    refusal = await bot.refusal("imbot.update", FIELDS={name: url})
    assert refusal == (f"{name}_ERROR", 400, "Wrong handler URL")


async def test_code_and_name_must_be_there(portal: PortalUnderTest) -> None:
    refusal = await portal.refusal(ADA, "imbot.register", **{**WHOLE, "CODE": " "})
    assert refusal == ("CODE_ERROR", 400, "Bot code isn't specified")
    refusal = await portal.refusal(ADA, "imbot.register", **without("CODE"))
    assert refusal.code == "CODE_ERROR"
    for looks in ({}, {"NAME": " "}, {"NAME": "", "LAST_NAME": ""}):
        refusal = await portal.refusal(ADA, "imbot.register", **{**WHOLE, "PROPERTIES": looks})
        assert refusal == ("NAME_ERROR", 400, "Bot name isn't specified")


async def test_a_last_name_alone_is_a_name(portal: PortalUnderTest) -> None:
    wanted = {**WHOLE, "PROPERTIES": {"LAST_NAME": "Solo"}}
    bot_id = await portal.call(ADA, "imbot.register", **wanted)
    assert (await portal.call(ADA, "im.user.get", ID=bot_id))["name"] == "Solo"


async def test_registering_again_answers_the_same_bot(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    assert (await register_older(portal)).id == bot.id
    other = {**WHOLE, "CLIENT_ID": "other"}
    refusal = await portal.refusal(ADA, "imbot.register", **other)
    assert refusal == ("WRONG_REQUEST", 400, "Bot can't be created")


async def test_an_owner_has_at_most_five_bots(portal: PortalUnderTest) -> None:
    for number in range(5):
        await register_older(portal, f"older{number}")
    refusal = await portal.refusal(ADA, "imbot.register", **{**WHOLE, "CODE": "sixth"})
    text = "Has reached the maximum number of bots for application (max: 5)"
    assert refusal == ("MAX_COUNT_ERROR", 400, text)
    assert (await register_older(portal, "sixth", client_id="other")).id


async def test_over_a_webhook_bots_have_a_client(portal: PortalUnderTest) -> None:
    denied = ("ACCESS_DENIED", 403, "Access denied! Client ID not specified")
    assert await portal.refusal(ADA, "imbot.register", **without("CLIENT_ID")) == denied
    bot = await register_older(portal)
    for method in ("imbot.update", "imbot.unregister"):
        assert await portal.refusal(ADA, method, BOT_ID=bot.id) == denied


async def test_who_names_no_client_owns_nothing(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    say = {"DIALOG_ID": str(BEN), "MESSAGE": "hi"}
    refusal = await portal.refusal(ADA, "imbot.message.add", **say)
    assert refusal == ("BOT_ID_ERROR", 400, "Bot not found")
    refusal = await portal.refusal(ADA, "imbot.message.add", **say, BOT_ID=bot.id)
    text = "Bot was installed by another rest application"
    assert refusal == ("APP_ID_ERROR", 400, text)


async def test_an_application_needs_no_client(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    bot_id = await app.call("imbot.register", **without("CLIENT_ID"))
    assert await app.call("imbot.message.add", DIALOG_ID=str(BEN), MESSAGE="hi")
    refusal = await portal.refusal(ADA, "imbot.unregister", BOT_ID=bot_id, CLIENT_ID=CLIENT)
    assert refusal.code == "APP_ID_ERROR"
    assert await app.call("imbot.unregister", BOT_ID=bot_id) is True


@pytest.mark.parametrize("client_id", ["", "  ", True, ["x"], {"x": 1}])
async def test_a_client_that_is_no_word_is_refused(
    portal: PortalUnderTest, client_id: object
) -> None:
    refusal = await portal.refusal(ADA, "imbot.register", **{**WHOLE, "CLIENT_ID": client_id})
    assert refusal == ("ACCESS_DENIED", 403, "Access denied! Client ID not specified")


async def test_the_wrong_client_reaches_no_bot(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    text = "Bot was installed by another rest application"
    for method in ("imbot.update", "imbot.unregister", "imbot.message.add"):
        refusal = await bot.refusal(method, CLIENT_ID="wrong")
        assert refusal == ("APP_ID_ERROR", 400, text)


@pytest.mark.parametrize("bot_id", [None, 0, -1, 999, "x"])
async def test_a_bot_that_is_not_there_is_not_changed(
    portal: PortalUnderTest, bot_id: object
) -> None:
    bot = await register_older(portal)
    for method in ("imbot.update", "imbot.unregister", "imbot.command.register"):
        refusal = await bot.refusal(method, BOT_ID=bot_id)
        assert refusal == ("BOT_ID_ERROR", 400, "Bot not found")


async def test_each_api_reaches_bots_of_the_other_with_the_right_key(
    portal: PortalUnderTest,
) -> None:
    older = await register_older(portal)
    newer = await portal.register_bot("newer")
    named = {"botId": older.id, "botToken": CLIENT}
    found = await portal.call(ADA, "imbot.v2.Bot.get", **named)
    assert found["bot"]["code"] == "older"
    assert (found["bot"]["type"], found["bot"]["eventMode"]) == ("bot", "webhook")
    sent = await portal.call(
        ADA,
        "imbot.message.add",
        BOT_ID=newer.id,
        CLIENT_ID=newer.token,
        DIALOG_ID=str(BEN),
        MESSAGE="hi",
    )
    assert sent
    refusal = await portal.refusal(
        ADA, "imbot.v2.Bot.unregister", botId=older.id, botToken="wrong"
    )
    assert refusal.code == "BOT_OWNERSHIP_ERROR"
    refusal = await portal.refusal(ADA, "imbot.unregister", BOT_ID=newer.id, CLIENT_ID="wrong")
    assert refusal.code == "APP_ID_ERROR"


async def test_all_bots_of_the_portal_are_listed(portal: PortalUnderTest) -> None:
    assert await portal.call(BEN, "imbot.bot.list") == []
    older = await register_older(portal, OPENLINE="Y")
    newer = await portal.register_bot("newer")
    assert await portal.call(BEN, "imbot.bot.list") == {
        str(older.id): {"ID": older.id, "NAME": "Older", "CODE": "older", "OPENLINE": "Y"},
        str(newer.id): {"ID": newer.id, "NAME": "Newer", "CODE": "newer", "OPENLINE": "N"},
    }


@pytest.mark.parametrize(
    ("letter", "name"),
    [("B", "bot"), ("H", "bot"), ("S", "supervisor"), ("O", "openline"), ("x", "bot")],
)
async def test_types_have_names_in_version_2(
    portal: PortalUnderTest, letter: str, name: str
) -> None:
    bot = await register_older(portal, TYPE=letter)
    found = await portal.call(ADA, "imbot.v2.Bot.get", botId=bot.id, botToken=CLIENT)
    assert found["bot"]["type"] == name
    assert found["bot"]["isSupportOpenline"] is (letter == "O")


async def test_code_and_looks_are_changed(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    fields = {"CODE": "changed", "PROPERTIES": {"NAME": "New", "WORK_POSITION": "Chief"}}
    assert await bot.call("imbot.update", FIELDS=fields) is True
    listed = await portal.call(ADA, "imbot.bot.list")
    assert listed[str(bot.id)]["CODE"] == "changed"
    assert listed[str(bot.id)]["NAME"] == "New"


async def test_what_an_update_may_not_be(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    await register_older(portal, "second")
    refusal = await bot.refusal("imbot.update", FIELDS={})
    assert refusal == ("WRONG_REQUEST", 400, "Update fields can't be empty")
    refusal = await bot.refusal("imbot.update", FIELDS={"CODE": "second"})
    assert refusal == ("WRONG_REQUEST", 400, "Bot can't be updated")
    nameless = {"PROPERTIES": {"NAME": "", "LAST_NAME": ""}}
    refusal = await bot.refusal("imbot.update", FIELDS=nameless)
    assert refusal.code == "NAME_ERROR"


async def test_a_bot_has_no_birthday_that_is_no_date(portal: PortalUnderTest) -> None:
    bot = await register_older(portal, PROPERTIES={"NAME": "A", "PERSONAL_BIRTHDAY": "31-12"})
    assert (await portal.call(BEN, "im.user.get", ID=bot.id))["birthday"] == ""
    for given, shown in [("2016-02-29", "29-02"), ("2015-02-29", "29-02"), ("", "")]:
        fields = {"PROPERTIES": {"PERSONAL_BIRTHDAY": given}}
        assert await bot.call("imbot.update", FIELDS=fields) is True
        assert (await portal.call(BEN, "im.user.get", ID=bot.id))["birthday"] == shown


async def test_a_bot_has_no_address_of_a_person(portal: PortalUnderTest) -> None:
    taken = {"NAME": "New", "EMAIL": " Ben@Example.com "}
    refusal = await portal.refusal(ADA, "imbot.register", **{**WHOLE, "PROPERTIES": taken})
    assert refusal == ("WRONG_REQUEST", 400, "Bot can't be created")
    bot = await register_older(portal, PROPERTIES={"NAME": "Old", "EMAIL": "bot@example.com"})
    refusal = await bot.refusal("imbot.update", FIELDS={"PROPERTIES": taken})
    assert refusal == ("WRONG_REQUEST", 400, "Bot can't be updated")
    user = await portal.call(BEN, "im.user.get", ID=bot.id)
    assert (user["name"], user["email"]) == ("Old", "bot@example.com")


async def test_version_2_moves_all_addresses_but_cannot_make_it_poll(
    portal: PortalUnderTest,
) -> None:
    bot = await register_older(portal)
    named = {"botId": bot.id, "botToken": CLIENT}
    fields = {"webhookUrl": "https://moved.example/hook"}
    assert await portal.call(ADA, "imbot.v2.Bot.update", **named, fields=fields)
    refusal = await portal.refusal(
        ADA, "imbot.v2.Bot.update", **named, fields={"eventMode": "fetch"}
    )
    assert refusal.code == "BOT_INVALID_EVENT_MODE"
    refusal = await portal.refusal(ADA, "imbot.v2.Event.get", **named)
    assert refusal == ("BOT_TYPE_NOT_ALLOWED", 403, "Bot type not allowed")


async def test_a_bot_is_unregistered(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    assert await bot.call("imbot.unregister") is True
    assert await portal.call(ADA, "imbot.bot.list") == []
    assert (await bot.refusal("imbot.unregister")).code == "BOT_ID_ERROR"


async def test_its_private_dialogs_go_with_it(portal: PortalUnderTest) -> None:
    bot = await register_older(portal)
    await bot.say(str(BEN), "goodbye")
    await portal.call(BEN, "im.recent.pin", DIALOG_ID=str(bot.id))
    await bot.call("imbot.unregister")
    assert (await portal.call(BEN, "im.recent.list"))["items"] == []
    assert (await portal.call(BEN, "im.counters.get"))["TYPE"]["ALL"] == 0
    named = {"DIALOG_ID": str(bot.id)}
    assert (await portal.refusal(BEN, "im.dialog.messages.get", **named)).code == "ACCESS_ERROR"
    refusal = await portal.refusal(BEN, "im.message.add", MESSAGE="still there?", **named)
    assert refusal == ("USER_NOT_FOUND", 400, "User not found")


async def test_another_bot_keeps_what_it_wrote_to_it(portal: PortalUnderTest) -> None:
    leaver = await register_older(portal)
    friend = await portal.register_bot("friend")
    await friend.send(str(leaver.id), "one")
    await leaver.say(str(friend.id), "two")
    await leaver.call("imbot.unregister")
    counts = (await friend.call("imbot.v2.Bot.get"))["bot"]
    assert (counts["countMessage"], counts["countChat"]) == (1, 0)
    [event] = await friend.events()
    assert event["data"]["chat"]["dialogId"] == str(leaver.id)
    refusal = await friend.refusal("imbot.v2.Chat.get", dialogId=str(leaver.id))
    assert refusal.code == "ACCESS_DENIED"

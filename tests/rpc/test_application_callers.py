"""What a call with an access token may do, and when it ends."""

import msgspec
import pytest

from botyard.access import apps
from botyard.access.callers import WebhookCredentials
from botyard.model.errors import ApiError
from tests.applications import CLIENT_ID, change_app, install_app, now, request
from tests.portals import ADA, BEN, PortalUnderTest, code_of

BOT = {"code": "helper", "properties": {"name": "Helper"}}


async def test_acts_as_the_person_who_agreed(portal: PortalUnderTest) -> None:
    app = await install_app(portal, user_id=BEN)
    assert (await app.call("profile"))["ID"] == str(BEN)
    assert await app.call("scope") == ["im", "imbot"]


async def test_an_application_owns_bots_without_a_token(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    bot = (await app.call("imbot.v2.Bot.register", fields=BOT))["bot"]
    listed = await app.call("imbot.v2.Bot.list")
    assert [one["id"] for one in listed["bots"]] == [bot["id"]]
    sent = await app.call(
        "imbot.v2.Chat.Message.send",
        botId=bot["id"],
        dialogId=str(BEN),
        fields={"message": "Hello"},
    )
    assert sent["id"] > 0


async def test_an_application_owns_older_bots_whatever_client_id_it_names(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    address = "https://desk.example/events"
    bot_id = await app.call(
        "imbot.register",
        CODE="older",
        CLIENT_ID="anything",
        EVENT_MESSAGE_ADD=address,
        EVENT_WELCOME_MESSAGE=address,
        EVENT_BOT_DELETE=address,
        PROPERTIES={"NAME": "Older"},
    )
    sent = await app.call("imbot.message.add", BOT_ID=bot_id, DIALOG_ID=str(BEN), MESSAGE="Hello")
    assert sent > 0
    refused = await portal.refusal(
        ADA, "imbot.message.add", BOT_ID=bot_id, DIALOG_ID=str(BEN), MESSAGE="Hello"
    )
    assert refused.code == "APP_ID_ERROR"


async def test_all_people_of_an_application_share_its_bots(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    bot = (await app.call("imbot.v2.Bot.register", fields=BOT))["bot"]

    listed = await app.answer(await app.token_of(BEN), "imbot.v2.Bot.list")
    assert [one["id"] for one in listed["bots"]] == [bot["id"]]


async def test_bots_of_webhooks_and_of_other_applications_are_not_its_own(
    portal: PortalUnderTest,
) -> None:
    of_webhook = await portal.register_bot("webhooks")
    app = await install_app(portal)
    other = await install_app(portal, "local.other")
    of_other = (await other.call("imbot.v2.Bot.register", fields=BOT))["bot"]["id"]
    for bot_id in (of_webhook.id, of_other):
        refused = await app.refusal(
            "imbot.v2.Chat.add", botId=bot_id, botToken=of_webhook.token, fields={"title": "x"}
        )
        assert (refused.code, refused.status) == ("BOT_OWNERSHIP_ERROR", 403)
    refused = await portal.refusal(
        ADA, "imbot.v2.Chat.add", botId=of_other, botToken=f"app:{CLIENT_ID}", fields={}
    )
    assert refused.code == "BOT_OWNERSHIP_ERROR"


async def test_a_bot_stays_with_its_application(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    bot_id = (await app.call("imbot.v2.Bot.register", fields=BOT))["bot"]["id"]
    await app.call("imbot.v2.Bot.update", botId=bot_id, fields={"botToken": "taken-away"})
    refused = await portal.refusal(
        ADA, "imbot.v2.Chat.leave", botId=bot_id, botToken="taken-away", dialogId="chat1"
    )
    assert refused.code == "BOT_OWNERSHIP_ERROR"


async def test_the_bot_token_of_an_application_is_not_read(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    long = "x" * 41
    bot_id = (await app.call("imbot.v2.Bot.register", fields={**BOT, "botToken": long}))["bot"][
        "id"
    ]
    changed = await app.call("imbot.v2.Bot.update", botId=bot_id, fields={"botToken": long})
    assert changed["bot"]["id"] == bot_id


async def test_an_application_has_at_most_100_bots(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    for number in range(100):
        await app.call("imbot.v2.Bot.register", fields={**BOT, "code": f"helper{number}"})
    refused = await app.refusal("imbot.v2.Bot.register", fields={**BOT, "code": "one too many"})
    assert refused.code == "BOT_LIMIT_EXCEEDED"


async def test_an_unknown_token_is_refused(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    for token in ("unknown", app.pair.refresh_token, "ünknown\N{SNOWMAN}"):
        refused = await app.refusal("server.time", token=token)
        assert refused == ("NO_AUTH_FOUND", 401, "Wrong authorization data")


async def test_a_token_ends_after_an_hour(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    portal.clock.seconds += 3599
    assert await app.is_admitted(app.pair.access_token)
    portal.clock.seconds += 1
    refused = await app.refusal("server.time")
    assert refused == ("expired_token", 401, "The access token provided has expired")


async def test_a_scope_that_was_not_given_is_refused(portal: PortalUnderTest) -> None:
    app = await install_app(portal, scopes=("imbot",))
    assert (await app.refusal("im.recent.list")).code == "insufficient_scope"
    assert (await app.refusal("im.recent.list")).status == 403


async def test_a_scope_that_was_taken_from_the_application_is_refused(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    await app.call("im.recent.list")
    await change_app(portal, scopes=("imbot",))
    assert (await app.refusal("im.recent.list")).code == "insufficient_scope"


async def test_a_person_whom_the_application_is_not_open_to_is_refused(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    await change_app(portal, users=(BEN,))
    refused = await app.refusal("server.time")
    assert refused == (
        "user_access_error",
        403,
        "The user does not have access to the application",
    )


async def test_a_dismissed_person_is_refused(portal: PortalUnderTest) -> None:
    app = await install_app(portal, user_id=BEN)
    assert await app.is_admitted(app.pair.access_token)
    await portal.add_person(BEN, first_name="Ben", active=False)
    refused = await app.refusal("server.time")
    assert (refused.code, refused.status) == ("INVALID_CREDENTIALS", 403)


async def test_an_application_that_is_uninstalled_is_refused_at_once(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    assert await app.is_admitted(app.pair.access_token)
    await portal.store.write(lambda tx: apps.uninstall(tx, CLIENT_ID, now(portal)))
    assert (await app.refusal("server.time")).code == "NO_AUTH_FOUND"


async def test_two_different_credentials_are_refused(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    token = app.pair.access_token
    webhook = WebhookCredentials(str(ADA), code_of(ADA))
    for wrong in (
        request("server.time", {"auth": token}, head=frozenset({"another"})),
        request("server.time", {"auth": token, "access_token": "another"}),
        request("server.time", {"auth": token}, webhook=webhook),
    ):
        with pytest.raises(ApiError) as caught:
            await portal.pipeline.serve(wrong)
        assert caught.value.error.code == "NO_AUTH_FOUND"
    same = request("server.time", {"auth": token, "access_token": token}, head=frozenset({token}))
    await portal.pipeline.serve(same)


async def test_a_repeat_is_known_after_a_refresh(portal: PortalUnderTest) -> None:
    """Its answer is kept for the application and the person, not for the token."""
    app = await install_app(portal)
    renewed = await app.refresh(app.pair.refresh_token)
    assert renewed is not None
    for token in (app.pair.access_token, renewed.access_token):
        called = request("im.chat.add", {"auth": token, "TITLE": "Once"})
        await portal.pipeline.serve(msgspec.structs.replace(called, idempotency_key="once"))
    chats = await portal.call(ADA, "im.recent.list", SKIP_DIALOG="Y")
    assert len(chats["items"]) == 1

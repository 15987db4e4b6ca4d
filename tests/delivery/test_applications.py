"""What applications hear at their handlers, and what they can do with the tokens they get."""

import asyncio
import base64
import hashlib
import hmac
from typing import Any

from botyard.access import apps, portals
from botyard.access.apps import find
from botyard.access.tokens import TokenPair
from botyard.delivery import backlog
from botyard.model.entities import HandlerId
from botyard.model.secrets import SystemSecrets
from botyard.store import letters
from botyard.store.tx import Tx
from tests.applications import SECRET, AppUnderTest, change_app, install_app, now
from tests.delivery.hearing import (
    FULL,
    HANDLER,
    INSTALL,
    PLAIN,
    SCOPES,
    add_person,
    apply_file,
    count_tokens,
    hearing_app,
    uninstall_app,
    update_app,
)
from tests.delivery.relays import (
    REFUSED,
    TAKEN,
    Posted,
    Receivers,
    RelayUnderTest,
    below,
    delivered,
)
from tests.portals import ADA, BEN, START, PortalUnderTest
from tests.store.databases import statement


async def application_token(portal: PortalUnderTest, client_id: str = "local.ear") -> str:
    app = await portal.store.read(lambda tx: find(tx, client_id))
    assert app is not None
    return app.application_token


async def test_a_test_event_comes_back_with_its_parameters(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "onAppTest")
    assert await app.call("event.test", any="data", list=[1, {"a": True}]) == 1
    [posted] = await delivered(relay, receivers)
    assert (posted.url, posted.event) == (HANDLER, "ONAPPTEST")
    assert int(posted.form["event_handler_id"]) > 0
    assert posted.form["ts"] == str(int(START))
    assert below(posted, "data") == {
        "QUERY.any": "data",
        "QUERY.list.0": "1",
        "QUERY.list.1.a": "1",
        "LANGUAGE_ID": "en",
    }


async def test_the_auth_is_a_token_of_who_caused_the_event(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    await app.call("event.test")
    [posted] = await delivered(relay, receivers)
    auth = below(posted, "auth")
    assert set(auth) == FULL
    assert auth["application_token"] == await application_token(portal)
    assert auth["expires_in"] == "3600"
    assert auth["expires"] == str(int(START) + 3600)
    assert (auth["user_id"], auth["scope"], auth["status"]) == (str(ADA), "im,imbot,user", "L")
    assert auth["domain"] == portal.portal.domain
    told = await app.answer(auth["access_token"], "app.info")
    assert (told["CODE"], told["user_id"]) == ("local.ear", ADA)


async def test_each_attempt_has_a_token_of_its_own(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    receivers.decide = lambda _posted: REFUSED if len(receivers.posted) < 3 else TAKEN
    await app.call("event.test", any="data")
    await relay.deliver_until(3600)
    tokens = [one.form["auth[access_token]"] for one in receivers.posted]
    assert len(set(tokens)) == len(tokens) == 3
    assert len({one.id for one in receivers.posted}) == 1
    assert [one.form["auth[expires_in]"] for one in receivers.posted] == ["3600"] * 3
    assert await app.is_admitted(tokens[-1])


async def test_tokens_do_not_pile_up(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    before = await count_tokens(portal)
    for number in range(30):
        await app.call("event.test", number=number)
    assert len(await delivered(relay, receivers)) == 30
    assert await count_tokens(portal) == before + 1


async def test_many_handlers_that_hear_at_once_share_a_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    for number in range(30):
        await app.call("event.bind", event="ONAPPTEST", handler=f"{HANDLER}/{number}")
    before = await count_tokens(portal)
    await app.call("event.test")
    posted = await delivered(relay, receivers)
    assert len(posted) == 30
    assert len({one.form["auth[access_token]"] for one in posted}) == 1
    assert await count_tokens(portal) == before + 1


async def test_an_expired_token_of_an_event_is_told_from_an_unknown_one(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    await app.call("event.test")
    [posted] = await delivered(relay, receivers)
    portal.clock.seconds += 3601
    refusal = await app.refusal("app.info", posted.form["auth[access_token]"])
    assert refusal.code == "expired_token"


async def test_a_handler_may_get_the_token_of_one_person(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    await app.call("event.bind", event="ONUSERADD", handler=HANDLER, auth_type=BEN)
    await add_person(portal)
    [posted] = await delivered(relay, receivers)
    assert posted.form["auth[user_id]"] == str(BEN)
    token = posted.form["auth[access_token]"]
    assert (await app.answer(token, "profile"))["ID"] == str(BEN)


async def test_nobody_who_was_dismissed_gives_a_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    await app.call("event.bind", event="ONAPPTEST", handler=HANDLER, auth_type=BEN)
    await app.call("event.test")
    [before] = await delivered(relay, receivers)
    await portal.add_person(BEN, active=False)
    assert not await app.is_admitted(before.form["auth[access_token]"])
    await app.call("event.test")
    [after] = await delivered(relay, receivers)
    assert set(below(after, "auth")) == PLAIN | {"scope", "status"}


async def test_a_new_person_is_told_with_a_token_of_theirs(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await hearing_app(portal, "ONUSERADD")
    person_id = await add_person(portal)
    [posted] = await delivered(relay, receivers)
    data = below(posted, "data")
    assert (data["ID"], data["NAME"], data["ACTIVE"]) == (str(person_id), "Dora", "Y")
    assert posted.form["auth[user_id]"] == str(person_id)


async def test_who_may_not_use_the_application_gives_it_no_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await hearing_app(portal, "ONUSERADD", users=(ADA,))
    await add_person(portal)
    [posted] = await delivered(relay, receivers)
    assert set(below(posted, "auth")) == PLAIN | {"scope", "status"}


async def test_an_installation_is_told_with_tokens_that_can_be_refreshed(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await install_app(portal, handler=HANDLER, install_handler=INSTALL)
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONAPPINSTALL", INSTALL)
    assert below(posted, "data") == {
        "VERSION": "1",
        "ACTIVE": "Y",
        "INSTALLED": "Y",
        "LANGUAGE_ID": "en",
    }
    auth = below(posted, "auth")
    assert set(auth) == FULL | {"refresh_token"}
    refreshed = await app.refresh(auth["refresh_token"])
    assert refreshed is not None
    assert await app.is_admitted(refreshed.access_token)


async def test_a_refreshed_token_of_an_event_outlives_later_events(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await install_app(portal, handler=HANDLER)
    [installed] = await delivered(relay, receivers)
    refreshed = await app.refresh(installed.form["auth[refresh_token]"])
    assert refreshed is not None
    for number in range(30):
        await update_app(portal, app.client_id, title=f"Desk {number}")
        await relay.deliver()
        portal.clock.seconds += 10
    told = receivers.posted[1:]
    assert await app.refresh(refreshed.refresh_token) is not None
    assert await app.refresh(told[0].form["auth[refresh_token]"]) is None
    assert await app.is_admitted(told[0].form["auth[access_token]"])
    assert await app.refresh(told[-1].form["auth[refresh_token]"]) is not None


async def test_without_an_install_handler_the_handler_hears_of_the_installation(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await install_app(portal, handler=HANDLER)
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONAPPINSTALL", HANDLER)


async def test_a_changed_application_is_a_new_version_and_binds_anew(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPUPDATE", "ONAPPTEST", install_handler=INSTALL)
    await delivered(relay, receivers)
    await app.call("event.test", any="data")
    await update_app(portal, app.client_id, scopes=("im",))
    posted = await delivered(relay, receivers)
    assert sorted((one.event, one.url) for one in posted) == [
        ("ONAPPTEST", HANDLER),
        ("ONAPPUPDATE", HANDLER),
        ("ONAPPUPDATE", INSTALL),
    ]
    update = next(one for one in posted if one.event == "ONAPPUPDATE")
    assert below(update, "data") == {
        "VERSION": "2",
        "PREVIOUS_VERSION": "1",
        "LANGUAGE_ID": "en",
    }
    assert "refresh_token" in below(update, "auth")
    assert (await app.call("app.info"))["VERSION"] == 2
    assert await app.call("event.get") == []
    await app.call("event.test")
    assert await delivered(relay, receivers) == []


async def test_a_new_secret_is_no_new_version(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPUPDATE")
    await update_app(portal, app.client_id, secret_hash="0" * 64)
    assert await delivered(relay, receivers) == []
    assert (await app.call("app.info"))["VERSION"] == 1


async def test_an_uninstalled_application_hears_of_that_alone(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST", "ONAPPUNINSTALL", install_handler=INSTALL)
    token = await application_token(portal)
    await app.call("event.test")
    await uninstall_app(portal, app.client_id)
    posted = await delivered(relay, receivers)
    assert sorted((one.event, one.url) for one in posted) == [
        ("ONAPPUNINSTALL", HANDLER),
        ("ONAPPUNINSTALL", INSTALL),
    ]
    for one in posted:
        assert set(below(one, "auth")) == PLAIN
        assert one.form["auth[application_token]"] == token
        assert below(one, "data") == {"LANGUAGE_ID": "en", "CLEAN": "0"}
    await add_person(portal)
    assert await delivered(relay, receivers) == []


async def test_the_same_address_hears_of_the_end_once(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPUNINSTALL", handler=HANDLER)
    await delivered(relay, receivers)
    await uninstall_app(portal, app.client_id)
    assert [one.event for one in await delivered(relay, receivers)] == ["ONAPPUNINSTALL"]


async def test_tokens_of_events_end_with_the_application(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    await app.call("event.test")
    [posted] = await delivered(relay, receivers)
    token = posted.form["auth[access_token]"]
    assert await app.is_admitted(token)
    await uninstall_app(portal, app.client_id)
    assert not await app.is_admitted(token)


async def test_a_new_installation_tells_no_address_of_the_one_before(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    receivers.decide = lambda _posted: REFUSED
    await app.call("event.test", any="data")
    await relay.deliver()
    await update_app(portal, app.client_id, title="Sold")
    await uninstall_app(portal, app.client_id)
    await install_again(portal, app)
    receivers.posted.clear()
    await relay.deliver_until(5 * 24 * 3600)
    assert receivers.posted == []


async def test_removing_what_is_uninstalled_takes_back_no_word_of_the_end(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPUNINSTALL")
    await uninstall_app(portal, app.client_id)
    await portal.store.write(lambda tx: apps.remove(tx, app.client_id, now(portal)))
    [posted] = await delivered(relay, receivers)
    assert posted.event == "ONAPPUNINSTALL"


async def test_the_token_of_a_bot_works_where_few_people_may_use_the_application(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, users=(ADA,))
    made = await app.call(
        "imbot.v2.Bot.register",
        fields={
            "code": "few",
            "properties": {"name": "Few"},
            "eventMode": "webhook",
            "webhookUrl": HANDLER,
        },
    )
    bot_id = made["bot"]["id"]
    await portal.call(ADA, "im.message.add", DIALOG_ID=str(bot_id), MESSAGE="hello")
    posted = (await delivered(relay, receivers))[-1]
    token = posted.form["data[bot][auth][access_token]"]
    assert (await app.answer(token, "profile"))["ID"] == str(bot_id)
    await app.call("imbot.v2.Bot.unregister", botId=bot_id)
    assert not await app.is_admitted(token)


async def test_nothing_is_made_for_an_application_in_the_moment_of_its_end(
    portal: PortalUnderTest,
) -> None:
    for number in range(10):
        app = await hearing_app(portal, client_id=f"local.{number}")
        await asyncio.gather(
            app.refresh(app.pair.refresh_token),
            app.call("event.bind", event="ONAPPTEST", handler=HANDLER),
            uninstall_app(portal, app.client_id),
            app.refresh(app.pair.refresh_token),
            app.call("event.bind", event="ONAPPTEST", handler=INSTALL),
            return_exceptions=True,
        )
        again = await install_again(portal, app)
        assert await again.call("event.get") == []
    tokens = statement("SELECT client_id FROM refresh_token")
    kept = await portal.store.read(lambda tx: tx.all(tokens))
    assert len({tuple(row) for row in kept}) == len(kept) == 10


async def install_again(portal: PortalUnderTest, app: AppUnderTest) -> AppUnderTest:
    async def work(tx: Tx) -> TokenPair:
        _, pair = await apps.install(tx, app.client_id, None, SystemSecrets(), now(portal))
        return pair

    return app._replace(pair=await portal.store.write(work))


async def test_an_application_that_is_installed_again_is_the_same_to_its_receivers(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, handler=HANDLER)
    await uninstall_app(portal, app.client_id)
    document = {
        "apps": [{"client_id": app.client_id, "client_secret": SECRET, "installed_by": ADA}]
    }
    await apply_file(portal, document)
    assert [one.event for one in await delivered(relay, receivers)] == ["ONAPPUNINSTALL"]


async def test_a_portal_file_installs_and_updates_and_says_so(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    entry: dict[str, Any] = {
        "client_id": "local.filed",
        "client_secret": SECRET,
        "scopes": ["im"],
        "handler": HANDLER,
        "installed_by": BEN,
    }
    await apply_file(portal, {"apps": [entry]})
    [installed] = await delivered(relay, receivers)
    assert (installed.event, installed.form["auth[user_id]"]) == ("ONAPPINSTALL", str(BEN))
    await apply_file(portal, {"apps": [entry]})
    assert await delivered(relay, receivers) == []
    await apply_file(portal, {"apps": [{**entry, "scopes": ["im", "imbot"]}]})
    [updated] = await delivered(relay, receivers)
    assert (updated.event, updated.form["data[VERSION]"]) == ("ONAPPUPDATE", "2")
    assert updated.form["auth[scope]"] == "im,imbot"
    token = await application_token(portal, "local.filed")
    assert {installed.form["auth[application_token]"]} == {token}


async def test_an_outgoing_webhook_hears_what_it_names_without_a_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    webhook = {
        "url": "https://outside.example/hook",
        "events": ["ONAPPTEST", "ONUSERADD"],
        "application_token": "51856fef",
    }
    await apply_file(portal, {"outgoing_webhooks": [webhook]})
    app = await hearing_app(portal)
    await app.call("event.test", any="data")
    await add_person(portal)
    posted = await delivered(relay, receivers)
    assert [one.event for one in posted] == ["ONAPPTEST", "ONUSERADD"]
    for one in posted:
        assert one.url == "https://outside.example/hook"
        assert set(below(one, "auth")) == PLAIN
        assert one.form["auth[application_token]"] == "51856fef"
    assert posted[0].form["event_handler_id"] == posted[1].form["event_handler_id"]

    await apply_file(portal, {"outgoing_webhooks": [{**webhook, "events": ["ONUSERADD"]}]})
    await app.call("event.test")
    assert await delivered(relay, receivers) == []


async def test_what_is_unbound_is_not_posted_any_more(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    await app.call("event.test")
    assert await app.call("event.unbind", event="ONAPPTEST", handler=HANDLER) == {"count": 1}
    assert await delivered(relay, receivers) == []


async def test_one_handler_that_fails_does_not_delay_another(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    await app.call("event.bind", event="ONAPPTEST", handler="https://slow.example/")
    receivers.decide = lambda one: REFUSED if one.url == "https://slow.example/" else TAKEN
    for number in range(3):
        await app.call("event.test", number=number)
    await relay.deliver()
    assert [one.form["data[QUERY][number]"] for one in receivers.taken] == ["0", "1", "2"]


async def test_events_of_a_handler_come_in_their_order_after_a_failure(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    receivers.decide = lambda _posted: REFUSED if len(receivers.posted) < 3 else TAKEN
    for number in range(3):
        await app.call("event.test", number=number)
    await relay.deliver_until(3600)
    assert [one.form["data[QUERY][number]"] for one in receivers.taken] == ["0", "1", "2"]


async def test_what_no_handler_took_is_a_dead_letter_that_can_be_replayed(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    receivers.decide = lambda _posted: REFUSED
    await app.call("event.test", any="data")
    await relay.deliver_until(5 * 24 * 3600)
    assert len(receivers.posted) == 10
    [letter] = await portal.store.read(lambda tx: letters.dead(tx, None, None, 10))
    assert letter.recipient_id < 0

    receivers.decide = lambda _posted: TAKEN
    found = await portal.store.read(
        lambda tx: backlog.find(tx, HandlerId(letter.recipient_id), letter.event_id)
    )
    await portal.store.write(lambda tx: backlog.replay(tx, [found], now(portal)))
    [posted] = await delivered(relay, receivers)
    assert posted.form["data[QUERY][any]"] == "data"


async def test_in_mode_bitrix24_there_is_one_attempt(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await apply_file(portal, {"delivery": {"mode": "bitrix24"}})
    stored = await portal.store.read(portals.find)
    assert stored is not None
    portal.portal = stored
    app = await hearing_app(portal, "ONAPPTEST")
    receivers.decide = lambda _posted: REFUSED
    await app.call("event.test")
    await relay.deliver_until(24 * 3600)
    assert len(receivers.posted) == 1


async def test_the_application_can_check_the_signature(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal, "ONAPPTEST")
    bodies: list[bytes] = []
    post = receivers.post

    async def keep(url: str, body: bytes, headers: Any) -> Any:
        bodies.append(body)
        return await post(url, body, headers)

    receivers.post = keep  # type: ignore[method-assign]
    await app.call("event.test")
    [posted] = await delivered(relay, receivers)

    async def work(tx: Tx) -> str:
        return await backlog.signing_secret_of_app(tx, app.client_id, SystemSecrets())

    secret = await portal.store.write(work)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    headers = posted.headers
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + bodies[0]
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


async def register_bot(app: AppUnderTest, code: str = "desk", **fields: Any) -> int:
    wanted = {
        "code": code,
        "properties": {"name": code.title()},
        "type": "personal",
        "eventMode": "webhook",
        "webhookUrl": f"https://{code}.example/hook",
    }
    made = await app.call("imbot.v2.Bot.register", fields=wanted | fields)
    bot_id: int = made["bot"]["id"]
    return bot_id


async def say(portal: PortalUnderTest, dialog_id: object, text: str, user_id: int = BEN) -> None:
    await portal.call(user_id, "im.message.add", DIALOG_ID=str(dialog_id), MESSAGE=text)


async def test_a_bot_of_an_application_gets_a_token_of_its_own_and_one_of_the_person(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    bot_id = await register_bot(app)
    await say(portal, bot_id, "hello")
    posted = (await delivered(relay, receivers))[-1]
    own, envelope = below(posted, "data[bot][auth]"), below(posted, "auth")
    assert set(own) == set(envelope) == FULL
    assert (own["user_id"], envelope["user_id"]) == (str(bot_id), str(BEN))
    token = await application_token(portal)
    assert own["application_token"] == envelope["application_token"] == token

    fields = {"message": "Hello, Ben"}
    sent = await app.answer(
        own["access_token"],
        "imbot.v2.Chat.Message.send",
        botId=bot_id,
        dialogId=posted.dialog,
        fields=fields,
    )
    assert sent["id"] > 0
    assert (await app.answer(envelope["access_token"], "profile"))["ID"] == str(BEN)


async def test_bots_of_one_application_are_told_one_by_one(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    first, second = [await register_bot(app, code) for code in ("one", "two")]
    chat = await portal.call(ADA, "im.chat.add", TITLE="G", USERS=[first, second], TYPE="CHAT")
    await delivered(relay, receivers)
    await say(portal, f"chat{chat}", "hello", ADA)
    posted = await delivered(relay, receivers)
    assert sorted(one.form["data[bot][id]"] for one in posted) == [str(first), str(second)]
    assert len({one.form["auth[application_token]"] for one in posted}) == 1


async def test_no_application_gets_the_token_of_another_ones_bot(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    other = await install_app(portal, "local.other", scopes=SCOPES)
    mine, speaking = await register_bot(app, "mine"), await register_bot(other, "speaking")
    chat = await portal.call(ADA, "im.chat.add", TITLE="G", USERS=[mine, speaking], TYPE="CHAT")
    await delivered(relay, receivers)
    await other.call(
        "imbot.v2.Chat.Message.send",
        botId=speaking,
        dialogId=f"chat{chat}",
        fields={"message": "hello"},
    )
    [posted] = await delivered(relay, receivers)
    assert posted.text == "hello"
    assert posted.form["data[bot][auth][user_id]"] == str(mine)
    assert "auth[access_token]" not in posted.form


async def test_a_bot_of_a_webhook_gets_no_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await portal.register_bot(
        type="personal", eventMode="webhook", webhookUrl="https://bot.example/"
    )
    await say(portal, bot.id, "hello")
    posted = (await delivered(relay, receivers))[-1]
    assert set(below(posted, "auth")) == set(below(posted, "data[bot][auth]")) == PLAIN


async def test_an_older_bot_of_an_application_gets_both_tokens(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    bot_id = await app.call(
        "imbot.register",
        CODE="older",
        EVENT_HANDLER="https://older.example/",
        PROPERTIES={"NAME": "Older"},
    )
    await say(portal, bot_id, "hello")
    posted = (await delivered(relay, receivers))[-1]
    own = below(posted, f"data[BOT][{bot_id}]")
    assert set(own) == {
        *(FULL | {"client_id", "BOT_ID", "BOT_CODE"}),
        *(f"AUTH.{key}" for key in FULL | {"client_id"}),
    }
    assert (own["user_id"], own["client_id"]) == (str(bot_id), app.client_id)
    assert own["AUTH.access_token"] == own["access_token"]
    assert posted.form["auth[user_id]"] == str(BEN)
    said = await app.answer(
        own["access_token"], "imbot.message.add", DIALOG_ID=str(BEN), MESSAGE="Hello"
    )
    assert said > 0


async def test_bots_of_an_uninstalled_application_are_told_nothing(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    bot_id = await register_bot(app)
    await say(portal, bot_id, "before")
    await uninstall_app(portal, app.client_id)
    await say(portal, bot_id, "meanwhile")
    assert await delivered(relay, receivers) == []
    assert await portal.store.read(lambda tx: letters.waiting(tx, None, None, 10)) == []


async def test_a_bot_of_an_application_from_before_keeps_its_application_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    bot_id = await register_bot(app)
    await say(portal, bot_id, "hello")
    before = (await delivered(relay, receivers))[-1].form["auth[application_token]"]
    await change_app(portal, app.client_id, application_token="", signing_key="")
    await say(portal, bot_id, "again")
    [posted] = await delivered(relay, receivers)
    assert posted.form["auth[application_token]"] == before
    assert await application_token(portal) == before


async def test_an_unbound_event_of_a_bot_is_not_posted(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await hearing_app(portal)
    bot_id = await register_bot(app)
    await say(portal, bot_id, "hello")
    await delivered(relay, receivers)
    event, url = "ONIMBOTV2MESSAGEADD", "https://desk.example/hook"
    assert await app.call("event.unbind", event=event, handler=url) == {"count": 1}
    await say(portal, bot_id, "unheard")
    assert await delivered(relay, receivers) == []
    assert await app.call("event.bind", event=event, handler=url)
    await say(portal, bot_id, "heard")
    assert [one.text for one in await delivered(relay, receivers)] == ["heard"]


async def offline_app(portal: PortalUnderTest, **options: Any) -> AppUnderTest:
    app = await hearing_app(portal)
    await app.call("event.bind", event="ONUSERADD", event_type="offline")
    await app.call("event.bind", event="ONOFFLINEEVENT", handler=HANDLER, options=options)
    return app


def times(posted: list[Posted]) -> list[float]:
    return [round(one.at - START) for one in posted]


async def test_that_something_is_queued_is_told_with_a_refresh_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    app = await offline_app(portal)
    await add_person(portal)
    [posted] = await delivered(relay, receivers)
    assert (posted.event, posted.url) == ("ONOFFLINEEVENT", HANDLER)
    assert below(posted, "data") == {}
    auth = below(posted, "auth")
    assert set(auth) == FULL | {"refresh_token"}
    assert await app.refresh(auth["refresh_token"]) is not None


async def test_it_is_told_no_more_often_than_was_asked_for(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await offline_app(portal, minTimeout=60)
    for _ in range(5):
        await add_person(portal)
        await relay.deliver_until(10)
    await relay.deliver_until(600)
    assert times(receivers.posted) == [0, 60]
    await add_person(portal)
    await relay.deliver()
    assert times(receivers.posted) == [0, 60, 650]


async def test_without_a_timeout_each_call_is_told(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await offline_app(portal, minTimeout=0)
    for _ in range(3):
        await add_person(portal)
        await relay.deliver()
    assert times(receivers.posted) == [0, 0, 0]

"""What is posted, byte for byte, and how its receiver knows where it is from."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qsl

import pytest
from msgspec import structs

from botyard.delivery import backlog, webhook
from botyard.delivery.telling import Told
from botyard.model.entities import Bot, Moment, Portal, UserId
from botyard.model.event_names import BOT_EVENTS
from botyard.model.secrets import SystemSecrets
from botyard.store.receivers import Receiver
from botyard.store.tx import Tx
from tests.delivery.relays import (
    REFUSED,
    TAKEN,
    Receivers,
    RelayUnderTest,
    group,
    listening_bot,
    over_network,
    say,
)
from tests.delivery.strangers import status, stranger
from tests.portals import ADA, BEN, START, BotUnderTest, PortalUnderTest

PORTAL = Portal(member_id="m" * 32, named_domain="portal.example", scheme="https")
BOT = Bot(
    id=UserId(456),
    code="support_bot",
    owner="token:x",
    type="bot",
    event_mode="webhook",
    webhook_url="https://bot.example/hook?a=b",
    is_hidden=False,
    is_support_openline=False,
    is_reactions_enabled=True,
    background_id=None,
    language="en",
)
RECEIVER = Receiver(BOT.id, "831c76b0", "0f" * 24)
NOW = Moment(1_772_093_963_999)
AUTH = {
    "domain": "portal.example",
    "server_endpoint": "https://portal.example/rest/",
    "client_endpoint": "https://portal.example/rest/",
    "member_id": "m" * 32,
    "application_token": "831c76b0",
}


def form(data: dict[str, object], name: str = "ONIMBOTV2MESSAGEADD") -> list[tuple[str, str]]:
    text = webhook.form(PORTAL, BOT, RECEIVER, Told(name, data), NOW)
    return parse_qsl(text, keep_blank_values=True, strict_parsing=True)


def test_the_envelope_has_its_keys_in_their_order() -> None:
    [*envelope] = form({})

    assert envelope[:2] == [
        ("event", "ONIMBOTV2MESSAGEADD"),
        ("event_handler_id", str(webhook.handler_id(BOT, "ONIMBOTV2MESSAGEADD"))),
    ]
    assert envelope[2:4] == [("data[bot][id]", "456"), ("data[bot][code]", "support_bot")]
    assert envelope[4:9] == [(f"data[bot][auth][{key}]", one) for key, one in AUTH.items()]
    assert envelope[9] == ("ts", "1772093963")
    assert envelope[10:] == [(f"auth[{key}]", one) for key, one in AUTH.items()]


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        (789, [("", "789")]),
        (True, [("", "1")]),
        (False, [("", "0")]),
        (None, [("", "")]),
        ("", [("", "")]),
        ("a b&c=d~é\n", [("", "a b&c=d~é\n")]),
        ([], []),
        ({}, []),
        ({"a": {}, "b": []}, []),
        ([1, 5], [("[0]", "1"), ("[1]", "5")]),
        ({"a": {"b": None}, "c": False}, [("[a][b]", ""), ("[c]", "0")]),
        ([{"a": "x"}, {"a": []}], [("[0][a]", "x")]),
    ],
)
def test_every_scalar_is_a_string(value: object, pairs: list[tuple[str, str]]) -> None:
    data = [one for one in form({"key": value}) if one[0].startswith("data[key]")]
    assert data == [(f"data[key]{path}", text) for path, text in pairs]


def test_it_is_spelled_as_php_does() -> None:
    told = Told("ONIMBOTV2MESSAGEADD", {"message": {"text": "a b ~*é[1]"}})
    text = webhook.form(PORTAL, BOT, RECEIVER, told, NOW)
    assert "&data%5Bmessage%5D%5Btext%5D=a+b+%7E%2A%C3%A9%5B1%5D&" in text
    assert text.startswith("event=ONIMBOTV2MESSAGEADD&event_handler_id=")
    assert "&data%5Bbot%5D%5Bauth%5D%5Bapplication_token%5D=831c76b0&" in text


def test_each_kind_of_event_has_a_handler_of_its_own() -> None:
    other = structs.replace(BOT, id=UserId(457))
    handlers = [
        webhook.handler_id(bot, name) for bot in (BOT, other) for name in BOT_EVENTS.values()
    ]
    assert len(set(handlers)) == 2 * len(BOT_EVENTS)
    assert min(handlers) > 0


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret = webhook.secret_of(RECEIVER.signing_key)
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert len(key) == 24

    posting = webhook.posting(PORTAL, BOT, RECEIVER, Told("ONIMBOTV2DELETE", {}), 17, NOW)

    assert posting.url == "https://bot.example/hook?a=b"
    assert posting.headers["webhook-id"] == f"{'m' * 32}-456-17"
    assert posting.headers["webhook-timestamp"] == "1772093963"
    signed = f"{posting.headers['webhook-id']}.1772093963.".encode() + posting.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert posting.headers["webhook-signature"] == f"v1,{expected}"


def flat(value: Any, prefix: str) -> dict[str, str]:
    """How a value of an answer is told in a form."""
    if isinstance(value, dict | list):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        found: dict[str, str] = {}
        for key, child in entries:
            found |= flat(child, f"{prefix}[{key}]")
        return found
    spelled = {True: "1", False: "0", None: ""}
    is_word = value is None or isinstance(value, bool)
    return {prefix: spelled[value] if is_word else str(value)}


async def told_both_ways(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers, bot: BotUnderTest
) -> tuple[list[Any], list[dict[str, str]]]:
    """The same events by polling and by webhook."""
    polled = await bot.events()
    await relay.deliver()
    return polled, [one.form for one in receivers.posted]


async def test_webhooks_tell_the_same_as_polling(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "hello [B]there[/B] & so on")
    await portal.call(
        ADA,
        "im.message.add",
        DIALOG_ID=await group(bot),
        MESSAGE="with things",
        KEYBOARD=[{"TEXT": "Yes", "COMMAND": "yes"}],
        ATTACH=[{"MESSAGE": "attached"}],
    )

    def by_text(data: dict[str, str]) -> tuple[str, str, str]:
        keys = ("data[chat][id]", "data[message][id]", "data[dialogId]")
        return tuple(data.get(key, "") for key in keys)  # type: ignore[return-value]

    polled, posted = await told_both_ways(portal, relay, receivers, bot)
    expected = []
    for one in polled:
        assert one["data"].pop("bot")["id"] == bot.id
        expected.append({"event": one["type"]} | flat(one["data"], "data"))
    found = [
        {
            key: value
            for key, value in form.items()
            if key == "event" or (key.startswith("data[") and not key.startswith("data[bot]"))
        }
        for form in posted
    ]
    assert len(found) == len(expected) >= 4
    assert sorted(found, key=by_text) == sorted(expected, key=by_text)


async def test_bots_of_one_token_share_the_application_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bots = [
        await listening_bot(portal, code, botToken=token)
        for code, token in (("one", "shared"), ("two", "shared"), ("three", "another"))
    ]
    for bot in bots:
        await say(bot, "hello")
    await relay.deliver()

    tokens = {
        one.form["data[bot][code]"]: one.form["auth[application_token]"]
        for one in receivers.posted
    }
    assert tokens["one"] == tokens["two"] != tokens["three"]
    assert all(len(token) == 32 for token in tokens.values())
    for one in receivers.posted:
        assert (
            one.form["data[bot][auth][application_token]"] == one.form["auth[application_token]"]
        )


async def test_a_new_bot_token_brings_a_new_application_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one")
    await relay.deliver()
    before = await secret_of(portal, bot.id)

    await bot.call("imbot.v2.Bot.update", fields={"botToken": "a new one"})
    await say(bot, "two", "three")
    await relay.deliver()

    [_, *tokens] = [one.form["auth[application_token]"] for one in receivers.posted]
    assert tokens[0] != tokens[1] == tokens[2]
    assert all(len(token) == 32 for token in tokens)
    assert await secret_of(portal, bot.id) == before


async def test_bots_of_one_owner_that_are_first_told_at_once_have_one_application_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    for number in range(8):
        bot = await listening_bot(portal, f"hearer{number}", botToken="shared")
        await say(bot, "hello")

    await relay.deliver()

    hearers = {posted.url: posted.form["auth[application_token]"] for posted in receivers.posted}
    assert len(hearers) == 8
    assert len(set(hearers.values())) == 1


async def test_who_kept_the_shared_bot_token_keeps_the_application_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    one, two = [await listening_bot(portal, code, botToken="shared") for code in ("one", "two")]
    one, two = one._replace(token="shared"), two._replace(token="shared")
    for bot in (one, two):
        await say(bot, "hello")
    await relay.deliver()
    before = {posted.form["auth[application_token]"] for posted in receivers.posted}

    await one.call("imbot.v2.Bot.update", fields={"botToken": "of one alone"})
    for bot in (one, two):
        await say(bot, "again")
    await relay.deliver()

    after = {
        posted.form["data[bot][code]"]: posted.form["auth[application_token]"]
        for posted in receivers.posted[-2:]
    }
    assert len(before) == 1
    assert after["one"] not in before
    assert after["two"] in before


async def test_what_waits_is_posted_under_the_new_application_token(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one")
    receivers.decide = lambda _posted: REFUSED
    await relay.deliver()
    receivers.decide = lambda _posted: TAKEN

    await bot.call("imbot.v2.Bot.update", fields={"botToken": "a new one"})
    await relay.deliver_until(60)

    refused, *taken = [one.form["auth[application_token]"] for one in receivers.posted]
    assert refused not in taken
    assert len(set(taken)) == 1


async def secret_of(portal: PortalUnderTest, bot_id: int) -> str:
    async def work(tx: Tx) -> str:
        return await backlog.signing_secret(tx, UserId(bot_id), SystemSecrets())

    return await portal.store.write(work)


async def test_a_real_server_can_verify_what_it_gets(portal: PortalUnderTest) -> None:
    relay, poster = over_network(portal)
    async with stranger(status(200)) as there:
        bot = await listening_bot(portal, url=there.url)
        await say(bot, "hello", user_id=BEN)
        await relay.deliver()
    await poster.close()

    key = base64.b64decode((await secret_of(portal, bot.id)).removeprefix("whsec_"))
    joined, heard = there.heard
    assert joined.form["event"] == "ONIMBOTV2JOINCHAT"
    assert heard.form["data[message][text]"] == "hello"
    assert heard.form["data[chat][dialogId]"] == str(BEN)
    assert heard.form["ts"] == heard.headers["webhook-timestamp"] == str(int(START))
    signed = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}.".encode()
    expected = hmac.new(key, signed + heard.body, hashlib.sha256).digest()
    assert heard.headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"

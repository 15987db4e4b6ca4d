"""The official JavaScript SDK, as it is released, against a running server."""

from urllib.parse import urlsplit

import pytest

from tests.blackbox.clients.driver import Driver, call
from tests.blackbox.clients.dropping_proxy import dropping_proxy
from tests.blackbox.clients.expectations import B24JSSDK, works
from tests.blackbox.clients.portal import PAGE_TOKEN, BotChat, Portal

# One process of the test run installs it.
pytestmark = pytest.mark.xdist_group("b24jssdk")


@works("sends a message with a keyboard", B24JSSDK)
def test_sends_the_example_of_the_page(b24jssdk: Driver, served: Portal, chat: BotChat) -> None:
    example = call("imbot.v2.Chat.Message.send", **chat.example())
    sent = b24jssdk.run_one(served.https, example)
    chat.assert_heard_the_example(sent["id"])


@works("finds the server healthy", B24JSSDK)
def test_finds_the_server_healthy(b24jssdk: Driver, served: Portal) -> None:
    healthy, ping_ms = b24jssdk.run(served.https, {"do": "healthy"}, {"do": "ping"})
    assert healthy.success() is True
    assert ping_ms.success() >= 0


@works("reads what a refusal says", B24JSSDK)
def test_reads_what_a_refusal_says(b24jssdk: Driver, served: Portal, chat: BotChat) -> None:
    empty = chat.example() | {"fields": {}}
    outcomes = b24jssdk.run(
        served.https,
        call("imbot.v2.Chat.Message.send", **empty),
        call("imbot.v2.No.Such"),
    )
    assert [(one.error, one.status, one.description) for one in outcomes] == [
        ("EMPTY_MESSAGE", 400, "Message is empty"),
        ("ERROR_METHOD_NOT_FOUND", 404, "Method not found!"),
    ]
    assert chat.heard() == []


def test_is_told_that_its_webhook_is_wrong(b24jssdk: Driver, served: Portal) -> None:
    (outcome,) = b24jssdk.run(served.https.replace("secret", "guess"), call("server.time"))
    assert (outcome.error, outcome.status) == ("NO_AUTH_FOUND", 401)


@works("repeats a send whose connection broke, without a second message", B24JSSDK)
def test_a_send_that_it_repeats_by_itself_is_one_message(
    b24jssdk: Driver, served: Portal, chat: BotChat
) -> None:
    address = urlsplit(served.https)
    assert address.hostname is not None
    assert address.port is not None
    target = (address.hostname, address.port)
    with dropping_proxy(target, is_done=lambda: bool(chat.heard())) as proxy:
        endpoint = served.https.replace(address.netloc, f"127.0.0.1:{proxy.port}")
        example = call("imbot.v2.Chat.Message.send", **chat.example())
        sent = b24jssdk.run_one(endpoint, example)
    assert proxy.connections == 2
    chat.assert_heard_the_example(sent["id"])


@works("sends in a batch", B24JSSDK)
def test_sends_in_a_batch(b24jssdk: Driver, served: Portal, chat: BotChat) -> None:
    step = {
        "do": "batch",
        "calls": [
            ["imbot.v2.Chat.Message.send", chat.example()],
            ["imbot.v2.Bot.list", {"botToken": PAGE_TOKEN}],
        ],
    }
    sent, listed = b24jssdk.run_one(served.https, step)
    chat.assert_heard_the_example(sent["id"])
    assert listed["bots"]


@works("refers to results in a batch", B24JSSDK)
def test_a_later_command_uses_what_an_earlier_one_was_answered(
    b24jssdk: Driver, served: Portal, chat: BotChat
) -> None:
    said = chat.example() | {"fields": {"message": "Hello $result[me][NAME]"}}
    refused = chat.example() | {"fields": {}}
    calls = {
        "me": ["profile", {}],
        "said": ["imbot.v2.Chat.Message.send", said],
        "refused": ["imbot.v2.Chat.Message.send", refused],
        "late": ["imbot.v2.Chat.Message.send", chat.example()],
    }
    listened, halted = b24jssdk.run(
        served.https,
        {"do": "batch", "calls": {name: calls[name] for name in ("me", "said")}},
        {"do": "batch", "calls": {name: calls[name] for name in ("refused", "late")}},
    )
    answers = listened.success()
    assert set(answers) == {"me", "said"}
    assert (halted.error, halted.description) == ("EMPTY_MESSAGE", "Message is empty")
    (heard,) = chat.heard()
    assert (heard.id, heard.text) == (answers["said"]["id"], f"Hello {answers['me']['NAME']}")


@works("reads a list", B24JSSDK)
def test_reads_all_pages_of_a_list(b24jssdk: Driver, served: Portal) -> None:
    people = b24jssdk.run_one(served.https, {"do": "list", "method": "user.get"})
    assert {"1", "2", "3"} <= {person["ID"] for person in people}


@works("calls with an access token", B24JSSDK)
def test_calls_with_an_access_token(b24jssdk: Driver, served: Portal) -> None:
    endpoint = f"{served.server.url}/rest/"
    b24jssdk.run_one(endpoint, call("imbot.v2.Revision.get"), served.issue_token())


@works("gets new tokens", B24JSSDK)
def test_gets_new_tokens_when_one_has_expired(b24jssdk: Driver, served: Portal) -> None:
    tokens = served.expired_tokens()
    (outcome,) = b24jssdk.run(
        f"{served.server.url}/rest/",
        call("profile"),
        access_token=tokens["access_token"],
        refresh=tokens,
    )
    assert outcome.success()["ID"] == "1"

"""The client fast_bitrix24, as it is released, against a running server."""

from tests.blackbox.clients.driver import Driver, call
from tests.blackbox.clients.expectations import FAST_BITRIX24, works
from tests.blackbox.clients.portal import PAGE_TOKEN, BotChat, Portal


@works("sends a message with a keyboard", FAST_BITRIX24)
def test_sends_the_example_of_the_page(
    fast_bitrix24: Driver, served: Portal, chat: BotChat
) -> None:
    example = call("imbot.v2.Chat.Message.send", **chat.example())
    sent = fast_bitrix24.run_one(served.http, example)
    chat.assert_heard_the_example(sent["id"])


@works("speaks https", FAST_BITRIX24)
def test_sends_over_https(fast_bitrix24: Driver, served: Portal, chat: BotChat) -> None:
    example = call("imbot.v2.Chat.Message.send", **chat.example())
    sent = fast_bitrix24.run_one(served.https, example)
    chat.assert_heard_the_example(sent["id"])


@works("reads a list", FAST_BITRIX24)
def test_gets_all_people(fast_bitrix24: Driver, served: Portal) -> None:
    people = fast_bitrix24.run_one(served.http, {"do": "get_all", "method": "user.get"})
    assert {"1", "2", "3"} <= {person["ID"] for person in people}


@works("raises on every refusal", FAST_BITRIX24)
def test_raises_on_every_refusal(fast_bitrix24: Driver, served: Portal, chat: BotChat) -> None:
    # It takes an error that comes with 200 for an empty result, and repeats what comes with 5xx.
    empty = chat.example() | {"fields": {}}
    outcomes = fast_bitrix24.run(
        served.http,
        call("imbot.v2.Chat.Message.send", **empty),
        call("imbot.v2.No.Such"),
    )
    assert [one.status for one in outcomes] == [400, 404]
    assert chat.heard() == []


@works("sends a call that is not raw", FAST_BITRIX24)
def test_batches_a_call_by_itself(fast_bitrix24: Driver, served: Portal, chat: BotChat) -> None:
    step = {"do": "call_in_batch", "method": "imbot.v2.Chat.Message.send"}
    answers = fast_bitrix24.run_one(served.http, step | {"params": chat.example()})
    # It keeps the name that it gave the command.
    assert list(answers) == ["order0000000000"]
    chat.assert_heard_the_example(answers["order0000000000"]["id"])


@works("sends in a batch", FAST_BITRIX24)
def test_sends_in_a_batch(fast_bitrix24: Driver, served: Portal) -> None:
    step = {"do": "batch", "calls": [["imbot.v2.Bot.list", {"botToken": PAGE_TOKEN}]]}
    answers = fast_bitrix24.run_one(served.http, step)
    assert answers


@works("calls with an access token", FAST_BITRIX24)
def test_calls_with_an_access_token(fast_bitrix24: Driver, served: Portal) -> None:
    endpoint = f"{served.server.url}/rest/"
    fast_bitrix24.run_one(endpoint, call("imbot.v2.Revision.get"), served.issue_token())

"""The official Python SDK, as it is released, against a running server."""

from datetime import datetime

from tests.blackbox.clients.driver import Driver, call
from tests.blackbox.clients.expectations import B24PYSDK, works
from tests.blackbox.clients.portal import PAGE_TOKEN, BotChat, Portal


@works("sends a message with a keyboard", B24PYSDK)
def test_sends_the_example_of_the_page(b24pysdk: Driver, served: Portal, chat: BotChat) -> None:
    sent = b24pysdk.run_one(
        served.https,
        {
            "do": "wrapped",
            "path": "imbot.v2.chat.message.send",
            "arguments": {
                "bot_id": chat.bot_id,
                "bot_token": chat.token,
                "dialog_id": chat.dialog_id,
                "fields": chat.example()["fields"],
            },
        },
    )
    chat.assert_heard_the_example(sent["id"])


@works("calls any method by name", B24PYSDK)
def test_calls_a_method_by_its_name(b24pysdk: Driver, served: Portal, chat: BotChat) -> None:
    example = call("imbot.v2.Chat.Message.send", **chat.example())
    sent = b24pysdk.run_one(served.https, example)
    chat.assert_heard_the_example(sent["id"])


@works("registers and lists bots", B24PYSDK)
def test_registers_a_bot_and_lists_it(b24pysdk: Driver, served: Portal) -> None:
    token = "token-of-b24pysdk"
    fields = {"code": "b24pysdk", "botToken": token, "properties": {"name": "Py"}}
    registered, listed = b24pysdk.run(
        served.https,
        {"do": "wrapped", "path": "imbot.v2.bot.register", "arguments": {"fields": fields}},
        {"do": "wrapped", "path": "imbot.v2.bot.list", "arguments": {"bot_token": token}},
    )
    assert [bot["id"] for bot in listed.success()["bots"]] == [registered.success()["bot"]["id"]]


@works("reads the server's time", B24PYSDK)
def test_reads_the_time_of_the_server(b24pysdk: Driver, served: Portal) -> None:
    told = b24pysdk.run_one(
        served.https, {"do": "wrapped", "path": "server.time", "arguments": {}}
    )
    assert datetime.fromisoformat(told).tzinfo is not None


@works("raises the class of each error", B24PYSDK)
def test_raises_the_class_of_each_refusal(b24pysdk: Driver, served: Portal, chat: BotChat) -> None:
    empty = chat.example("") | {"fields": {}}
    foreign = chat.example() | {"botToken": "somebody-else"}
    outcomes = b24pysdk.run(
        served.https,
        call("imbot.v2.Chat.Message.send", **empty),
        call("imbot.v2.Chat.Message.send", **foreign),
        call("imbot.v2.No.Such"),
    )
    assert [(one.kind, one.error, one.status) for one in outcomes] == [
        ("BitrixAPIBadRequest", "EMPTY_MESSAGE", 400),
        ("BitrixAPIForbidden", "BOT_OWNERSHIP_ERROR", 403),
        ("BitrixAPINotFound", "ERROR_METHOD_NOT_FOUND", 404),
    ]
    assert chat.heard() == []


def test_raises_that_a_webhook_is_wrong(b24pysdk: Driver, served: Portal) -> None:
    (outcome,) = b24pysdk.run(served.https.replace("secret", "guess"), call("server.time"))
    assert (outcome.kind, outcome.error) == ("BitrixOAuthNoAuthFound", "NO_AUTH_FOUND")


@works("sends in a batch", B24PYSDK)
def test_sends_in_a_batch(b24pysdk: Driver, served: Portal, chat: BotChat) -> None:
    step = {
        "do": "batch",
        "calls": [
            ["imbot.v2.Chat.Message.send", chat.example()],
            ["imbot.v2.Bot.list", {"botToken": PAGE_TOKEN}],
        ],
    }
    sent, listed = b24pysdk.run_one(served.https, step)
    chat.assert_heard_the_example(sent["id"])
    assert listed["bots"]


@works("names the commands of a batch", B24PYSDK)
def test_names_the_commands_of_a_batch(b24pysdk: Driver, served: Portal, chat: BotChat) -> None:
    step = {
        "do": "named_batch",
        "calls": {
            "said": ["imbot.v2.Chat.Message.send", chat.example()],
            "unknown": ["imbot.v2.No.Such", {}],
            "people": ["user.get", {}],
        },
    }
    answers = b24pysdk.run_one(served.https, step)
    chat.assert_heard_the_example(answers["result"]["said"]["id"])
    assert set(answers["result"]) == {"said", "people"}
    assert answers["result_error"]["unknown"]["error"] == "ERROR_METHOD_NOT_FOUND"
    assert answers["result_total"]["people"] >= 3


@works("calls with an access token", B24PYSDK)
def test_calls_with_an_access_token(b24pysdk: Driver, served: Portal) -> None:
    endpoint = f"{served.server.https_url}/rest/"
    b24pysdk.run_one(endpoint, call("imbot.v2.Revision.get"), served.issue_token())


@works("gets new tokens", B24PYSDK)
def test_gets_new_tokens_when_one_has_expired(b24pysdk: Driver, served: Portal) -> None:
    tokens = served.expired_tokens()
    (outcome,) = b24pysdk.run(
        f"{served.server.https_url}/rest/",
        call("profile"),
        access_token=tokens["access_token"],
        refresh=tokens,
    )
    assert outcome.success()["ID"] == "1"

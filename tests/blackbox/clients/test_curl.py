"""The curl lines of the send page, and the other ways in which curl can say the same."""

import json
import shlex
import shutil
from typing import Any

import pytest

from tests.blackbox.clients.driver import run
from tests.blackbox.clients.expectations import CURL, ClientRefused, works
from tests.blackbox.clients.portal import PAGE_TOKEN, TEXT, BotChat, Portal

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")

METHOD = "imbot.v2.Chat.Message.send"
JSON = ("-H", "Content-Type: application/json", "-d")
# Both as the page has them; only host and ids are replaced.
BY_WEBHOOK = """
curl -X POST
-H "Content-Type: application/json"
-H "Accept: application/json"
-d '{"botId":456,"botToken":"my_bot_token","dialogId":"chat5","fields":{"message":"Hello"}}'
https://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**/imbot.v2.Chat.Message.send
"""
BY_OAUTH = """
curl -X POST
-H "Content-Type: application/json"
-H "Accept: application/json"
-d '{"botId":456,"dialogId":"chat5","fields":{"message":"Hello"},
"auth":"**put_access_token_here**"}'
https://**put_your_bitrix24_address**/rest/imbot.v2.Chat.Message.send
"""


def curl(*arguments: str) -> Any:
    """The result of a call."""
    told = run("curl", "--silent", "--show-error", "--write-out", "\n%{http_code}", *arguments)
    body, _, status = told.rpartition("\n")
    answer = json.loads(body)
    if "error" in answer:
        raise ClientRefused(answer["error"], int(status), answer["error_description"])
    assert set(answer) == {"result", "time"}
    return answer["result"]


def page_line(line: str, chat: BotChat, base: str, token: str = "") -> list[str]:
    """The page's line for this chat, in the words of a shell."""
    replaced = (
        line.replace("456", str(chat.bot_id))
        .replace("chat5", chat.dialog_id)
        .replace("**put_access_token_here**", token or "no-such-token")
        .replace("https://**put_your_bitrix24_address**/rest/", base)
        .replace("**put_your_user_id_here**/**put_your_webhook_here**/", "")
    )
    assert "**" not in replaced
    return shlex.split(replaced)[1:]


@works("the line of the send page, verbatim", CURL)
def test_the_line_of_the_page_sends(served: Portal, chat: BotChat) -> None:
    sent = curl(*page_line(BY_WEBHOOK, chat, served.http))
    assert sent == {"id": sent["id"], "uuidMap": {}}
    assert [(one.id, one.text) for one in chat.heard()] == [(sent["id"], "Hello")]


@works("speaks https", CURL)
def test_the_line_of_the_page_sends_over_https(served: Portal, chat: BotChat) -> None:
    trust = ["--cacert", served.server.authority]
    sent = curl(*trust, *page_line(BY_WEBHOOK, chat, served.https))
    assert [(one.id, one.text) for one in chat.heard()] == [(sent["id"], "Hello")]


def test_the_line_of_the_page_for_oauth_is_refused_without_a_token_of_this_portal(
    served: Portal, chat: BotChat
) -> None:
    with pytest.raises(ClientRefused) as refusal:
        curl(*page_line(BY_OAUTH, chat, f"{served.server.url}/rest/"))
    assert (refusal.value.code, refusal.value.status) == ("NO_AUTH_FOUND", 401)
    assert chat.heard() == []


@works("calls with an access token", CURL)
def test_the_line_of_the_page_for_oauth_is_admitted(served: Portal, chat: BotChat) -> None:
    line = page_line(BY_OAUTH, chat, f"{served.server.url}/rest/", served.issue_token())
    with pytest.raises(ClientRefused) as refusal:
        curl(*line)
    # The bot of this chat is not the application's, and that is all that is wrong.
    assert (refusal.value.code, refusal.value.status) == ("BOT_OWNERSHIP_ERROR", 403)


@works("sends a message with a keyboard", CURL)
def test_sends_the_example_of_the_page_as_json(served: Portal, chat: BotChat) -> None:
    example = json.dumps(chat.example(), ensure_ascii=False)
    sent = curl(*JSON, example, f"{served.http}{METHOD}")
    chat.assert_heard_the_example(sent["id"])


@works("sends by form, multipart and GET", CURL)
@pytest.mark.parametrize(
    "way",
    [("--data-urlencode",), ("--form-string",), ("--get", "--data-urlencode")],
    ids=["form", "multipart", "GET"],
)
def test_sends_the_example_of_the_page_as_a_form(
    way: tuple[str, ...], served: Portal, chat: BotChat
) -> None:
    *options, option = way
    fields = {
        "botId": str(chat.bot_id),
        "botToken": PAGE_TOKEN,
        "dialogId": chat.dialog_id,
        "fields[message]": TEXT,
        "fields[keyboard][0][TEXT]": "Open",
        "fields[keyboard][0][LINK]": "https://example.com",
        "fields[keyboard][0][BG_COLOR_TOKEN]": "primary",
    }
    pairs = [word for name, value in fields.items() for word in (option, f"{name}={value}")]
    sent = curl(*options, *pairs, f"{served.http}{METHOD}.json")
    chat.assert_heard_the_example(sent["id"])


@works("sends in a batch", CURL)
def test_sends_in_a_batch(served: Portal, chat: BotChat) -> None:
    command = f"{METHOD}?botId={chat.bot_id}&botToken={PAGE_TOKEN}&dialogId={chat.dialog_id}"
    batch = {"halt": 0, "cmd": {"one": f"{command}&fields[message]=Hello"}}
    answers = curl(*JSON, json.dumps(batch), f"{served.http}batch")
    assert [one.id for one in chat.heard()] == [answers["result"]["one"]["id"]]

"""botyard delivery beside a server: what waits, what is dead, and what is done about it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.receivers import Receiver, receiving
from tests.cli.shell import Outcome, assert_refused, botyard
from tests.serving import RunningServer, serving


@pytest.fixture
def bot() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with serving(tmp_path) as running:
        yield running


def manage(server: RunningServer, *words: str) -> Outcome:
    return botyard("delivery", *words, "--data", str(server.data))


def listed(server: RunningServer, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = manage(server, "list", "--json", *words).json
    return found


def register(server: RunningServer, bot: Receiver, code: str = "hearer") -> int:
    fields = {
        "code": code,
        "botToken": "token",
        "type": "personal",
        "eventMode": "webhook",
        "webhookUrl": bot.url,
        "properties": {"name": "Hearer"},
    }
    answer = httpx.post(server.webhook() + "imbot.v2.Bot.register", json={"fields": fields})
    bot_id: int = answer.json()["result"]["bot"]["id"]
    return bot_id


def say(server: RunningServer, bot_id: int, text: str, user_id: int = 2) -> None:
    code = {2: "grace-secret", 3: "alan-secret"}[user_id]
    url = server.webhook(user_id, code) + "im.message.add"
    assert httpx.post(url, json={"DIALOG_ID": bot_id, "MESSAGE": text}).status_code == 200


def until_tried(server: RunningServer) -> list[dict[str, Any]]:
    """The test's own time limit ends this where it never comes true."""
    while True:
        found = listed(server)
        if found and found[0]["attempts"]:
            return found


def test_what_waits_is_listed_shown_and_tried_at_once(
    server: RunningServer, bot: Receiver
) -> None:
    bot_id = register(server, bot)
    say(server, bot_id, "hello")

    first, second = until_tried(server)

    assert (first["event"], second["event"]) == ("ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD")
    assert (first["bot"], first["state"], first["failure"]) == (bot_id, "waiting", "status 500")
    assert (second["attempts"], second["failure"]) == (0, "")
    assert first["id"].startswith(f"{bot_id}-")
    assert first["next_attempt_at"].endswith("+00:00")
    shown = manage(server, "show", second["id"], "--json").json
    assert shown["about"]["message"]["text"] == "hello"
    assert "hello" in manage(server, "show", second["id"]).output
    table = manage(server, "list").output
    assert "ONIMBOTV2JOINCHAT" in table
    assert first["id"] in table
    assert "canary" not in table + str(shown)

    bot.status = 200
    assert manage(server, "replay", first["id"], "--json").json == {"replayed": [first["id"]]}
    while listed(server):
        pass
    assert [one["event"] for one in bot.heard if "MESSAGE" in one["event"]] == [second["event"]]


def test_what_a_handler_did_not_take_is_managed_like_the_rest(
    server: RunningServer, bot: Receiver
) -> None:
    data = ("--data", str(server.data))
    wanted = ("--client-id", "local.ear", "--scopes", "im", "--handler", bot.url)
    assert botyard("app", "add", *wanted, *data).code == 0
    assert botyard("app", "install", "local.ear", *data).code == 0

    [letter] = until_tried(server)

    assert (letter["event"], letter["bot"], letter["dialog"]) == ("ONAPPINSTALL", None, "")
    handler = str(letter["handler"])
    assert letter["id"].startswith(f"h{handler}-")
    assert bot.heard[0]["event_handler_id"] == handler
    assert listed(server, "--handler", handler)[0]["id"] == letter["id"]
    assert listed(server, "--bot", handler) == []
    assert manage(server, "show", letter["id"], "--json").json["about"]["user_id"] == 1
    secret = manage(server, "secret", "--app", "local.ear", "--json").json
    assert secret["secret"].startswith("whsec_")
    assert manage(server, "drop", letter["id"], "--json").json == {"dropped": [letter["id"]]}
    assert listed(server) == []


def test_lists_are_filtered(server: RunningServer, bot: Receiver) -> None:
    one, two = register(server, bot, "one"), register(server, bot, "two")
    say(server, one, "hello")
    say(server, two, "hello")
    say(server, two, "hello", user_id=3)
    chats = {found["dialog"] for found in listed(server, "--bot", str(two))}

    assert {found["bot"] for found in listed(server)} == {one, two}
    assert {found["bot"] for found in listed(server, "--bot", str(one))} == {one}
    assert len(chats) == 2
    for chat in chats:
        assert {found["dialog"] for found in listed(server, "--dialog", chat)} == {chat}
    assert listed(server, "--dead") == []
    assert len(listed(server, "--waiting")) == len(listed(server)) == 6
    assert len(listed(server, "--limit", "2")) == 2


def test_what_is_dropped_is_never_heard(server: RunningServer, bot: Receiver) -> None:
    bot_id = register(server, bot)
    for text in ("one", "two", "three"):
        say(server, bot_id, text)
    joined, one, two, _three = until_tried(server)

    assert manage(server, "drop", joined["id"], two["id"]).output == "Dropped 2.\n"
    bot.heard.clear()
    bot.status = 200
    while listed(server):
        pass

    heard = [form.get("data[message][text]") for form in bot.heard if "MESSAGE" in form["event"]]
    assert list(dict.fromkeys(heard)) == ["one", "three"]
    assert_refused(manage(server, "show", one["id"]), f"there is no delivery {one['id']}")


def test_everything_of_a_bot_is_dropped_together(server: RunningServer, bot: Receiver) -> None:
    one, two = register(server, bot, "one"), register(server, bot, "two")
    for bot_id in (one, two):
        say(server, bot_id, "hello")

    dropped = manage(server, "drop", "--bot", str(one), "--json").json["dropped"]

    assert len(dropped) == 2
    assert {found["bot"] for found in listed(server)} == {two}


def test_the_secret_of_a_bot_is_always_the_same(server: RunningServer, bot: Receiver) -> None:
    bot_id = str(register(server, bot))

    shown = manage(server, "secret", "--bot", bot_id, "--json").json

    assert shown["bot"] == int(bot_id)
    assert shown["secret"].startswith("whsec_")
    assert manage(server, "secret", "--bot", bot_id).output == f"{shown['secret']}\n"


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (["show", "17"], "a delivery is named like 4-17"),
        (["show", "4-17"], "there is no delivery 4-17"),
        (["replay"], "name deliveries, or choose them"),
        (["drop"], "name deliveries, or choose them"),
        (["drop", "4-17", "--dead"], "name deliveries, or choose them"),
        (["drop", "4-17"], "there is no delivery 4-17"),
        (["list", "--dialog", "5"], "--dialog must be like chat5"),
        (["list", "--limit", "0"], "0 is not in the range"),
        (["secret", "--bot", "4"], "there is no bot 4"),
        (["secret", "--bot", str(2**63)], "is not in the range"),
    ],
)
def test_what_makes_no_sense_is_refused(
    server: RunningServer, words: list[str], about: str
) -> None:
    assert_refused(manage(server, *words), about)


def test_the_metrics_count_attempts(server: RunningServer, bot: Receiver) -> None:
    say(server, register(server, bot), "hello")
    until_tried(server)

    metrics = httpx.get(f"{server.url}/metrics").text

    assert 'botyard_delivery_attempts_total{fate="waiting"}' in metrics
    assert "botyard_deliveries_under_way" in metrics
    assert "botyard_dead_letters" in metrics


def test_what_is_under_way_survives_the_end_of_the_server(tmp_path: Path, bot: Receiver) -> None:
    with serving(tmp_path) as running:
        bot_id = register(running, bot)
        say(running, bot_id, "hello")
        until_tried(running)
        running.kill()
    bot.status = 200
    bot.heard.clear()

    with serving(tmp_path) as again:
        while listed(again):
            pass
        assert again.stop() == 0

    assert [form["event"] for form in bot.heard] == ["ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD"]


def test_a_server_beyond_its_machine_reaches_inside_only_where_it_is_told_to(
    tmp_path: Path, bot: Receiver
) -> None:
    with serving(tmp_path, options=["--host", "0.0.0.0", "--allow-insecure"]) as open_to_all:
        bot_id = register(open_to_all, bot)
        say(open_to_all, bot_id, "hello")
        [first, _] = until_tried(open_to_all)
        assert first["failure"] == "address not permitted: not a public address"
        assert bot.heard == []

        bot.status = 200
        permitted = "delivery.allow_private=127.0.0.0/8"
        data = str(open_to_all.data)
        assert botyard("portal", "set", permitted, "--data", data).code == 0
        while listed(open_to_all):
            manage(open_to_all, "replay", "--bot", str(bot_id))

    assert [form["event"] for form in bot.heard] == ["ONIMBOTV2JOINCHAT", "ONIMBOTV2MESSAGEADD"]

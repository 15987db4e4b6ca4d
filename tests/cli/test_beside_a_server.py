"""Commands beside a running server: what they change is effective within a second."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.shell import Outcome, assert_refused, botyard
from tests.serving import RunningServer, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with serving(tmp_path) as running:
        yield running


def manage(server: RunningServer, *words: str) -> Outcome:
    return botyard(*words, "--data", str(server.data))


def revision(url: str) -> tuple[int, Any]:
    answer = httpx.get(url + "imbot.v2.Revision.get")
    return answer.status_code, answer.json().get("error")


def until(url: str, status: int, error: str | None = None) -> None:
    """The test's own time limit ends this where it never comes true."""
    while revision(url) != (status, error):
        pass


def test_a_person_who_is_added_can_call_through_a_webhook(server: RunningServer) -> None:
    words = ["--name", "Zoe", "--last-name", "Quist", "--email", "zoe@example.com", "--admin"]
    [zoe] = manage(server, "user", "add", *words, "--json").json
    added = manage(
        server, "webhook", "add", "--user", str(zoe["id"]), "--scopes", "imbot,im", "--json"
    )

    assert zoe["id"] == 4
    assert set(added.json) == {"user", "code", "scopes", "url"}
    assert (added.json["user"], added.json["scopes"]) == (4, ["imbot", "im"])
    assert added.json["url"] == server.webhook(4, added.json["code"])
    assert revision(added.json["url"]) == (200, None)
    assert zoe in manage(server, "user", "list", "--json").json


def test_the_people_are_listed_without_bots(server: RunningServer) -> None:
    bot = {"code": "a", "botToken": "t", "properties": {"name": "Bot"}}
    httpx.post(server.webhook() + "imbot.v2.Bot.register", json={"fields": bot})

    assert [user["id"] for user in manage(server, "user", "list", "--json").json] == [1, 2, 3]
    assert "Ada Lovelace" in manage(server, "user", "list").output


def test_options_can_be_variables(server: RunningServer) -> None:
    variables = {"BOTYARD_DATA": str(server.data), "BOTYARD_NAME": "Zoe", "BOTYARD_JSON": "1"}

    [zoe] = botyard("user", "add", variables=variables).json

    assert (zoe["id"], zoe["name"]) == (4, "Zoe")


def test_a_chosen_code_is_the_webhooks(server: RunningServer) -> None:
    words = ["--user", "2", "--scopes", "imbot", "--code", "my-own-code"]
    added = manage(server, "webhook", "add", *words, "--json").json

    assert added["code"] == "my-own-code"
    assert revision(server.webhook(2, "my-own-code")) == (200, None)
    assert_refused(manage(server, "webhook", "add", *words), "a webhook with this code exists")
    nobody = ["--user", "77", "--scopes", "imbot"]
    assert_refused(manage(server, "webhook", "add", *nobody), "user 77 does not exist")


def test_a_revoked_webhook_is_dead_at_once(server: RunningServer) -> None:
    url = server.webhook(2, "grace-secret")
    bot = {"fields": {"code": "a", "botToken": "t", "properties": {"name": "Bot"}}}
    # Used for reading and for writing before, so that nothing remembered keeps it alive.
    assert revision(url) == (200, None)
    assert httpx.post(url + "imbot.v2.Bot.register", json=bot).status_code == 200

    assert manage(server, "webhook", "revoke", "grace-secret").code == 0

    assert revision(url) == (401, "NO_AUTH_FOUND")
    assert httpx.post(url + "imbot.v2.Bot.register", json=bot).status_code == 401
    assert revision(server.webhook()) == (200, None)
    assert_refused(manage(server, "webhook", "revoke", "grace-secret"), "there is no such webhook")


def test_a_webhook_whose_code_was_lost_is_revoked_by_its_key(server: RunningServer) -> None:
    listed = manage(server, "webhook", "list", "--json").json
    [key] = [webhook["key"] for webhook in listed if webhook["user"] == 3]

    assert manage(server, "webhook", "revoke", key, "--json").json["revoked"]["user"] == 3

    assert revision(server.webhook(3, "alan-secret")) == (401, "NO_AUTH_FOUND")
    listing = manage(server, "webhook", "list").output
    assert "alan-secret" not in listing
    assert key not in listing


@pytest.mark.parametrize(
    ("there", "back", "status", "error"),
    [
        (["close"], ["open"], 500, "PORTAL_DELETED"),
        (["block"], ["unblock"], 503, "OVERLOAD_LIMIT"),
        (["set", "plan=free"], ["set", "plan=commercial"], 403, "ACCESS_DENIED"),
        (["set", "require_https=true"], ["set", "require_https=false"], 400, "INVALID_REQUEST"),
    ],
    ids=["close", "block", "plan", "https"],
)
def test_a_switch_of_the_portal_takes_effect_and_back(
    server: RunningServer, there: list[str], back: list[str], status: int, error: str
) -> None:
    assert manage(server, "portal", *there).code == 0
    until(server.webhook(), status, error)

    assert manage(server, "portal", *back).code == 0
    until(server.webhook(), 200)


def test_several_switches_change_together(server: RunningServer) -> None:
    changes = [
        "domain=chat.example.com",
        "operating_limit=480",
        "delivery.allow_private=10.0.0.0/8",
    ]
    shown = manage(server, "portal", "set", *changes, "--json").json

    assert shown["domain"] == "chat.example.com"
    assert shown["operating_limit"] == 480
    assert shown["delivery.allow_private"] == ["10.0.0.0/8"]
    assert manage(server, "portal", "show", "--json").json == shown


def test_one_wrong_switch_changes_none(server: RunningServer) -> None:
    before = manage(server, "portal", "show", "--json").json

    refused = manage(server, "portal", "set", "language=de", "limits=none")

    assert_refused(refused, '"limits" in [portal]')
    assert manage(server, "portal", "show", "--json").json == before


def test_an_empty_domain_is_the_address_served_again(server: RunningServer) -> None:
    manage(server, "portal", "set", "domain=chat.example.com")

    shown = manage(server, "portal", "set", "domain=", "--json").json

    assert f"http://{shown['domain']}" == server.url

"""botyard portal confirmations, confirm, deny and unconfirm, beside a running server."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.shell import Outcome, assert_refused, botyard
from tests.serving import PORTAL, RunningServer, serving

FILE = '[portal]\nconfirm = ["profile"]\n' + PORTAL


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with serving(tmp_path, FILE) as running:
        yield running


def portal(server: RunningServer, *words: str) -> Outcome:
    return botyard("portal", *words, "--data", str(server.data))


def profile(server: RunningServer, user_id: int = 1, code: str = "ada-secret") -> tuple[int, str]:
    answer = httpx.get(server.webhook(user_id, code) + "profile")
    return answer.status_code, answer.json().get("error", "")


def test_who_asks_is_listed_and_answered_at_once(server: RunningServer) -> None:
    assert profile(server) == (401, "METHOD_CONFIRM_WAITING")
    assert profile(server, 2, "grace-secret") == (401, "METHOD_CONFIRM_WAITING")
    listed = portal(server, "confirmations", "--json").json
    assert {(one["method"], one["user"], one["state"]) for one in listed} == {
        ("profile", 1, "waiting"),
        ("profile", 2, "waiting"),
    }
    keys = {one["user"]: one["webhook"] for one in listed}

    assert portal(server, "confirm", "profile", "--webhook", "ada-secret").code == 0
    assert profile(server) == (200, "")
    assert profile(server, 2, "grace-secret") == (401, "METHOD_CONFIRM_WAITING")

    [denied] = portal(server, "deny", "PROFILE", "--webhook", keys[2], "--json").json
    assert (denied["user"], denied["state"]) == (2, "denied")
    assert profile(server, 2, "grace-secret") == (403, "METHOD_CONFIRM_DENIED")
    assert f"profile  {keys[2]}  denied" in portal(server, "confirmations").output

    assert portal(server, "unconfirm", "profile").code == 0
    assert profile(server) == (401, "METHOD_CONFIRM_WAITING")


def test_what_nobody_can_mean_is_refused(server: RunningServer) -> None:
    assert_refused(portal(server, "confirm", "user.get"), "nobody asks to call user.get")
    assert_refused(portal(server, "deny", "no method"), "the name of a method")
    assert_refused(portal(server, "deny", "profile", "--app", "x"), "there is no application x")
    assert_refused(portal(server, "deny", "profile", "--webhook", "x"), "there is no such webhook")
    assert_refused(
        portal(server, "deny", "profile", "--webhook", "x", "--app", "y"), "name one of them"
    )


def test_only_methods_that_exist_can_wait(server: RunningServer, tmp_path: Path) -> None:
    file = tmp_path / "typo.toml"
    file.write_text('[portal]\nlanguage = "de"\nconfirm = ["user.gett"]\n')

    for words in (
        ["portal", "set", "confirm=profile,user.gett"],
        ["init", "--portal", str(file)],
    ):
        refused = botyard(*words, "--data", str(server.data))
        assert_refused(refused, '"confirm" in [portal] names user.gett, which is no method')
    shown = portal(server, "show", "--json").json
    assert (shown["confirm"], shown["language"]) == (["profile"], "en")


def test_an_application_can_be_confirmed_before_it_asks(server: RunningServer) -> None:
    botyard("app", "add", "--client-id", "desk", "--scopes", "im", "--data", str(server.data))

    [confirmed] = portal(server, "confirm", "profile", "--app", "desk", "--json").json

    assert (confirmed["app"], confirmed["webhook"], confirmed["state"]) == (
        "desk",
        None,
        "confirmed",
    )

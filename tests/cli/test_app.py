"""botyard app and botyard token, beside a running server."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import serving
from tests.cli.receivers import receiving
from tests.cli.shell import assert_refused, botyard
from tests.serving import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving.serving(tmp_path_factory.mktemp("apps")) as running:
        yield running


def run(server: RunningServer, *words: str) -> Any:
    done = botyard(*words, "--data", str(server.data), "--json")
    assert done.code == 0, done.errors
    return done.json


def ask(server: RunningServer, token: str, method: str = "app.info") -> httpx.Response:
    return httpx.post(f"{server.url}/rest/{method}", json={"auth": token}, timeout=30)


def test_what_to_do_next_can_be_pasted(tmp_path: Path) -> None:
    shop = tmp_path / "my shop"
    botyard("init", "--data", str(shop))
    told = botyard("app", "add", "--title", "Desk", "--scopes", "im", "--data", str(shop)).output
    [line] = [line for line in told.splitlines() if line.startswith("Next: ")]

    words = shlex.split(line.removeprefix("Next: "))
    done = botyard(*words[words.index("app") :])

    assert done.output.startswith("Installed local.")


def test_an_application_lives_and_ends(server: RunningServer) -> None:
    added = run(server, "app", "add", "--title", "Desk", "--scopes", "imbot,im", "--users", "1,2")
    name = added["client_id"]
    assert added == {
        "client_id": name,
        "client_secret": added["client_secret"],
        "title": "Desk",
        "scopes": ["imbot", "im"],
        "redirect_uri": "",
        "handler": "",
        "install_handler": "",
        "users": [1, 2],
        "status": "L",
        "version": 1,
        "installed_by": None,
        "application_token": None,
    }
    assert name.startswith("local.")

    installed = run(server, "app", "install", name)
    assert installed["client_endpoint"] == f"{server.url}/rest/"
    assert (installed["user_id"], installed["scope"]) == (1, "imbot,im")
    told = ask(server, installed["access_token"]).json()["result"]
    assert told["CODE"] == name
    [listed] = run(server, "app", "list")
    assert listed["installed_by"] == 1
    assert listed["application_token"] == installed["application_token"]
    assert len(installed["application_token"]) == 32

    refreshed = httpx.get(
        f"{server.url}/oauth/token/",
        params={
            "grant_type": "refresh_token",
            "client_id": name,
            "client_secret": added["client_secret"],
            "refresh_token": installed["refresh_token"],
        },
        timeout=30,
    ).json()
    assert ask(server, refreshed["access_token"]).status_code == 200

    run(server, "app", "uninstall", name)
    refused = ask(server, refreshed["access_token"])
    assert (refused.status_code, refused.json()["error"]) == (401, "NO_AUTH_FOUND")
    assert [one["installed_by"] for one in run(server, "app", "list")] == [None]

    run(server, "app", "remove", name)
    assert run(server, "app", "list") == []


def test_tokens_are_issued_for_a_person(server: RunningServer) -> None:
    wanted = ("--client-id", "local.own", "--client-secret", "own-secret", "--scopes", "im")
    added = run(server, "app", "add", *wanted, "--redirect-uri", "https://desk.example/")
    assert (added["client_id"], added["client_secret"]) == ("local.own", "own-secret")
    data = ("--data", str(server.data))
    issue = ("token", "issue", "--app", "local.own", "--user", "2")
    assert_refused(botyard(*issue, *data), "not installed")
    assert run(server, "app", "install", "local.own", "--user", "2")["user_id"] == 2
    issued = run(server, *issue, "--expires-in", "60")
    assert (issued["user_id"], issued["expires_in"]) == (2, 60)
    assert ask(server, issued["access_token"]).status_code == 200
    run(server, "app", "remove", "local.own")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("app", "add", "--scopes", "nonsense"), "--scopes"),
        (("app", "add", "--scopes", ""), "--scopes"),
        (("app", "add", "--scopes", "im", "--users", "one"), "--users"),
        (("app", "add", "--scopes", "im", "--users", "77"), "no person 77"),
        (("app", "add", "--scopes", "im", "--redirect-uri", "nowhere"), "--redirect-uri"),
        (("app", "add", "--scopes", "im", "--client-id", "a b"), "--client-id"),
        (("app", "add", "--scopes", "im", "--client-secret", ""), "--client-secret"),
        (("app", "add"), "--scopes"),
        (("app", "add", "--scopes", "im", "--handler", "nowhere"), "--handler"),
        (("app", "update", "local.none", "--title", "T"), "no application local.none"),
        (("app", "install", "local.none"), "no application local.none"),
        (("app", "uninstall", "local.none"), "no application local.none"),
        (("app", "remove", "local.none"), "no application local.none"),
        (("token", "issue", "--app", "local.none", "--user", "1"), "no application local.none"),
        (("token", "issue", "--app", "x", "--user", "1", "--expires-in", "0"), "--expires-in"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_is_wrong_is_told_in_one_line(
    server: RunningServer, words: tuple[str, ...], about: str
) -> None:
    assert_refused(botyard(*words, "--data", str(server.data)), about)


def test_a_change_is_a_new_version(server: RunningServer) -> None:
    run(server, "app", "add", "--client-id", "local.new", "--scopes", "im")
    run(server, "app", "update", "local.new", "--title", "Not installed yet")
    token = run(server, "app", "install", "local.new")["access_token"]
    updated = run(server, "app", "update", "local.new", "--scopes", "im,imbot")["updated"]
    assert (updated["version"], updated["title"]) == (2, "Not installed yet")
    assert updated["scopes"] == ["im", "imbot"]
    assert run(server, "app", "update", "local.new", "--scopes", "im,imbot")["updated"] == updated
    assert ask(server, token).json()["result"]["VERSION"] == 2
    run(server, "app", "remove", "local.new")


def test_its_bots_go_with_a_removed_application(server: RunningServer) -> None:
    run(server, "app", "add", "--client-id", "local.gone", "--scopes", "imbot")
    token = run(server, "app", "install", "local.gone")["access_token"]
    fields = {"code": "going", "properties": {"name": "Going"}}
    arguments = {"auth": token, "fields": fields}
    url = f"{server.url}/rest/imbot.v2.Bot.register"
    assert httpx.post(url, json=arguments, timeout=30).status_code == 200
    run(server, "app", "remove", "local.gone")

    run(server, "app", "add", "--client-id", "local.gone", "--scopes", "imbot")
    arguments["auth"] = run(server, "app", "install", "local.gone")["access_token"]
    listed = httpx.post(f"{server.url}/rest/imbot.v2.Bot.list", json=arguments, timeout=30)
    assert listed.json()["result"]["bots"] == []
    run(server, "app", "remove", "local.gone")


def test_bots_hear_that_their_application_was_removed(server: RunningServer) -> None:
    with receiving(200) as receiver:
        run(server, "app", "add", "--client-id", "local.end", "--scopes", "imbot")
        installed = run(server, "app", "install", "local.end")
        older = {"CODE": "v1", "EVENT_HANDLER": receiver.url, "PROPERTIES": {"NAME": "Old"}}
        fields = {"code": "v2", "properties": {"name": "New"}, "webhookUrl": receiver.url}
        for method, wanted in (
            ("imbot.register", older),
            ("imbot.v2.Bot.register", {"fields": fields | {"eventMode": "webhook"}}),
        ):
            asked = {"auth": installed["access_token"], **wanted}
            made = httpx.post(f"{server.url}/rest/{method}", json=asked, timeout=30)
            assert made.status_code == 200
        run(server, "app", "remove", "local.end")
        told = {one["event"]: one for one in receiver.wait_for(2)}
        assert set(told) == {"ONIMBOTDELETE", "ONIMBOTV2DELETE"}
        assert told["ONIMBOTDELETE"]["data[BOT_CODE]"] == "v1"
        assert told["ONIMBOTV2DELETE"]["data[bot][code]"] == "v2"
        for one in told.values():
            assert one["auth[application_token]"] == installed["application_token"]
            assert "auth[access_token]" not in one


def test_a_server_posts_what_happens_to_an_application(server: RunningServer) -> None:
    with receiving(200) as receiver:
        wanted = ("--client-id", "local.ear", "--scopes", "im,user", "--handler", receiver.url)
        run(server, "app", "add", *wanted)
        installed = run(server, "app", "install", "local.ear")
        [told] = receiver.wait_for(1)
        assert told["event"] == "ONAPPINSTALL"
        assert told["auth[application_token]"] == installed["application_token"]
        token = told["auth[access_token]"]
        assert ask(server, token).json()["result"]["CODE"] == "local.ear"

        bound = {"auth": token, "event": "ONUSERADD", "handler": receiver.url}
        url = f"{server.url}/rest/event.bind"
        assert httpx.post(url, json=bound, timeout=30).json()["result"] is True
        run(server, "user", "add", "--name", "Newcomer")
        assert receiver.wait_for(2)[-1]["data[NAME]"] == "Newcomer"

        run(server, "app", "uninstall", "local.ear")
        told = receiver.wait_for(3)[-1]
        assert (told["event"], told["data[CLEAN]"]) == ("ONAPPUNINSTALL", "0")
        assert ask(server, token).status_code == 401
    run(server, "app", "remove", "local.ear")


def test_an_application_is_known_once(server: RunningServer) -> None:
    wanted = ("app", "add", "--client-id", "local.twice", "--scopes", "im")
    data = ("--data", str(server.data))
    assert botyard(*wanted, *data).code == 0
    assert_refused(botyard(*wanted, *data), "there is an application local.twice")
    run(server, "app", "remove", "local.twice")


def test_people_read_what_to_do_next(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert botyard("init", *data).code == 0
    added = botyard("app", "add", "--client-id", "local.own", "--scopes", "im", *data)
    assert "shown only this once" in added.output
    assert "botyard app install local.own" in added.output
    installed = botyard("app", "install", "local.own", *data)
    assert installed.output.startswith("Installed local.own for user 1.\nAccess token:")
    listed = botyard("app", "list", *data)
    assert listed.output.splitlines()[1].split()[:3] == ["local.own", "1", "im"]


def test_what_an_operator_did_stays_done_when_the_file_is_applied_again(tmp_path: Path) -> None:
    file = tmp_path / "portal.toml"
    file.write_text(
        serving.PORTAL
        + '\n[[apps]]\nclient_id = "local.file"\nclient_secret = "s"\nscopes = ["im"]\n'
        + "installed_by = 1\n"
    )
    data = ("--data", str(tmp_path / "data"))
    assert botyard("init", "--portal", str(file), *data).code == 0
    assert botyard("token", "issue", "--app", "local.file", "--user", "1", *data).code == 0
    assert botyard("app", "uninstall", "local.file", *data).code == 0
    assert botyard("init", "--portal", str(file), *data).code == 0
    assert botyard("app", "list", "--json", *data).json[0]["installed_by"] is None
    assert botyard("app", "install", "local.file", "--user", "2", *data).code == 0
    assert botyard("init", "--portal", str(file), *data).code == 0
    assert botyard("app", "list", "--json", *data).json[0]["installed_by"] == 2

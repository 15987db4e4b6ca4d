"""A portal file in use: what it names is so afterwards, and what it does not name stays."""

import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.cli.shell import Outcome, assert_refused, botyard
from tests.serving import serving

FILE = """
[portal]
language = "de"
timezone = "Europe/Berlin"

[delivery]
mode = "bitrix24"
allow_private = ["10.0.0.0/8"]

[[users]]
id = 1
name = "Ada"
last_name = "Lovelace"
email = "ada@example.com"
password = "correct horse"
admin = true
work_position = "Engineer"
phones = { personal_mobile = "+1", work_phone = "+2" }

[[users]]
id = 7
name = "Grace"
color = "mint"
departments = [3, 4]

[[webhooks]]
user = 1
code = "ada-secret"
scopes = ["imbot", "im"]

[[outgoing_webhooks]]
url = "http://127.0.0.1:9000/events"
events = ["ONAPPTEST"]
application_token = "51856fefc120afa4b628cc82d3935cce"

[[apps]]
client_id = "local.5f0c1e8a9b"
client_secret = "s3cret"
title = "Support desk"
scopes = ["imbot", "im"]
installed_by = 1
users = [1, 7]
"""


def apply(directory: Path, text: str) -> Outcome:
    file = directory / "portal.toml"
    file.write_text(text)
    return botyard("init", "--data", str(directory / "data"), "--portal", str(file), "--json")


def rows(directory: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(directory / "data" / "botyard.sqlite")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def everything(directory: Path) -> list[list[tuple[object, ...]]]:
    tables = ("portal", "counter", "portal_user", "webhook_key", "outgoing_webhook", "app")
    return [rows(directory, f"SELECT * FROM {table}") for table in tables]


def test_what_the_file_names_is_made(tmp_path: Path) -> None:
    assert apply(tmp_path, FILE).code == 0

    people = botyard("user", "list", "--data", str(tmp_path / "data"), "--json").json
    assert [(user["id"], user["name"], user["admin"]) for user in people] == [
        (1, "Ada", True),
        (7, "Grace", False),
    ]
    shown = botyard("portal", "show", "--data", str(tmp_path / "data"), "--json").json
    assert (shown["language"], shown["timezone"]) == ("de", "Europe/Berlin")
    assert shown["delivery.mode"] == "bitrix24"
    assert shown["delivery.allow_private"] == ["10.0.0.0/8"]
    assert rows(tmp_path, "SELECT color, departments FROM portal_user WHERE id = 7") == [
        ("#4ba984", "[3, 4]")
    ]
    assert rows(tmp_path, "SELECT phones FROM portal_user WHERE id = 1") == [
        ('{"personalMobile": "+1", "workPhone": "+2"}',)
    ]
    assert rows(tmp_path, "SELECT url FROM outgoing_webhook") == [
        ("http://127.0.0.1:9000/events",)
    ]
    assert rows(tmp_path, "SELECT client_id FROM app") == [("local.5f0c1e8a9b",)]


def test_no_secret_of_the_file_is_kept_as_it_is(tmp_path: Path) -> None:
    apply(tmp_path, FILE)

    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("botyard.sqlite*"))
    assert not any(secret in kept for secret in (b"correct horse", b"ada-secret", b"s3cret"))


def test_applied_again_it_changes_nothing(tmp_path: Path) -> None:
    apply(tmp_path, FILE)
    before = everything(tmp_path)

    assert apply(tmp_path, FILE).code == 0
    assert everything(tmp_path) == before


def test_what_it_names_is_brought_in_line_and_the_rest_left_alone(tmp_path: Path) -> None:
    apply(tmp_path, FILE)
    [before] = rows(tmp_path, "SELECT password_hash, color, email FROM portal_user WHERE id = 1")

    apply(tmp_path, '[portal]\nlanguage = "en"\n[[users]]\nid = 1\nname = "Augusta"\n')

    shown = botyard("portal", "show", "--data", str(tmp_path / "data"), "--json").json
    assert (shown["language"], shown["timezone"]) == ("en", "Europe/Berlin")
    statement = "SELECT password_hash, color, email, first_name, last_name FROM portal_user"
    assert rows(tmp_path, f"{statement} WHERE id = 1") == [(*before, "Augusta", "Lovelace")]
    assert rows(tmp_path, "SELECT count(*) FROM webhook_key") == [(1,)]


def test_a_changed_password_and_changed_scopes_are_taken_over(tmp_path: Path) -> None:
    apply(tmp_path, FILE)
    [before] = rows(tmp_path, "SELECT password_hash FROM portal_user WHERE id = 1")

    changed = FILE.replace("correct horse", "battery staple")
    apply(tmp_path, changed.replace('scopes = ["imbot", "im"]', 'scopes = ["user"]'))

    assert rows(tmp_path, "SELECT password_hash FROM portal_user WHERE id = 1") != [before]
    assert rows(tmp_path, "SELECT scopes FROM webhook_key") == [('["user"]',)]


def test_a_bot_gets_an_id_above_those_of_the_file(tmp_path: Path) -> None:
    bot = {"code": "a", "botToken": "t", "properties": {"name": "Bot"}}
    with serving(tmp_path, FILE) as server:
        answer = httpx.post(server.webhook() + "imbot.v2.Bot.register", json={"fields": bot})
        assert answer.json()["result"]["bot"]["id"] == 8
        taken = tmp_path / "taken.toml"
        taken.write_text('[[users]]\nid = 8\nname = "Eve"\n')
        refused = botyard("init", "--data", str(server.data), "--portal", str(taken))

    assert_refused(refused, "taken.toml:2: [[users]] names user 8, which is a bot")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ('[[webhooks]]\ncode = "x"\nuser = 5\nscopes = ["im"]\n', "3: [[webhooks]] names user 5"),
        ('[[apps]]\nclient_id = "a"\nclient_secret = "b"\ninstalled_by = 5\n', "4: [[apps]] a"),
        ('[[apps]]\nclient_id = "a"\nusers = [5]\nclient_secret = "b"\n', "3: [[apps]] a"),
    ],
)
def test_a_person_who_does_not_exist_refuses_the_whole_file(
    tmp_path: Path, text: str, about: str
) -> None:
    assert_refused(apply(tmp_path, text), f"portal.toml:{about}")
    assert not (tmp_path / "data").exists()

    apply(tmp_path, FILE)
    before = everything(tmp_path)
    assert_refused(apply(tmp_path, text + '[portal]\nlanguage = "fr"\n'), f"portal.toml:{about}")
    assert everything(tmp_path) == before


def test_an_email_address_of_somebody_else_is_refused(tmp_path: Path) -> None:
    apply(tmp_path, FILE)

    refused = apply(tmp_path, '[[users]]\nid = 9\nname = "Eve"\nemail = "Ada@Example.com"\n')

    assert_refused(refused, "that of user 1")


def test_people_may_swap_their_email_addresses(tmp_path: Path) -> None:
    person = '[[users]]\nid = {}\nname = "A"\nemail = "{}@example.com"\n'
    apply(tmp_path, person.format(1, "one") + person.format(2, "two"))

    assert apply(tmp_path, person.format(1, "two") + person.format(2, "one")).code == 0

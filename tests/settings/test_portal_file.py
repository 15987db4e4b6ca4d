"""The portal file: what it may say."""

from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET

from botyard.model.entities import UserId
from botyard.portal_file import (
    AppEntry,
    OutgoingWebhookEntry,
    PortalFile,
    UserEntry,
    WebhookEntry,
    load_portal_file,
)

FULL = """\
[portal]
domain = "Chat.Example.com:8080"
scheme = "http"
language = "en"
timezone = "Europe/Berlin"
plan = "commercial"
require_https = false
closed = false
blocked = false
limits = "off"
operating_limit = 480
statuses = "documented"
confirm = ["user.get", "user.get"]
fault = ["ERROR_UNEXPECTED_ANSWER", "profile:QUERY_LIMIT_EXCEEDED"]

[delivery]
mode = "reliable"
allow_private = ["10.0.0.0/8", "192.168.1.5", "fd00::/8"]

[[users]]
id = 1
name = "Ada"
last_name = "Lovelace"
email = "ada@example.com"
password = "correct horse"
admin = true
type = "employee"
active = true
work_position = "Engineer"
gender = "F"
birthday = "29-02"
color = "lightBlue"
website = "https://example.com"
timezone = "Asia/Tokyo"
departments = [1, 5]
phones = { work_phone = "+1 555 0100", inner_phone = "17" }

[[users]]
id = 2
name = "Борис"
color = "#AABBCC"

[[webhooks]]
user = 1
code = "ada-secret_1"
scopes = ["imbot", "im", "user", "basic", "im"]

[[outgoing_webhooks]]
url = "http://127.0.0.1:9000/events"
events = ["ONAPPTEST", "onImBotV2MessageAdd"]
application_token = "51856fefc120afa4b628cc82d3935cce"

[[apps]]
client_id = "local.5f0c1e8a9b"
client_secret = "s3cret"
title = "Support desk"
scopes = ["imbot", "im"]
redirect_uri = "http://127.0.0.1:9000/callback"
handler = "http://127.0.0.1:9000/handler"
install_handler = ""
installed_by = 1
status = "L"
users = [1, 2]
"""

USER = '[[users]]\nid = 1\nname = "Ada"\n'


def read(tmp_path: Path, content: str) -> PortalFile:
    path = tmp_path / "portal.toml"
    path.write_text(content, encoding="utf-8")
    return load_portal_file(path)


def test_everything_that_it_may_say_is_read(tmp_path: Path) -> None:
    file = read(tmp_path, FULL)

    assert file.portal.domain == "chat.example.com:8080"
    assert file.portal.timezone == "Europe/Berlin"
    assert file.portal.operating_limit == 480
    assert file.portal.confirm == ("user.get",)
    assert file.portal.fault == ("ERROR_UNEXPECTED_ANSWER", "profile:QUERY_LIMIT_EXCEEDED")
    assert file.delivery.allow_private == ("10.0.0.0/8", "192.168.1.5/32", "fd00::/8")
    assert file.users[0] == UserEntry(
        id=UserId(1),
        name="Ada",
        last_name="Lovelace",
        email="ada@example.com",
        password="correct horse",
        admin=True,
        type="employee",
        active=True,
        work_position="Engineer",
        gender="F",
        birthday="29-02",
        color="#4ba5c3",
        website="https://example.com",
        timezone="Asia/Tokyo",
        departments=(1, 5),
        phones={"work_phone": "+1 555 0100", "inner_phone": "17"},
    )
    assert file.users[1] == UserEntry(id=UserId(2), name="Борис", color="#aabbcc")
    assert file.webhooks == (
        WebhookEntry(user=UserId(1), code="ada-secret_1", scopes=("imbot", "im", "user", "basic")),
    )
    assert file.outgoing_webhooks == (
        OutgoingWebhookEntry(
            url="http://127.0.0.1:9000/events",
            events=("ONAPPTEST", "ONIMBOTV2MESSAGEADD"),
            application_token="51856fefc120afa4b628cc82d3935cce",
        ),
    )
    assert file.apps == (
        AppEntry(
            client_id="local.5f0c1e8a9b",
            client_secret="s3cret",
            title="Support desk",
            scopes=("imbot", "im"),
            redirect_uri="http://127.0.0.1:9000/callback",
            handler="http://127.0.0.1:9000/handler",
            install_handler="",
            installed_by=UserId(1),
            status="L",
            users=(UserId(1), UserId(2)),
        ),
    )


def test_the_full_example_leaves_no_field_out(tmp_path: Path) -> None:
    file = read(tmp_path, FULL)

    for entry in (file.portal, file.delivery, file.users[0], file.webhooks[0], file.apps[0]):
        assert UNSET not in msgspec.structs.astuple(entry)


def test_what_it_does_not_name_is_unset(tmp_path: Path) -> None:
    file = read(tmp_path, f"[portal]\nclosed = false\n{USER}")

    assert file.portal.closed is False
    assert file.portal.blocked is UNSET
    assert file.delivery.mode is UNSET
    assert file.users[0].admin is UNSET
    assert file.users[0].phones is UNSET


@pytest.mark.parametrize("content", ["", "\ufeff# nothing\r\n", "[portal]\n[delivery]\n"])
def test_a_file_may_name_nothing(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == PortalFile()


def test_an_empty_value_says_that_there_is_none(tmp_path: Path) -> None:
    empty = 'email = ""\nlast_name = ""\ngender = ""\nbirthday = ""\nwebsite = ""\ntimezone = ""\n'

    user = read(tmp_path, USER + empty).users[0]

    assert (user.email, user.last_name, user.gender, user.birthday) == ("", "", "", "")
    assert (user.website, user.timezone) == ("", "")

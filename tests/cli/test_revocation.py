"""Whoever loses a right beside a running server has lost it by the next call."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.shell import botyard
from tests.serving import PORTAL, RunningServer, serving

CLIENT_ID = "local.desk"
SCOPES = 'scopes = ["imbot", "im"]'
FILE = f"""{PORTAL}
[[apps]]
client_id = "{CLIENT_ID}"
client_secret = "s3cret"
title = "Desk"
{SCOPES}
installed_by = 1
"""
GRACE = 'name = "Grace"'
GRACES_SCOPES = 'code = "grace-secret"\nscopes = ["imbot", "im", "user", "basic"]'


class Holder:
    """Grace, who calls through her webhook and through the application."""

    def __init__(self, server: RunningServer) -> None:
        self._server = server
        words = ("token", "issue", "--app", CLIENT_ID, "--user", "2", "--json")
        self._token = json.loads(self.manage(*words))["access_token"]

    def manage(self, *words: str) -> str:
        done = botyard(*words, "--data", str(self._server.data))
        assert done.code == 0, done.errors
        return done.output

    def apply(self, file: Path, text: str) -> None:
        file.write_text(text)
        self.manage("init", "--portal", str(file))

    def by_token(self) -> tuple[int, str]:
        """A call that reads and one that writes: nothing remembered keeps either alive."""
        return self._both(f"{self._server.url}/rest/", {"auth": self._token})

    def by_webhook(self) -> tuple[int, str]:
        return self._both(self._server.webhook(2, "grace-secret"), {})

    def _both(self, base: str, given: dict[str, str]) -> tuple[int, str]:
        read = httpx.post(f"{base}im.recent.list", json=given, timeout=30)
        written = httpx.post(f"{base}im.chat.add", json=given, timeout=30)
        assert read.status_code == written.status_code
        return read.status_code, read.json().get("error", "")


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    with serving(tmp_path, FILE) as server:
        holder = Holder(server)
        assert holder.by_token() == holder.by_webhook() == (200, "")
        yield holder


def test_a_token_of_an_application_that_is_uninstalled_or_removed(holder: Holder) -> None:
    holder.manage("app", "uninstall", CLIENT_ID)
    assert holder.by_token() == (401, "NO_AUTH_FOUND")
    holder.manage("app", "install", CLIENT_ID)
    assert holder.by_token() == (401, "NO_AUTH_FOUND")
    holder.manage("app", "remove", CLIENT_ID)
    assert holder.by_token() == (401, "NO_AUTH_FOUND")
    assert holder.by_webhook() == (200, "")


def test_a_person_who_is_dismissed_and_comes_back(holder: Holder, tmp_path: Path) -> None:
    file = tmp_path / "changed.toml"
    holder.apply(file, FILE.replace(GRACE, f"{GRACE}\nactive = false"))
    assert holder.by_token() == holder.by_webhook() == (403, "INVALID_CREDENTIALS")
    holder.apply(file, FILE.replace(GRACE, f"{GRACE}\nactive = true"))
    assert holder.by_token() == holder.by_webhook() == (200, "")


def test_a_scope_that_is_taken_away(holder: Holder, tmp_path: Path) -> None:
    file = tmp_path / "changed.toml"
    holder.apply(file, FILE.replace(SCOPES, 'scopes = ["imbot"]'))
    assert holder.by_token() == (403, "insufficient_scope")
    assert holder.by_webhook() == (200, "")
    poorer = GRACES_SCOPES.replace('"im", ', "")
    holder.apply(file, FILE.replace(GRACES_SCOPES, poorer))
    assert holder.by_webhook() == (403, "insufficient_scope")


def test_an_application_that_is_closed_to_a_person(holder: Holder, tmp_path: Path) -> None:
    file = tmp_path / "changed.toml"
    holder.apply(file, FILE.replace(SCOPES, f"{SCOPES}\nusers = [1, 3]"))
    assert holder.by_token() == (403, "user_access_error")
    assert holder.by_webhook() == (200, "")

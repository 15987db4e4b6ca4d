"""The demo portal: what the first start prints, and that its lines work when they are pasted."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.shell import botyard
from tests.serving import RunningServer, environment, serving

_WEBHOOK = re.compile(r"http://\S+/rest/(\d+)/([0-9a-f]{32})/$", re.MULTILINE)


def said(server: RunningServer) -> str:
    """Everything that it printed after the listening line; ends it."""
    assert server.stop() == 0
    assert server.process.stdout is not None
    return server.process.stdout.read()


def block(server: RunningServer) -> str:
    """What it printed up to the last line to paste, while it goes on."""
    assert server.process.stdout is not None
    lines = []
    for line in server.process.stdout:
        lines.append(line)
        if "im.dialog.messages.get" in line:
            break
    return "".join(lines)


def paste(line: str) -> Any:
    done = subprocess.run(
        ["bash", "-c", line],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environment({"NO_PROXY": "*"}),
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("bash")), reason="curl or bash is not installed"
)
def test_the_lines_work_as_they_are_pasted(tmp_path: Path) -> None:
    with serving(tmp_path, None) as server:
        lines = [line for line in block(server).splitlines() if line.startswith("curl ")]
        registered, sent, read = (paste(line) for line in lines)

    bot_id = registered["result"]["bot"]["id"]
    message_id = sent["result"]["id"]
    [message] = [one for one in read["result"]["messages"] if one["id"] == message_id]
    assert message["author_id"] == bot_id
    assert message["text"].startswith("Hello, ")
    assert [button["TEXT"] for button in message["params"]["KEYBOARD"]] == ["Yes", "Read more"]


def test_each_of_the_three_webhooks_acts_for_its_person(tmp_path: Path) -> None:
    with serving(tmp_path, None) as server:
        text = block(server)
        people = {}
        for found in _WEBHOOK.finditer(text):
            profile = httpx.get(found[0] + "profile").json()["result"]
            people[found[1]] = (str(profile["ID"]), profile["ADMIN"])

    assert people == {"1": ("1", True), "2": ("2", False), "3": ("3", False)}


def test_the_codes_are_shown_once_and_kept_as_hashes(tmp_path: Path) -> None:
    with serving(tmp_path, None) as server:
        codes = [found[2] for found in _WEBHOOK.finditer(said(server))]
    kept = b"".join(path.read_bytes() for path in server.data.glob("botyard.sqlite*"))
    with serving(tmp_path, None) as again:
        later = said(again)

    assert len(set(codes)) == 3
    assert not any(code.encode() in kept for code in codes)
    assert not any(code in later for code in codes)
    assert "webhook add --user ID --scopes imbot,im,user,basic" in later


def test_with_tls_it_says_how_the_sdks_are_told_to_trust_it(tmp_path: Path) -> None:
    with serving(tmp_path, None, ["--tls"]) as server:
        text = said(server)

    assert f"export NODE_EXTRA_CA_CERTS={server.authority}" in text
    assert f"export REQUESTS_CA_BUNDLE={server.authority}" in text
    assert f"{server.https_url}/rest/" in text


def test_a_portal_file_makes_no_demo_people(tmp_path: Path) -> None:
    with serving(tmp_path, "[portal]\nlanguage = 'en'\n") as server:
        assert botyard("user", "list", "--data", str(server.data), "--json").json == []


def test_init_makes_the_portal_that_is_served_later(tmp_path: Path) -> None:
    made = botyard("init", "--data", str(tmp_path / "data"), "--json").json
    with serving(tmp_path, None) as server:
        for webhook in made["webhooks"]:
            url = server.webhook(webhook["user"], webhook["code"])
            assert httpx.get(url + "imbot.v2.Revision.get").status_code == 200


def test_init_again_changes_nothing(tmp_path: Path) -> None:
    first = botyard("init", "--data", str(tmp_path))
    database = tmp_path / "botyard.sqlite"
    before = database.read_bytes()

    second = botyard("init", "--data", str(tmp_path), "--json")

    assert (first.code, second.code) == (0, 0)
    assert len(_WEBHOOK.findall(first.output)) == 3
    assert second.json["webhooks"] == []
    assert database.read_bytes() == before


def test_init_tells_the_commands_for_the_same_directory(tmp_path: Path) -> None:
    botyard("init", "--data", "my portal", cwd=tmp_path)

    later = botyard("init", "--data", "my portal", cwd=tmp_path).output
    command = next(line for line in later.splitlines() if "user list" in line)
    done = subprocess.run(
        ["bash", "-c", command.partition(":")[2]],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=tmp_path,
        env=environment(),
    )

    assert "Olivia Bennett" in done.stdout

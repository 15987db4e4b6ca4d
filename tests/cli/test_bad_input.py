"""Whatever is wrong with a command: one clear line on stderr, exit code 2, nothing changed."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from botyard.cli.commands import run
from tests.cli.shell import Outcome, assert_refused, botyard, kept_logs

BAD_COMMANDS = [
    (["serve", "--port", "99999"], "--port must be a whole number from 0 to 65535"),
    (["serve", "--port", "-1"], "--port must be a whole number"),
    (["serve", "--prot", "1"], "No such option '--prot'"),
    (["serve", "--host", "no such host"], "--host must be a host name"),
    (["serve", "--host", "name.invalid"], "--host name.invalid is no address"),
    (["serve", "--port", "8000", "--tls", "--tls-port", "8000"], "--tls-port must differ"),
    (["serve", "--workers", "0"], "--workers must be a whole number"),
    (["serve", "--workers", "2"], "--workers above 1 needs --database postgresql://"),
    (
        ["serve", "--workers", "2", "--database", "postgresql://ada:hunter2@127.0.0.1/b"],
        "this release serves with one process",
    ),
    (["serve", "--redis", "redis://127.0.0.1:1"], "this release serves with one process"),
    (["serve", "--log-level", "loud"], "--log-level must be one of"),
    (["serve", "--database", "mysql://h/b"], "--database must be sqlite:///PATH or"),
    (["serve", "--database", "sqlite:////no/such/directory/b"], "/no/such/directory is not a"),
    (
        ["serve", "--database", "postgresql://ada:hunter2@127.0.0.1:1/b"],
        "the database does not answer",
    ),
    (["serve", "--portal", "missing.toml"], "missing.toml: cannot be read"),
    (["init", "--portal", "missing.toml"], "missing.toml: cannot be read"),
    (["serve", "--data", "a-file"], "a-file is not a directory"),
    (["serve", "--data", "a-file/data"], "a-file is not a directory"),
    (["init", "--data", "a-file/data"], "a-file is not a directory"),
    (["bogus"], "No such command 'bogus'"),
    (["user", "bogus"], "No such command 'bogus'"),
    (["user", "list"], "there is no portal in data"),
    (["user", "add", "--name", "Eve"], "there is no portal in data"),
    (["user", "add"], "Missing option '--name'"),
    (["user", "add", "--name", " "], "--name must be text"),
    (["user", "add", "--name", "Eve", "--type", "bot"], "--type must be one of"),
    (["user", "add", "--name", "Eve", "--email", "eve"], "--email must be an address"),
    (["webhook", "add", "--user", "x", "--scopes", "im"], "'x' is not a valid integer"),
    (["webhook", "add", "--user", "0", "--scopes", "im"], "--user must be a whole number"),
    (["webhook", "add", "--user", "1", "--scopes", "imm"], "must be a known scope"),
    (["webhook", "add", "--user", "1", "--scopes", ""], "--scopes must be a list of at least 1"),
    (["webhook", "add", "--user", "1", "--scopes", "im", "--code", "a/b"], "--code must be"),
    (["portal", "set", "closed"], "'closed' is not KEY=VALUE"),
    (["portal", "set", "closed=maybe"], '"closed" in [portal] must be true or false'),
    (["portal", "set", "limits=none"], '"limits" in [portal] must be one of'),
    (["portal", "set", "nothing=1"], 'unknown key "nothing" in [portal]'),
    (["portal", "set", "users.name=1"], "there is no switch 'users.name'"),
    (["portal", "set", "delivery.allow_private=10.0.0.1/8"], "must be a network"),
    (["portal", "close"], "there is no portal in data"),
]


@pytest.fixture
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory, without settings but a free port; logs are as before afterwards."""
    for name in [name for name in os.environ if name.startswith("BOTYARD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BOTYARD_PORT", "0")
    monkeypatch.chdir(tmp_path)
    with kept_logs():
        yield tmp_path


@pytest.mark.parametrize(("words", "about"), BAD_COMMANDS, ids=" ".join)
def test_a_wrong_command_is_one_line_and_makes_nothing(
    in_tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], about: str
) -> None:
    (in_tmp_path / "a-file").touch()

    # Not in a process of its own like the others: there are many of these.
    code = run(words)

    refused = Outcome(code, *capsys.readouterr())
    assert_refused(refused, about)
    assert "hunter2" not in refused.errors
    assert [path.name for path in in_tmp_path.iterdir()] == ["a-file"]


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    refused = botyard("serve", cwd=tmp_path, variables={"BOTYARD_TLS": "maybe"})

    assert_refused(refused, "--tls must be true or false, not 'maybe' (from BOTYARD_TLS)")


def test_a_bad_portal_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "portal.toml"
    file.write_text('[portal]\nlanguage = "en"\ncolour = "red"\n')

    for command in ("serve", "init"):
        refused = botyard(command, "--portal", str(file), cwd=tmp_path)
        assert_refused(refused, 'portal.toml:3: unknown key "colour" in [portal]')
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("option", ["--port", "--tls-port"])
def test_a_busy_port_makes_nothing(tmp_path: Path, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ports = {"--port": "0", "--tls-port": "0"} | {option: str(port)}
        words = [word for pair in ports.items() for word in pair]
        refused = botyard("serve", "--tls", *words, cwd=tmp_path)

    assert_refused(refused, f"{option}: cannot listen on 127.0.0.1:{port}: address already in use")
    assert not list(tmp_path.iterdir())


def test_a_database_of_a_newer_botyard_is_left_alone(tmp_path: Path) -> None:
    botyard("init", "--data", str(tmp_path))
    database = tmp_path / "botyard.sqlite"
    connection = sqlite3.connect(database)
    connection.execute("INSERT INTO schema_version (version) VALUES (999)")
    connection.commit()
    connection.close()
    before = database.read_bytes()

    for command in (["serve", "--port", "0"], ["init"], ["user", "list"]):
        assert_refused(botyard(*command, "--data", str(tmp_path)), "the database has schema 999")
    assert database.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "botyard.sqlite"
    database.write_text("my holiday plans, which are much longer than a header\n" * 100)
    before = database.read_bytes()

    for command in (["serve", "--port", "0"], ["init"], ["user", "list"]):
        assert_refused(botyard(*command, "--data", str(tmp_path)), "file is not a database")
    assert database.read_bytes() == before


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"),
    reason="root may write everything, and setpriv is not installed",
)
@pytest.mark.parametrize("options", [["--data", "."], ["--database", "sqlite:///botyard.sqlite"]])
def test_a_database_that_may_not_be_written_is_told(tmp_path: Path, options: list[str]) -> None:
    botyard("init", "--data", str(tmp_path))
    database = tmp_path / "botyard.sqlite"
    database.chmod(0o400)
    before = database.read_bytes()
    as_others = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []

    refused = botyard("serve", "--port", "0", *options, cwd=tmp_path, prefix=as_others)

    option = " ".join(options)
    assert_refused(refused, f"{option}: botyard.sqlite is not writable")
    assert database.read_bytes() == before


def test_a_broken_certificate_authority_is_told(tmp_path: Path) -> None:
    botyard("init", "--data", str(tmp_path))
    (tmp_path / "tls").mkdir()
    for name in ("authority.crt", "authority.key"):
        (tmp_path / "tls" / name).write_text("nothing")

    ports = ["--port", "0", "--tls", "--tls-port", "0"]
    assert_refused(botyard("serve", *ports, "--data", str(tmp_path)), "no certificate")


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_an_answer_that_nobody_takes_is_told(tmp_path: Path, form: list[str]) -> None:
    botyard("init", "--data", str(tmp_path))
    taken, given = os.pipe()
    os.close(taken)
    command = [sys.executable, "-m", "botyard", "user", "list", *form, "--data", str(tmp_path)]
    done = subprocess.run(command, stdout=given, stderr=subprocess.PIPE, text=True, check=False)
    os.close(given)

    assert_refused(Outcome(done.returncode, "", done.stderr), "Broken pipe")


def test_without_a_command_it_explains_itself() -> None:
    explained = botyard()

    assert explained.code == 0
    assert "serve" in explained.output
    assert explained.errors == ""


def test_every_option_of_serve_is_explained_with_its_variable() -> None:
    explained = botyard("serve", "--help").output

    for option in ("HOST", "PORT", "TLS", "TLS_PORT", "DATA", "PORTAL", "DATABASE", "WORKERS"):
        assert f"--{option.lower().replace('_', '-')}" in explained
        assert f"BOTYARD_{option};" in explained

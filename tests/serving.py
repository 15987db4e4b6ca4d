"""A real server in a process of its own, for tests that look at it from outside."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import leaks

LISTENING = "Botyard is listening on "
_STOP_PATIENCE_S = 30

# Three people as in most tests: an administrator and two others, each with a webhook.
PORTAL = """
[[users]]
id = 1
name = "Ada"
last_name = "Lovelace"
admin = true

[[users]]
id = 2
name = "Grace"
last_name = "Hopper"

[[users]]
id = 3
name = "Alan"
last_name = "Turing"

[[webhooks]]
user = 1
code = "ada-secret"
scopes = ["imbot", "im", "user", "basic"]

[[webhooks]]
user = 2
code = "grace-secret"
scopes = ["imbot", "im", "user", "basic"]

[[webhooks]]
user = 3
code = "alan-secret"
scopes = ["imbot", "im", "user", "basic"]
"""


@dataclass(frozen=True, slots=True)
class RunningServer:
    """`url` has no slash at its end; `https_url` and `authority` are empty without --tls."""

    process: subprocess.Popen[str]
    data: Path
    url: str
    https_url: str
    authority: str

    @property
    def pid(self) -> int:
        return self.process.pid

    def webhook(self, user_id: int = 1, code: str = "ada-secret") -> str:
        """Where a person's webhook is called, with a slash at its end."""
        return f"{self.url}/rest/{user_id}/{code}/"

    def stop(self) -> int:
        """Ask it to stop, and answer its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_STOP_PATIENCE_S)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(_STOP_PATIENCE_S)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Of the machine, without the settings that a developer may have made for himself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOTYARD_")}
    return kept | dict(more or {})


def start(
    directory: Path,
    portal: str | None = PORTAL,
    options: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> RunningServer:
    """Serve `directory`/data; the caller ends it. `portal` is the text of its portal file."""
    directory.mkdir(parents=True, exist_ok=True)
    given = ["--port", "0", "--tls-port", "0", "--data", str(directory / "data"), *options]
    if portal is not None:
        file = directory / "portal.toml"
        file.write_text(portal)
        given += ["--portal", str(file)]
    with (directory / "server.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "botyard", "serve", *given],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment(variables),
        )
    lines = [_listening_line(process, directory)]
    if "--tls" in options:
        lines.append(_listening_line(process, directory))
    https_url, _, authority = lines[-1].partition(", authority: ")
    return RunningServer(
        process=process,
        data=directory / "data",
        url=lines[0],
        https_url=https_url if authority else "",
        authority=authority,
    )


@contextmanager
def serving(
    directory: Path,
    portal: str | None = PORTAL,
    options: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Iterator[RunningServer]:
    """A server that is gone afterwards, whatever happens."""
    server = start(directory, portal, options, variables)
    try:
        yield server
    finally:
        server.kill()
        assert server.process.stdout is not None
        server.process.stdout.close()
    log = (directory / "server.log").read_text()
    assert leaks.found_in(log) == [], "a secret was logged"


def _listening_line(process: subprocess.Popen[str], directory: Path) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith(LISTENING):
        process.kill()
        process.stdout.close()
        process.wait(_STOP_PATIENCE_S)
        raise AssertionError(
            f"the server said {line!r}, and {(directory / 'server.log').read_text()}"
        )
    return line.removeprefix(LISTENING).rstrip("\n")

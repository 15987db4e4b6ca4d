"""Starts the real server so that it can be killed, traced or weakened."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.serving import LISTENING, PORTAL, environment

PATIENCE_S = 60
# Instead of `botyard`: with checkpoints after a few commits.
EAGER_SERVER = "tests.blackbox.crash.eager_server"


class ServerGone(Exception):
    """The server ended before it listened."""


class Server(NamedTuple):
    """`process` is the tracer's, where there is one."""

    process: "subprocess.Popen[str]"
    url: str
    data: Path
    is_traced: bool

    @property
    def database(self) -> Path:
        return self.data / "botyard.sqlite"

    def kill(self) -> None:
        """A tracer is left alive to write down the end, and then ends itself."""
        if self.is_traced:
            for child in _children(self.process.pid):
                os.kill(child, signal.SIGKILL)
        else:
            self.process.kill()
        self.wait()

    def wait(self) -> int:
        """The exit code, once it is gone."""
        code = self.process.wait(PATIENCE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def start(
    directory: Path,
    *,
    under: Sequence[str] = (),
    module: str = "botyard",
    variables: Mapping[str, str] | None = None,
    portal: str = PORTAL,
) -> Server:
    """Serve `directory`/data; `under` is the command that runs the server, if any."""
    directory.mkdir(parents=True, exist_ok=True)
    file, data = directory / "portal.toml", directory / "data"
    file.write_text(portal)
    given = ["--port", "0", "--data", str(data), "--portal", str(file)]
    with (directory / "server.log").open("a") as log:
        process = subprocess.Popen(
            [*under, sys.executable, "-m", module, "serve", *given],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment(variables),
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    server = Server(process, line.removeprefix(LISTENING).strip(), data, bool(under))
    if not line.startswith(LISTENING):
        server.kill()
        raise ServerGone((directory / "server.log").read_text()[-2000:])
    return server


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def tracing(log: Path, calls: str, inject: str | None = None) -> list[str]:
    """The command that traces `calls` into `log`, and fails one of them as `inject` says."""
    command = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "140000"]
    command += ["-e", f"trace={calls}", "-o", str(log)]
    if inject is not None:
        command += ["-e", f"inject={inject}"]
    return command


def require_tracing() -> None:
    try:
        subprocess.run([*tracing(Path(os.devnull), "openat"), "true"], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("strace cannot trace here")

"""Installs the JavaScript client, or says by name what is missing for it."""

import fcntl
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent / "javascript"
_OLDEST = 20
_UNREACHABLE = re.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH")


def install() -> None:
    """What the lock file names, once for each state of that file."""
    _require_node()
    # Two workers may want it at once.
    with (PROJECT / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install()


def _install() -> None:
    wanted = (PROJECT / "package-lock.json").read_text()
    installed = PROJECT / "node_modules" / ".installed"
    if installed.exists() and installed.read_text() == wanted:
        return
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    finished = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, timeout=100, check=False
    )
    if finished.returncode and _UNREACHABLE.search(finished.stderr):
        pytest.skip("@bitrix24/b24jssdk is not installed: the npm registry is not reachable")
    assert finished.returncode == 0, finished.stderr
    installed.write_text(wanted)


def _require_node() -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node is not installed: @bitrix24/b24jssdk is not driven")
    told = subprocess.run(
        ["node", "--version"], capture_output=True, text=True, timeout=30, check=True
    )
    major = int(told.stdout.removeprefix("v").partition(".")[0])
    if major < _OLDEST:
        pytest.skip(f"Node {major} is too old: @bitrix24/b24jssdk needs {_OLDEST}")

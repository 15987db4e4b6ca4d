"""A disk without room refuses writes and nothing else, and needs no restart afterwards."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# A file system of a few megabytes, in a name space of its own: no root is needed for it.
_ON_A_SMALL_DISK = ["unshare", "--user", "--mount", "--map-root-user", "sh", "-c"]
_MOUNT = 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"'


def run_on_a_small_disk(disk: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*_ON_A_SMALL_DISK, _MOUNT, str(disk), *command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    if not shutil.which("unshare") or run_on_a_small_disk(tmp_path, "true").returncode:
        pytest.skip("unshare cannot make a small disk here")
    return tmp_path


def test_a_full_disk_refuses_writes_answers_reads_and_recovers(disk: Path) -> None:
    run = run_on_a_small_disk(disk, sys.executable, "-m", "tests.store.full_disk", str(disk))
    assert (run.returncode, run.stderr) == (0, "")
    told = [line for line in run.stdout.splitlines() if "[" not in line]
    assert told == [
        "acknowledged True readable True",
        "refused while full True",
        "recovered True",
        "integrity ok",
    ]

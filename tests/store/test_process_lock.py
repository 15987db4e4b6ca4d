"""One data directory is served by one process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from botyard.store.process_lock import DataDirectoryInUse, ProcessLock

_TAKE = """
import sys
from pathlib import Path
from botyard.store.process_lock import DataDirectoryInUse, ProcessLock
try:
    lock = ProcessLock(Path(sys.argv[1]))
except DataDirectoryInUse as taken:
    sys.exit(str(taken))
print("taken", flush=True)
sys.stdin.read()
"""


def take(directory: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", _TAKE, str(directory)],
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def test_a_second_process_is_refused_with_the_first_ones_id(tmp_path: Path) -> None:
    lock = ProcessLock(tmp_path)
    second = take(tmp_path)
    _, told = second.communicate(timeout=30)
    lock.release()
    assert second.returncode == 1
    assert f"is already served by another Botyard (process {os.getpid()})" in told


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    first = take(tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline() == "taken\n"
    with pytest.raises(DataDirectoryInUse, match=f"process {first.pid}"):
        ProcessLock(tmp_path)
    first.kill()
    first.communicate(timeout=30)
    ProcessLock(tmp_path).release()

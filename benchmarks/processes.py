"""Servers under measurement: started on chosen cores, watched, and ended. Linux only."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_LISTENING = re.compile(r"listening on (?:(https?://[^\s,]+)|TCP port (\d+))", re.IGNORECASE)
_LOOK_EVERY_S = 0.01
_END_WITHIN_S = 20
_LAST_LINES = 10


class Server:
    """A process that has said where it listens."""

    def __init__(self, pid: int, url: str) -> None:
        self.pid = pid
        self.url = url

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1].rstrip("/"))

    def memory_bytes(self) -> int:
        """Resident memory of the process and its children; what they share counts for each."""
        return sum(_resident_bytes(pid) for pid in _with_children(self.pid))


@contextmanager
def running(
    command: Sequence[str],
    *,
    cores: Collection[int],
    environment: Mapping[str, str] | None = None,
    ready_within_s: float = 30,
) -> Iterator[Server]:
    """Run `command` until the block ends.

    It must print a line with "listening on URL", or "listening on TCP port N".
    """
    with tempfile.TemporaryFile() as output:
        process = _start(command, cores, environment, output)
        try:
            yield Server(process.pid, _listening_url(process, output, ready_within_s))
        finally:
            _end(process)


def _start(
    command: Sequence[str],
    cores: Collection[int],
    environment: Mapping[str, str] | None,
    output: IO[bytes],
) -> subprocess.Popen[bytes]:
    own_cores = os.sched_getaffinity(0)
    # Set here and inherited: set on the child, it would miss the threads started by then.
    os.sched_setaffinity(0, cores)
    try:
        return subprocess.Popen(
            command,
            env=None if environment is None else {**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    finally:
        os.sched_setaffinity(0, own_cores)


def _listening_url(
    process: subprocess.Popen[bytes], output: IO[bytes], ready_within_s: float
) -> str:
    deadline = time.monotonic() + ready_within_s
    while True:
        has_ended = process.poll() is not None
        said = _said(output)
        if found := _LISTENING.search(said):
            return found[1] or f"http://127.0.0.1:{found[2]}"
        if has_ended or time.monotonic() > deadline:
            why = f"ended with {process.returncode}" if has_ended else "is not listening yet"
            last = "\n".join(said.splitlines()[-_LAST_LINES:])
            raise RuntimeError(f"{process.args!r} {why}:\n{last}")
        time.sleep(_LOOK_EVERY_S)


def _said(output: IO[bytes]) -> str:
    # The child writes through the same open file: moving its position would overwrite lines.
    size = os.fstat(output.fileno()).st_size
    return os.pread(output.fileno(), size, 0).decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_WITHIN_S)
    except subprocess.TimeoutExpired:
        # The session is its own, so this ends it and its children and nobody else.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found.extend(_with_children(int(child)))
    return found


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")

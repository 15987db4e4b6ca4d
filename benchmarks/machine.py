"""The machine that a table of measurements belongs to."""

import os
import platform
from pathlib import Path

_GIB = 1024**3


def describe(sqlite_version: str) -> str:
    """One line for the head of a report. Linux only."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GIB
    return ", ".join(
        (
            f"{cores} {'core' if cores == 1 else 'cores'} of {_processor()}",
            f"{memory:.1f} GiB of memory",
            f"{platform.system()} {platform.release()}",
            f"{platform.python_implementation()} {platform.python_version()}",
            f"SQLite {sqlite_version}",
        )
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return " ".join(value.split())
    # Not every architecture names its model there.
    return platform.machine()

"""What a run did, in one line: shown when it fails, and by `make crash`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol


class Run(Protocol):
    seed: int

    def figures(self) -> str: ...


@contextmanager
def report(name: str, run: Run, variable: str = "BOTYARD_CRASH_SEED") -> Iterator[None]:
    """`variable` repeats its choices."""
    began = monotonic()
    try:
        yield
    finally:
        seconds = monotonic() - began
        line = f"\n{name}: {run.figures()}, {seconds:.0f} s, {variable}={run.seed}\n"
        sys.stdout.write(line)

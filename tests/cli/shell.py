"""Runs the command line as a person does: in a process of its own."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from tests.serving import environment

_PATIENCE_S = 60


class Outcome(NamedTuple):
    code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)


def botyard(
    *words: str,
    cwd: Path | None = None,
    variables: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
) -> Outcome:
    """`prefix` is a command that runs the rest of its line."""
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "botyard", *words],
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
        cwd=cwd,
        env=environment(variables),
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def assert_refused(outcome: Outcome, about: str) -> None:
    """One clear line on stderr and exit code 2."""
    assert outcome.code == 2, outcome
    assert outcome.output == ""
    assert outcome.errors.count("\n") == 1
    assert outcome.errors.startswith("botyard: ")
    assert about in outcome.errors


@contextmanager
def kept_logs() -> Iterator[None]:
    """Whatever configures logs inside is undone."""
    structured = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    parser = logging.getLogger("python_multipart")
    parser_level = parser.level
    yield
    structlog.configure(**structured)
    root.handlers = handlers
    root.setLevel(level)
    parser.setLevel(parser_level)

"""What was heard of what people do, as the tests saw it.

Off unless BOTYARD_HEARD names a file, where tables of it are then written.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

REPORT = os.environ.get("BOTYARD_HEARD", "")
_KEY = "heard"

Heard = dict[str, list[str]]
_tables: defaultdict[str, dict[str, Heard]] = defaultdict(dict)


class Recorder(Protocol):
    """Notes what each of `heard` heard of the action."""

    def __call__(self, table: str, action: str, heard: Heard) -> None: ...


@pytest.fixture
def record_heard(record_property: Any) -> Recorder:
    def record(table: str, action: str, heard: Heard) -> None:
        record_property(_KEY, [table, action, heard])

    return record


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Of each database the same, or a test fails."""
    if report.when != "call" or not report.passed:
        return
    for name, value in report.user_properties:
        if name == _KEY and isinstance(value, list):
            table, action, heard = value
            _tables[table][action] = heard


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not REPORT:
        return
    lines = [line for title, rows in _tables.items() for line in _table(title, rows)]
    Path(REPORT).write_text("\n".join([*_HEAD, *lines]) + "\n")
    terminalreporter.write_line(f"what was heard: {REPORT}")


_HEAD = (
    "What bots and people hear of what a person does. Bots of the older API are named by their",
    "types: B, H, O, S. Their events begin with ONIMBOT or ONIM, those of other bots with",
    "ONIMBOTV2, those of people with ONIMV2. An empty place is silence.",
    "",
)


def _table(title: str, rows: dict[str, Heard]) -> Iterator[str]:
    hearers = list(dict.fromkeys(who for heard in rows.values() for who in heard))
    yield f"## {title}"
    yield ""
    yield f"| Who acts ... | {' | '.join(hearers)} |"
    yield f"| --- |{' --- |' * len(hearers)}"
    for action, heard in rows.items():
        cells = [", ".join(heard.get(who, [])) for who in hearers]
        yield f"| {action} | {' | '.join(cells)} |"
    yield ""

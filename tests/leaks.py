"""Looks into what every test captured for secrets that the product was given or made meanwhile.

What a server of its own logs is looked at when it ends: `tests/serving.py`. The canary run looks
further, into metrics, answers, databases and files.
"""

import re
from collections.abc import Generator

import pytest
import structlog

from botyard.model.secrets import SystemSecrets

# The codes, tokens and passwords of the tests' own people, bots and applications.
GIVEN = re.compile(
    r"code-of-\d+|token-of-\w+|\b(?:ada|grace|alan|edsger)-secret\b|\bs3cret\b|correct horse"
)
# Shorter ones are no secrets: names of files, ids.
_SHORTEST = 32

_made: set[str] = set()


def found_in(text: str) -> list[str]:
    """The secrets that stand in `text`."""
    given: set[str] = set(GIVEN.findall(text))
    return sorted(given | {secret for secret in _made if secret in text})


def pytest_configure() -> None:
    _note_what_is_made()
    _log_as_the_product_does()


def _log_as_the_product_does() -> None:
    """But for its masks: what they would hide is found here."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )


def _note_what_is_made() -> None:
    make = SystemSecrets.token

    def note(self: SystemSecrets, length: int = 32) -> str:
        secret = make(self, length)
        if length >= _SHORTEST:
            _made.add(secret)
        return secret

    SystemSecrets.token = note  # type: ignore[method-assign]


def pytest_runtest_setup() -> None:
    _made.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    leaked = sorted({one for _, text in report.sections for one in found_in(text)})
    if leaked and report.passed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} let a secret be logged: {', '.join(leaked)}"
    return report

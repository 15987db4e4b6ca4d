"""What each client is shown to do, and what it waits for: the table of docs/clients.md."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import pytest

CURL = "curl"
B24PYSDK = "b24pysdk"
FAST_BITRIX24 = "fast_bitrix24"
B24JSSDK = "@bitrix24/b24jssdk"
B24PHPSDK = "bitrix24/b24phpsdk"
CREST = "CRest"

Test = TypeVar("Test", bound=Callable[..., Any])


class Claims(NamedTuple):
    works: set[str]
    waits: set[str]


CLAIMS: dict[str, Claims] = defaultdict(lambda: Claims(set(), set()))


class ClientRefused(Exception):
    """What a client reports instead of a result."""

    def __init__(self, code: str, status: int, described: str) -> None:
        super().__init__(f"{status} {code}: {described}")
        self.code = code
        self.status = status


def works(what: str, *clients: str) -> Callable[[Test], Test]:
    """The test shows that these clients can do this."""

    def note(test: Test) -> Test:
        for client in clients:
            CLAIMS[client].works.add(what)
        return test

    return note


def waits(what: str, *clients: str) -> pytest.MarkDecorator:
    """The test shows what is not built yet; it fails as soon as it is."""
    for client in clients:
        CLAIMS[client].waits.add(what)
    reason = f"{what} comes with the applications issue"
    return pytest.mark.xfail(raises=ClientRefused, reason=reason, strict=True)

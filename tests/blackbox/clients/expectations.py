"""What each client is shown to do: the table of docs/clients.md."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

CURL = "curl"
B24PYSDK = "b24pysdk"
FAST_BITRIX24 = "fast_bitrix24"
B24JSSDK = "@bitrix24/b24jssdk"
B24PHPSDK = "bitrix24/b24phpsdk"
CREST = "CRest"

Test = TypeVar("Test", bound=Callable[..., Any])


CLAIMS: dict[str, set[str]] = defaultdict(set)


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
            CLAIMS[client].add(what)
        return test

    return note

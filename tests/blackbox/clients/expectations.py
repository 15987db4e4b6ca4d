"""What each client is shown to do: the table of docs/clients.md."""

from collections import defaultdict
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

CURL = "curl"
B24PYSDK = "b24pysdk"
FAST_BITRIX24 = "fast_bitrix24"
B24JSSDK = "@bitrix24/b24jssdk"
B24PHPSDK = "bitrix24/b24phpsdk"
CREST = "CRest"

Test = TypeVar("Test", bound=Callable[..., Any])


class Shown(Enum):
    """How a test shows it; the word is that of the table."""

    RUN = "yes"
    ON_REQUEST = "on request"
    REPLAYED = "replayed"


# Of each feature and client.
CLAIMS: dict[str, dict[str, Shown]] = defaultdict(dict)


class ClientRefused(Exception):
    """What a client reports instead of a result."""

    def __init__(self, code: str, status: int, described: str) -> None:
        super().__init__(f"{status} {code}: {described}")
        self.code = code
        self.status = status


def works(what: str, *clients: str, shown: Shown = Shown.RUN) -> Callable[[Test], Test]:
    """The test shows that these clients can do this; to run one says more than to replay it."""

    def note(test: Test) -> Test:
        for client in clients:
            if CLAIMS[what].get(client, Shown.REPLAYED) is Shown.REPLAYED:
                CLAIMS[what][client] = shown
        return test

    return note

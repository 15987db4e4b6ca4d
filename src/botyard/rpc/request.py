"""One REST request, as a door hands it in, and its answer."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec import Struct

from botyard.access.callers import WebhookCredentials
from botyard.wire.arguments import Arguments
from botyard.wire.envelope import Operating
from botyard.wire.large_body import FilePath

# Reading a longer body takes so long that others would notice.
LARGE_BODY_BYTES = 1024 * 1024


class RestRequest(Struct, frozen=True):
    """`read_arguments` is told where the method takes files, and raises Malformed.

    `credentials` are those of the path; `tokens` those of the head, before the body is read.

    A large request is read in a thread, and only once its caller is admitted.
    """

    method: str
    read_arguments: Callable[[frozenset[FilePath]], Arguments]
    credentials: WebhookCredentials | None
    source: str
    secure: bool
    idempotency_key: str | None = None
    explain: bool = False
    tokens: frozenset[str] = frozenset()
    is_large: bool = False


class MadeCall(NamedTuple):
    """One call of a batch; `outcome` is `ok` or an error code."""

    method: str
    outcome: str
    duration_s: float


class Answer(Struct, frozen=True):
    """`body` is the result alone, or what stands beside `time` in a page.

    `notices` names ignored parameters, for who asked; `made` are the calls of a batch;
    `operating` is there where the operating limit is on.
    """

    body: object
    is_page: bool = False
    processing_s: float = 0.0
    notices: list[str] = []
    made: tuple[MadeCall, ...] = ()
    operating: Operating | None = None


NO_ARGUMENTS: Mapping[str, object] = {}
NO_FILES: frozenset[FilePath] = frozenset()

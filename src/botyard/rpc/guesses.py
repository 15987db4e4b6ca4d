"""Codes of webhooks that somebody tries out: few at once from one source."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from botyard.access.callers import WebhookCredentials
from botyard.model.clock import Clock
from botyard.model.errors import QUERY_LIMIT_EXCEEDED, UNKNOWN_WEBHOOK, ApiError
from botyard.rpc.limits import FAILURES, Buckets

# More sources and codes than are in use at a time; one forgotten early is one that is new again.
MAX_ANSWERED = 10_000

_NO_GUESS = nullcontext()


class Guesses:
    """What a source was answered before is no guess: asked again it tells nothing new.

    So a code that is in use goes on, whatever else comes from its address.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = Buckets(*FAILURES)
        # Hashes of Python's: as short as can be, and no code can be read from one.
        self._answered: OrderedDict[int, None] = OrderedDict()

    def weigh(
        self, source: str, credentials: WebhookCredentials | None
    ) -> AbstractContextManager[None]:
        """Around a call: refuse who has guessed too much, or see whether this is a guess more.

        Refused before anything is looked up: else the answer would tell right from wrong.
        """
        if credentials is None:
            return _NO_GUESS
        shown = hash((source, credentials))
        if shown in self._answered:
            self._answered.move_to_end(shown)
            return _NO_GUESS
        return self._first_call(source, shown)

    @contextmanager
    def _first_call(self, source: str, shown: int) -> Iterator[None]:
        bucket = self._failures.of(source, self._clock.monotonic())
        if not bucket.has_room(self._clock.monotonic()):
            raise ApiError(QUERY_LIMIT_EXCEEDED, retry_after_s=bucket.retry_after_s())
        try:
            yield
        except ApiError as refusal:
            if refusal.error == UNKNOWN_WEBHOOK:
                bucket.charge(self._clock.monotonic())
                self._remember(shown)
            raise
        self._remember(shown)

    def _remember(self, shown: int) -> None:
        self._answered[shown] = None
        if len(self._answered) > MAX_ANSWERED:
            self._answered.popitem(last=False)

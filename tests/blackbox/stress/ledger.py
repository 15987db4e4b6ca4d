"""What a reader was given, against what was sent."""

from collections import OrderedDict

# Of events that may come again, because they were not confirmed: more than two pages.
_REMEMBERED = 4000


class Violation(AssertionError):
    """An event was lost, came out of order, or was confirmed before it was given."""


class Ledger:
    """The events of one reader. Each lane is one dialog, whose messages are numbered from 0."""

    def __init__(self, reader: str, lanes: int) -> None:
        self.reader = reader
        self.received = 0
        self.repeated = 0
        self.highest_id = 0
        self._next = [0] * lanes
        self._recent: OrderedDict[int, tuple[int, int]] = OrderedDict()

    def has_all(self, each: int) -> bool:
        return all(number >= each for number in self._next)

    def note(self, event_id: int, lane: int, number: int) -> None:
        if event_id <= self.highest_id:
            self._check_repeat(event_id, lane, number)
            self.repeated += 1
            return
        if number != self._next[lane]:
            raise Violation(
                f"{self.reader} got message {number} of lane {lane} as {event_id} "
                f"where {self._next[lane]} comes next"
            )
        self.received += 1
        self.highest_id = event_id
        self._next[lane] += 1
        self._recent[event_id] = (lane, number)
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)

    def _check_repeat(self, event_id: int, lane: int, number: int) -> None:
        if self._recent.get(event_id) != (lane, number):
            raise Violation(
                f"{self.reader} got {event_id} after {self.highest_id}, and it is not the event "
                "that it was before"
            )

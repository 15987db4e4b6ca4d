"""Rows that hardly ever change, remembered by the one writer of an embedded database."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

MAX_KEPT = 10_000


class Memory:
    """Used by the writer thread alone, inside its transaction.

    What a unit reads after changing a topic is not kept: the unit may yet be undone.
    """

    def __init__(self) -> None:
        self._topics: defaultdict[str, dict[Hashable, object]] = defaultdict(dict)
        self._changed: set[str] = set()
        self._seen_version: object = None

    def find(self, topic: str, key: Hashable) -> Any:  # noqa: ANN401 - what was kept, or None
        return self._topics[topic].get(key)

    def keep(self, topic: str, key: Hashable, value: object) -> None:
        if value is None or topic in self._changed:
            return
        kept = self._topics[topic]
        if len(kept) >= MAX_KEPT:
            kept.clear()
        kept[key] = value

    def forget(self, topics: Iterable[str]) -> None:
        for topic in topics:
            self._topics.pop(topic, None)
            self._changed.add(topic)

    def settle(self) -> None:
        """A unit has ended: what it changed may be remembered again."""
        if self._changed:
            self._changed.clear()

    def look_around(self, version: object) -> None:
        """Forget everything when another process has committed since the last group."""
        if version != self._seen_version:
            self._seen_version = version
            self.forget_all()

    def forget_all(self) -> None:
        self._topics.clear()
        self._changed.clear()

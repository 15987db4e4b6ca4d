"""One table of a portal file, read key by key."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec import UNSET, UnsetType

from botyard.portal_file.lines import Place

T = TypeVar("T")
Reader = Callable[[object], T]


class Refused(Exception):
    """What is wrong with what the file says at a place."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(problem)
        self.place = place


class Table:
    """Takes only `keys`; `title` is the table's name as the file writes it."""

    def __init__(self, value: object, place: Place, title: str, keys: Iterable[str]) -> None:
        if not isinstance(value, dict):
            raise Refused(place, f"{title} must be a table")
        self._values: Mapping[str, object] = value
        self._place = place
        self._title = title
        known = set(keys)
        for key in self._values:
            if key not in known:
                raise Refused((*place, key), f"unknown key {json.dumps(key[:60])}{self._suffix()}")

    def required(self, key: str, read: Reader[T]) -> T:
        if key not in self._values:
            raise Refused(self._place, f'missing key "{key}"{self._suffix()}')
        return self._read(key, read)

    def optional(self, key: str, read: Reader[T]) -> T | UnsetType:
        return self._read(key, read) if key in self._values else UNSET

    def table(self, key: str, title: str, keys: Iterable[str]) -> "Table":
        """An empty one if the file has none."""
        return Table(self._values.get(key, {}), (*self._place, key), title, keys)

    def has(self, key: str) -> bool:
        return key in self._values

    def tables(self, key: str, title: str, keys: Iterable[str]) -> list["Table"]:
        """In the order of the file."""
        entries = self._values.get(key, [])
        if not isinstance(entries, list):
            raise Refused((*self._place, key), f"{title} must be a list of tables")
        known = tuple(keys)
        return [
            Table(entry, (*self._place, key, number), title, known)
            for number, entry in enumerate(entries)
        ]

    def refusal(self, key: str, problem: str) -> Refused:
        return Refused((*self._place, key), f"{problem}{self._suffix()}")

    def _read(self, key: str, read: Reader[T]) -> T:
        try:
            return read(self._values[key])
        except ValueError as refusal:
            raise Refused((*self._place, key), f'"{key}"{self._suffix()} {refusal}') from None

    def _suffix(self) -> str:
        return f" in {self._title}" if self._title else ""

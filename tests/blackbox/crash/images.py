"""Rebuilds what a disk may hold after the power went out at any point of a trace.

Written and synced is there. Written and not synced is there, or is not, or is there in pieces
of one sector; names of files live by the sync of their directory.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from tests.blackbox.crash.trace import (
    Answered,
    Created,
    Cut,
    Event,
    Removed,
    SyncBegun,
    SyncDone,
    Write,
)

SECTOR = 512
Fate = Literal["dropped", "subset", "torn", "kept"]
FATES: tuple[Fate, ...] = ("dropped", "subset", "torn", "kept")
_CHANCES = (4, 3, 3, 1)


class Image(NamedTuple):
    """`files` by name; `answered` is what clients were told before the power went."""

    point: int
    fate: Fate
    files: dict[str, bytes]
    answered: list[int]


class _File:
    def __init__(self) -> None:
        self._synced = bytearray()
        self._pending: list[Write | Cut] = []
        self._done = 0

    def change(self, change: Write | Cut) -> None:
        self._pending.append(change)

    @property
    def mark(self) -> int:
        return self._done + len(self._pending)

    def sync_to(self, mark: int) -> None:
        while self._done < mark:
            _apply(self._synced, self._pending.pop(0))
            self._done += 1

    def content(self, fate: Fate, dice: random.Random) -> bytes:
        content = bytearray(self._synced)
        for change in self._pending:
            for piece in _survivors(change, fate, dice):
                _apply(content, piece)
        return bytes(content)


class Disk:
    """The files of one directory as the events of a trace change them."""

    def __init__(self, directory: Path) -> None:
        self._directory = str(directory)
        self._names: dict[str, _File] = {}
        self._synced_names: dict[str, _File] = {}
        self._marks: dict[tuple[str, str], int] = {}
        self._name_marks: dict[str, dict[str, _File]] = {}

    def take(self, event: Event) -> None:
        match event:
            case Write() | Cut():
                self._file(event.path).change(event)
            case SyncBegun() | SyncDone() if event.path == self._directory:
                self._sync_names(event)
            case SyncBegun(path, thread):
                self._marks[path, thread] = self._file(path).mark
            case SyncDone(path, thread):
                self._file(path).sync_to(self._marks.pop((path, thread)))
            case Created(path):
                self._file(path)
            case Removed(path):
                self._names.pop(path, None)

    def _sync_names(self, event: SyncBegun | SyncDone) -> None:
        if isinstance(event, SyncBegun):
            self._name_marks[event.thread] = dict(self._names)
        else:
            self._synced_names = self._name_marks.pop(event.thread)

    def files(self, fate: Fate, dice: random.Random) -> dict[str, bytes]:
        files = {}
        for path in sorted({*self._names, *self._synced_names}):
            file = self._surviving(path, fate, dice)
            if file is not None:
                files[Path(path).name] = file.content(fate, dice)
        return files

    def _surviving(self, path: str, fate: Fate, dice: random.Random) -> _File | None:
        now, synced = self._names.get(path), self._synced_names.get(path)
        if fate == "kept":
            return now
        return synced if fate == "dropped" else dice.choice((now, synced))

    def _file(self, path: str) -> _File:
        return self._names.setdefault(path, _File())


def images(
    events: list[Event], directory: Path, count: int, dice: random.Random
) -> Iterator[Image]:
    """`count` images at random points after the first answer, and a few before it."""
    first = next(n for n, event in enumerate(events) if isinstance(event, Answered))
    early = min(count // 10, first)
    points = dice.choices(range(first), k=early)
    points += dice.choices(range(first, len(events)), k=count - early)
    wanted = sorted(points)
    disk = Disk(directory)
    answered: list[int] = []
    for point, event in enumerate(events):
        disk.take(event)
        if isinstance(event, Answered):
            answered.append(event.message_id)
        while wanted and wanted[0] == point:
            wanted.pop(0)
            [fate] = dice.choices(FATES, _CHANCES)
            yield Image(point, fate, disk.files(fate, dice), list(answered))


def _apply(content: bytearray, change: Write | Cut) -> None:
    if isinstance(change, Cut):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(0, change.offset - len(content))))
    content[change.offset : change.offset + len(change.content)] = change.content


def _survivors(change: Write | Cut, fate: Fate, dice: random.Random) -> Iterator[Write | Cut]:
    if fate == "dropped":
        return
    if fate == "torn" and isinstance(change, Write):
        for start in range(0, len(change.content), SECTOR):
            if dice.random() < 0.5:
                sector = change.content[start : start + SECTOR]
                yield Write(change.path, change.offset + start, sector)
    elif fate == "kept" or dice.random() < 0.5:
        yield change

"""Reads what strace wrote of a server: its file writes, its syncs, and its answers, in order."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# What the server does to its files, and how its answers leave.
_FILE_CALLS = ("openat", "pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
ANSWER_CALLS = ("write", "writev", "sendto", "sendmsg")
CALLS = ",".join(_FILE_CALLS + ANSWER_CALLS)

_LINE = re.compile(r"(\d+) +(?:(\w+)\((.*)|<\.\.\. (\w+) resumed>(.*))$", re.DOTALL)
_PATH = re.compile(r"\d+<((?:\\x[0-9a-f]{2})+)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_ANSWER = re.compile(rb'\{"result":\{"id":(\d+),"uuidMap"')
_UNFINISHED = "<unfinished ...>"


class Write(NamedTuple):
    path: str
    offset: int
    content: bytes


class Cut(NamedTuple):
    path: str
    size: int


class SyncBegun(NamedTuple):
    path: str
    thread: str


class SyncDone(NamedTuple):
    path: str
    thread: str


class Created(NamedTuple):
    path: str


class Removed(NamedTuple):
    path: str


class Answered(NamedTuple):
    message_id: int


Event = Write | Cut | SyncBegun | SyncDone | Created | Removed | Answered


def read_trace(log: Path, data: Path) -> list[Event]:
    """What happened to the database of `data`, its directory, and to its clients."""
    events: list[Event] = []
    waiting: dict[str, SyncDone] = {}
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            thread, call, arguments, resumed, rest = found.groups()
            if resumed is not None:
                done = waiting.pop(thread, None)
                if done is not None and rest.rstrip().endswith("= 0"):
                    events.append(done)
                continue
            for event in _events(thread, call, arguments):
                if isinstance(event, SyncDone) and not arguments.rstrip().endswith("= 0"):
                    if arguments.rstrip().endswith(_UNFINISHED):
                        waiting[thread] = event
                else:
                    events.append(event)
    return [event for event in events if _concerns(event, data)]


def _concerns(event: Event, data: Path) -> bool:
    if isinstance(event, Answered):
        return True
    path = Path(event.path)
    if path == data:
        return isinstance(event, SyncBegun | SyncDone)
    # The index of the log is rebuilt from the log.
    return (
        path.parent == data and path.name.startswith("botyard.sqlite") and "-shm" not in path.name
    )


def _events(thread: str, call: str, arguments: str) -> Iterator[Event]:
    if call in ANSWER_CALLS:
        yield from map(Answered, _answers(arguments))
    elif "= -1" not in arguments:
        yield from _changes(thread, call, arguments)


def _answers(text: str) -> list[int]:
    pieces = [_bytes(piece) for piece in _TEXT.findall(text)]
    return [int(found) for piece in pieces for found in _ANSWER.findall(piece)]


def _changes(thread: str, call: str, arguments: str) -> Iterator[Event]:
    match call:
        case "pwrite64":
            yield _written(arguments)
        case "fdatasync" | "fsync":
            path = _path_of(arguments)
            yield SyncBegun(path, thread)
            yield SyncDone(path, thread)
        case "ftruncate":
            yield Cut(_path_of(arguments), _number(arguments.split(",")[1]))
        case "openat" if "O_CREAT" in arguments:
            yield Created(_name_in(arguments))
        case "unlink":
            yield Removed(_name_in(arguments))


def _written(arguments: str) -> Write:
    content = _TEXT.search(arguments)
    if content is None or arguments.startswith("...", content.end()):
        raise AssertionError("the trace does not hold all that was written")
    _, _, offset = arguments[content.end() :].split(",")[:3]
    return Write(_path_of(arguments), _number(offset), _bytes(content[1]))


def _number(text: str) -> int:
    digits = re.match(r" *(\d+)", text)
    if digits is None:
        raise AssertionError(f"{text!r} should begin with a number")
    return int(digits[1])


def _name_in(arguments: str) -> str:
    name = _TEXT.search(arguments)
    return _bytes(name[1]).decode() if name else ""


def _path_of(arguments: str) -> str:
    found = _PATH.match(arguments)
    return _bytes(found[1]).decode() if found else ""


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))

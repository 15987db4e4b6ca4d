"""Many commands in one request: each a call of its own, one after the other."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

import structlog

from botyard.model.clock import Clock
from botyard.model.errors import (
    BATCH_LENGTH_EXCEEDED,
    INTERNAL_SERVER_ERROR,
    INVALID_ARGUMENT,
    ApiError,
    ErrorCode,
)
from botyard.model.scopes import BASIC
from botyard.rpc.admit import Surroundings, admit_user
from botyard.rpc.bind import MAX_NAME_LENGTH, MAX_NOTICES
from botyard.rpc.method import Method, Page, Params
from botyard.rpc.references import Results
from botyard.rpc.request import Answer, MadeCall
from botyard.wire.arguments import read_arguments
from botyard.wire.envelope import Failure, time_of
from botyard.wire.observed import told

# Docs page "batch".
MAX_COMMANDS = 50

P = TypeVar("P", bound=Params)
R = TypeVar("R")

log = structlog.get_logger()


class Command(NamedTuple):
    """`key` names its answer, `place` counts from 0; `read_arguments` raises Malformed."""

    key: str
    place: int
    method: str
    read_arguments: Callable[[], dict[str, object]]


class Sections(NamedTuple):
    """What is told of the commands, by their keys and in their order."""

    result: dict[str, object]
    error: dict[str, object]
    total: dict[str, object]
    next: dict[str, object]
    time: dict[str, object]


class BatchCall:
    """What the handler of a batch works with, outside of any transaction.

    `begin` marks the request as one that may be repeated; `call` answers one command, and both
    raise ApiError for each documented refusal. `made` and `notices` tell of what was run.
    """

    def __init__(
        self,
        begin: Callable[[], Awaitable[None]],
        call: Callable[[Command, Results], Awaitable[Answer]],
        surroundings: Surroundings,
        clock: Clock,
    ) -> None:
        self._begin = begin
        self._call = call
        self._surroundings = surroundings
        self._clock = clock
        self.made: list[MadeCall] = []
        self.notices: list[str] = []

    async def run(self, commands: Sequence[Command], *, halts: bool) -> Sections:
        """Call one after the other, with `halts` up to the first that is refused."""
        await self._begin()
        results = Results()
        sections = Sections({}, {}, {}, {}, {})
        for command in commands:
            try:
                await self._run_one(command, results, sections)
            except ApiError as refusal:
                refusal.arrive()
                error, description = told(refusal, self._surroundings.portal.statuses)
                sections.error[command.key] = Failure(error.code, description)
                if halts:
                    break
        return sections

    async def _run_one(self, command: Command, results: Results, sections: Sections) -> None:
        if command.place >= MAX_COMMANDS:
            raise ApiError(BATCH_LENGTH_EXCEEDED)
        start, began = self._clock.now(), self._clock.monotonic()
        outcome = "ok"
        try:
            answer = await self._answer(command, results)
        except ApiError as refusal:
            outcome = refusal.error.code
            raise
        finally:
            duration = self._clock.monotonic() - began
            self.made.append(MadeCall(self._known_name(command), outcome, duration))
        self._note(command.key, answer, sections)
        results.note(command.key, sections.result[command.key])
        zone = self._surroundings.views.zone
        sections.time[command.key] = time_of(
            start, duration, answer.processing_s, zone, answer.operating
        )

    async def _answer(self, command: Command, results: Results) -> Answer:
        """A fault of one command leaves what the others were answered."""
        try:
            return await self._call(command, results)
        except ApiError:
            raise
        except Exception as failure:
            log.error("call_failed", method=self._known_name(command), exc_info=failure)
            raise ApiError(INTERNAL_SERVER_ERROR) from failure

    def _note(self, key: str, answer: Answer, sections: Sections) -> None:
        body = answer.body
        if isinstance(body, Page):
            sections.result[key] = body.result
            sections.total[key] = body.total
            if isinstance(body.next, int):
                sections.next[key] = body.next
        else:
            sections.result[key] = body
        room = MAX_NOTICES - len(self.notices)
        short = f"cmd.{key[:MAX_NAME_LENGTH]}"
        self.notices += [f"{short}: {notice}" for notice in answer.notices[:room]]

    def _known_name(self, command: Command) -> str:
        """Only names that exist: callers must not be able to fill the metrics or the log."""
        method = self._surroundings.methods.get(command.method.lower())
        return "unknown" if method is None else method.name


def read_commands(written: Mapping[str, object]) -> list[Command]:
    """Each is `method?query`, or an object with `method` and `params`."""
    return [_read_command(key, place, value) for place, (key, value) in enumerate(written.items())]


def _read_command(key: str, place: int, written: object) -> Command:
    match written:
        case str():
            method, _, query = written.partition("?")
            return Command(key, place, method, partial(_read_query, query))
        case {"method": str(method), "params": dict(params)}:
            return Command(key, place, method, lambda: params)
        case {"method": str(method), **rest} if not rest.get("params"):
            return Command(key, place, method, dict)
    path = f"cmd.{key[:MAX_NAME_LENGTH]}"
    raise ApiError(
        INVALID_ARGUMENT, f"Parameter {path} must be method?query, or an object with method"
    )


def _read_query(query: str) -> dict[str, object]:
    return read_arguments(None, b"", query.encode()).values


def batch_method(
    name: str, *, errors: Sequence[ErrorCode]
) -> Callable[[Callable[[BatchCall, P], Awaitable[R]]], Method[Any, P, R]]:
    """A method that makes other calls, for whoever calls it."""

    def declare(handler: Callable[[BatchCall, P], Awaitable[R]]) -> Method[Any, P, R]:
        return Method(
            name,
            handler,
            admit_user,
            scopes=(BASIC,),
            errors=errors,
            reads=False,
            makes_calls=True,
        )

    return declare

"""Measure this machine and write docs/benchmarks.md: `python -m benchmarks`, or `make bench`.

`BOTYARD_BENCH_POSTGRES` is the address of a database to measure too, `BOTYARD_BENCH_SYNAPSE` a
Python that has Matrix Synapse. `--quick` measures for a second where the real run takes several,
and writes nothing.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import apsw
import uvloop

from benchmarks import deliveries, parsers, uploads
from benchmarks.load import LoadResult, MakeRequest, drive
from benchmarks.machine import describe
from benchmarks.polls import backlog_table, waiting_table
from benchmarks.processes import running
from benchmarks.sends import (
    CHATS,
    GENERATOR_CORE,
    SERVER_CORE,
    Subject,
    botyard,
    in_turn,
    naive,
    post,
    send,
)
from benchmarks.synapse import synapse

_REPORT = Path("docs/benchmarks.md")
_CONNECTIONS = (1, 16, 64)
_POSTGRES = os.environ.get("BOTYARD_BENCH_POSTGRES", "")
_SYNAPSE = os.environ.get("BOTYARD_BENCH_SYNAPSE", "")
_MIB = 1024 * 1024


class Length(NamedTuple):
    rounds: int
    seconds: float
    fill: int


class Measured(NamedTuple):
    """Results by number of connections, and memory after the last of them."""

    sends: dict[int, LoadResult]
    memory_mib: float


REAL = Length(rounds=3, seconds=5.0, fill=1_000_000)
QUICK = Length(rounds=1, seconds=1.0, fill=20_000)


def main() -> None:
    if not {SERVER_CORE, GENERATOR_CORE} <= os.sched_getaffinity(0):
        sys.exit("two cores are needed: one for the server, one for the load")
    machine = describe(apsw.sqlite_lib_version())
    os.sched_setaffinity(0, {GENERATOR_CORE})
    length = QUICK if "--quick" in sys.argv else REAL
    report = "\n".join(_report(length, machine)) + "\n"
    print(report)
    if length is REAL:
        _REPORT.write_text(report, "utf-8")


def _report(length: Length, machine: str) -> list[str]:
    subjects: dict[str, Callable[[], AbstractContextManager[Subject]]] = {
        "naive: FastAPI, SQLAlchemy async, aiosqlite": naive,
        "Botyard, SQLite": botyard,
    }
    if _POSTGRES:
        subjects["Botyard, PostgreSQL"] = lambda: botyard(_POSTGRES)
    if _SYNAPSE:
        subjects["Matrix Synapse, SQLite"] = lambda: synapse(_SYNAPSE)
    measured: dict[str, list[Measured]] = {name: [] for name in subjects}
    for round_number in range(length.rounds):
        for name, subject in subjects.items():
            _say(f"round {round_number + 1} of {length.rounds}: {name}")
            measured[name].append(_measure(subject, length.seconds))
    echo = _measure_echo(length.seconds)
    return [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}:",
        f"{machine}.",
        "",
        f"Server on one core, load generator on the other. Median of {length.rounds} rounds of",
        f"{length.seconds:g} s. Only ratios within one table mean anything.",
        "`BOTYARD_BENCH_POSTGRES`, the address of a database, and `BOTYARD_BENCH_SYNAPSE`, a",
        "Python that has `matrix-synapse`, have those measured too.",
        "",
        *_send_table(measured),
        "",
        *_echo_table(measured["Botyard, SQLite"], echo),
        "",
        *_fill_table(length),
        "",
        *_upload_table(length),
        "",
        *_delivery_table(length),
        "",
        *parsers.table(),
    ]


def _measure(subject: Callable[[], AbstractContextManager[Subject]], seconds: float) -> Measured:
    with subject() as (server, sends):
        uvloop.run(_drive(server.port, 16, 1.0, sends))
        results = {
            count: uvloop.run(_drive(server.port, count, seconds, sends)) for count in _CONNECTIONS
        }
        return Measured(results, server.memory_bytes() / _MIB)


async def _drive(port: int, connections: int, seconds: float, sends: MakeRequest) -> LoadResult:
    result = await drive("127.0.0.1", port, connections, seconds, sends)
    if set(result.statuses) != {200}:
        raise RuntimeError(f"not every answer was a 200: {result.statuses}")
    return result


def _measure_echo(seconds: float) -> dict[str, LoadResult]:
    """The same HTTP server without a store, and the whole corridor with a method that reads."""
    _say("echo")
    call = post("imbot.v2.Revision.get", {})
    command = [sys.executable, "-m", "benchmarks.echo_server", "Botyard"]
    with running(command, cores={SERVER_CORE}) as server:
        echo = uvloop.run(_drive(server.port, 64, seconds, in_turn([send(2, "chat1")])))
    with botyard() as (server, sends):
        corridor = uvloop.run(_drive(server.port, 64, seconds, in_turn([call])))
        del sends
    return {"echo": echo, "corridor": corridor}


def _send_table(measured: dict[str, list[Measured]]) -> list[str]:
    lines = [
        "## Durable sends",
        "",
        "`imbot.v2.Chat.Message.send`, answered once the message, the chat's counters, an event",
        "and its delivery are fsynced.",
        "",
        "| server | connections | sends/s | x naive | p50 ms | p99 ms | memory MiB |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    baseline = next(iter(measured.values()))
    for name, rounds in measured.items():
        for count in _CONNECTIONS:
            rate = _median(rounds, count, _rate)
            ratio = rate / _median(baseline, count, _rate)
            memory = statistics.median(one.memory_mib for one in rounds)
            lines.append(
                f"| {name} | {count} | {rate:,.0f} | {ratio:.1f} "
                f"| {_median(rounds, count, _p50):.2f} | {_median(rounds, count, _p99):.2f} "
                f"| {memory:.0f} |"
            )
    return lines


def _echo_table(rounds: list[Measured], echo: dict[str, LoadResult]) -> list[str]:
    rate = _median(rounds, 64, _rate)
    names = {
        "echo": "echo: the same HTTP server, a JSON body decoded and answered",
        "corridor": "corridor: a method that reads, `imbot.v2.Revision.get`",
    }
    return [
        "## Against the same server without the work, 64 connections",
        "",
        "| what | answers/s | send / it |",
        "| --- | --: | --: |",
        f"| send | {rate:,.0f} | 1 |",
        *(
            f"| {names[kind]} | {result.per_second:,.0f} | {rate / result.per_second:.2f} |"
            for kind, result in echo.items()
        ),
    ]


def _fill_table(length: Length) -> list[str]:
    """Send until the store is full; each tenth is measured by itself."""
    lines = [
        f"## Filling one store to {length.fill:,} messages, 64 connections",
        "",
        "| messages before | sends/s | p50 ms | p99 ms | memory MiB |",
        "| --: | --: | --: | --: | --: |",
    ]
    with botyard() as (server, sends):
        stored = 0
        while stored < length.fill:
            _say(f"fill: {stored:,} of {length.fill:,}")
            result = uvloop.run(_fill(server.port, sends, length.fill // 10))
            memory = server.memory_bytes() / _MIB
            lines.append(
                f"| {stored:,} | {result.per_second:,.0f} | {result.p50_ms:.2f} "
                f"| {result.p99_ms:.2f} | {memory:.0f} |"
            )
            stored += result.requests
        lines += ["", *backlog_table(server, stored, length.seconds), "", *waiting_table(server)]
    return lines


async def _fill(port: int, sends: MakeRequest, count: int) -> LoadResult:
    """At least `count` sends: the generator is told when to stop by running out of time."""
    until = count
    started = time.perf_counter()
    results: list[LoadResult] = []
    while until > 0:
        results.append(await _drive(port, CHATS, 5.0, sends))
        until -= results[-1].requests
    return LoadResult(
        sum(one.requests for one in results),
        time.perf_counter() - started,
        statistics.median(one.p50_ms for one in results),
        max(one.p99_ms for one in results),
        results[0].statuses,
    )


def _upload_table(length: Length) -> list[str]:
    _say("uploads")
    with botyard() as subject:
        at_once = uploads.AT_ONCE if length is REAL else 2
        return uploads.table(subject, length.seconds, at_once)


def _delivery_table(length: Length) -> list[str]:
    _say("deliveries")
    is_real = length is REAL
    return deliveries.table(deliveries.REAL_MESSAGES if is_real else deliveries.QUICK_MESSAGES)


def _median(rounds: list[Measured], count: int, value: Callable[[LoadResult], float]) -> float:
    return statistics.median(value(one.sends[count]) for one in rounds)


def _rate(result: LoadResult) -> float:
    return result.per_second


def _p50(result: LoadResult) -> float:
    return result.p50_ms


def _p99(result: LoadResult) -> float:
    return result.p99_ms


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

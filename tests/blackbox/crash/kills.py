"""Kills a server under load again and again, and compares it with what its clients remember."""

import random
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from tests.blackbox.crash.loads import EXHAUSTED, Client, Load, Send, Stage, prepare
from tests.blackbox.crash.servers import Server, ServerGone, start, tracing
from tests.blackbox.crash.soundness import damage, messages, open_quietly

# Between the answer that was waited for and the kill: less than a few commits.
MAX_DELAY_S = 0.02


@dataclass
class KillRun:
    """`seed` repeats the choices, though not the moments of the machine."""

    directory: Path
    seed: int
    cycles: int = 0
    unknown: int = 0
    repeated: int = 0
    sends: list[Send] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._stage: Stage | None = None
        self._checked_to = 0
        self._open: list[Send] = []

    @property
    def acknowledged(self) -> int:
        return sum(send.id is not None for send in self.sends)

    def figures(self) -> str:
        return (
            f"{self.cycles} kills, {self.acknowledged} answered sends kept, "
            f"{self.unknown} without an answer, {self.repeated} repeated"
        )

    def cycle(self) -> None:
        """Start, settle what the last crash left open, load, and kill at a random moment."""
        server = start(self.directory)
        try:
            stage = self._settle(server)
            load = self._load(server, stage)
            load.wait_for(self._random.randint(1, 150))
            threading.Event().wait(self._random.uniform(0, MAX_DELAY_S))
        finally:
            server.kill()
        self._note(load.finish())

    def cycle_at_call(self, call: str, at: tuple[int, int]) -> None:
        """The same, but the server dies on entering one of its own `call`s to the system."""
        inject = f"{call}:signal=SIGKILL:when={self._random.randint(*at)}"
        log = self.directory / "trace.log"
        try:
            server = start(self.directory, under=tracing(log, call, inject))
        except ServerGone:
            self.cycles += 1
            return
        try:
            try:
                stage = self._settle(server)
            except (OSError, HTTPException):
                return
            load = self._load(server, stage)
            load.wait_for(EXHAUSTED)
        finally:
            server.kill()
        self._note(load.finish())

    def finish(self) -> None:
        """One more start, without a kill under load."""
        server = start(self.directory)
        try:
            self._settle(server)
            self._compare_all(server)
        finally:
            server.kill()

    def _load(self, server: Server, stage: Stage) -> Load:
        return Load(server.url, stage, first_number=self.cycles * 10_000, each=EXHAUSTED)

    def _note(self, begun: list[Send]) -> None:
        ids = [send.id for send in begun if send.id is not None]
        assert len(set(ids)) == len(ids), "an id was answered twice"
        earlier = max((send.id for send in self.sends if send.id is not None), default=0)
        assert min(ids, default=earlier + 1) > earlier, "an id was handed out again"
        self.sends += begun
        self._open = begun
        self.unknown += len(begun) - len(ids)
        self.cycles += 1

    def _settle(self, server: Server) -> Stage:
        if self._stage is None:
            self._stage = prepare(server.url)
        self._check(server)
        self._repeat(server)
        self._check(server)
        self._checked_to = max((send.id for send in self.sends if send.id is not None), default=0)
        self._open = []
        return self._stage

    def _check(self, server: Server) -> None:
        connection = open_quietly(server.database)
        found = damage(connection)
        stored = messages(connection, self._checked_to)
        connection.close()
        assert found == []
        by_text: dict[str, list[int]] = {}
        for message_id, text in stored.items():
            by_text.setdefault(text, []).append(message_id)
        for send in self._open:
            there = by_text.get(send.text, [])
            if send.id is not None:
                assert there == [send.id], f"{send} was answered, and this is there: {there}"
            else:
                assert len(there) <= 1, f"{send} had no answer, and is there twice: {there}"

    def _repeat(self, server: Server) -> None:
        """Send again what has no answer, and some of what has: nobody can tell the difference."""
        client = Client(server.url)
        for send in self._open:
            if not send.is_repeatable or (send.id is not None and send.number % 10):
                continue
            answered = client.send(send)
            assert send.id in (None, answered), f"{send} was answered {answered} the second time"
            send.id = answered
            self.repeated += 1
        client.close()

    def _compare_all(self, server: Server) -> None:
        connection = open_quietly(server.database)
        stored = messages(connection)
        connection.close()
        lost = [send for send in self.sends if send.id is not None and send.id not in stored]
        assert lost == []
        foreign = [
            send for send in self.sends if send.id is not None and stored[send.id] != send.text
        ]
        assert foreign == []

"""Writers and readers at once, on a server that is killed and restarted under them."""

import asyncio
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.blackbox.crash.servers import Server
from tests.blackbox.stress.clients import (
    DIALOGS_EACH,
    PEOPLE,
    READERS,
    Address,
    Bot,
    Caller,
    Progress,
    open_session,
    prepare,
    read,
    write,
)
from tests.blackbox.stress.ledger import Ledger

LANES = len(PEOPLE) * DIALOGS_EACH
# One server in so many is asked to stop, the others are killed.
_ASKED = 3


@dataclass
class StressRun:
    """`start` answers a server that goes on with the data of the one before."""

    start: Callable[[], Server]
    events: int
    sends_per_life: int
    seed: int
    lives: int = 0
    kills: int = 0
    progress: Progress = field(default_factory=Progress)
    ledgers: list[Ledger] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._address = Address()
        self._server: Server | None = None

    @property
    def each(self) -> int:
        """Messages for a dialog: every one is an event for each reader."""
        return max(self.events // len(READERS) // LANES, 1)

    def figures(self) -> str:
        received = sum(ledger.received for ledger in self.ledgers)
        repeated = sum(ledger.repeated for ledger in self.ledgers)
        return (
            f"{received} events of {self.progress.answered} answered sends in order, "
            f"{repeated} given again, {self.lives} servers of which {self.kills} were killed"
        )

    async def go(self) -> None:
        """Raises a group of Violations as soon as a reader sees one."""
        try:
            await self._begin()
            async with open_session() as session:
                caller = Caller(session, self._address)
                bots, dialogs = await prepare(caller)
                async with asyncio.TaskGroup() as group:
                    chaos = group.create_task(self._disturb())
                    await self._work(caller, bots, dialogs)
                    chaos.cancel()
        finally:
            if self._server is not None:
                self._server.kill()

    async def _work(self, caller: Caller, bots: list[Bot], dialogs: list[str]) -> None:
        self.ledgers = [Ledger(bot.name, LANES) for bot in bots]
        async with asyncio.TaskGroup() as group:
            for bot, ledger in zip(bots, self.ledgers, strict=True):
                dice = random.Random(self._dice.random())
                group.create_task(read(caller, bot, ledger, self.each, dice))
            for lane, dialog_id in enumerate(dialogs):
                group.create_task(write(caller, lane, dialog_id, self.each, self.progress))

    async def _disturb(self) -> None:
        while True:
            life = self._dice.randint(self.sends_per_life // 2, self.sends_per_life)
            await self.progress.reach(self.progress.answered + life)
            await self._end()
            await self._begin()

    async def _begin(self) -> None:
        self._server = await asyncio.to_thread(self.start)
        self.lives += 1
        self._address.move(self._server.url)

    async def _end(self) -> None:
        assert self._server is not None
        self._address.move("")
        if self._dice.randrange(_ASKED):
            self.kills += 1
            self._server.process.kill()
        else:
            self._server.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(self._server.wait)

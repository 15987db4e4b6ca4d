"""Posts what bots and handlers are owed: in order within a dialog, dialogs beside each other.

Nobody waits for somebody else's receiver. A lane whose head is refused waits by its own schedule,
a receiver that fails gets one event at a time, and the others never notice.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

import structlog

from botyard.access.tokens import TokenPair
from botyard.broker.memory import Wakes
from botyard.delivery import turns
from botyard.delivery.passes import Passes, Purse, Wanted, mint
from botyard.delivery.post import Outcome
from botyard.delivery.tally import Tally
from botyard.delivery.turns import CANNOT_BE_TOLD, Place, Turn, Verdict
from botyard.delivery.windows import Windows
from botyard.model.clock import Clock, milliseconds
from botyard.model.entities import ChatId, Moment, Portal, RecipientId, UserId
from botyard.model.secrets import Secrets
from botyard.store import lanes, letters
from botyard.store.lanes import RELAY
from botyard.store.tx import Store, StoreUnavailable, Tx, Work

T = TypeVar("T")

# What another process changed, and what waits for its time, is seen this late.
LOOK_EVERY_S = 1.0
# How many waiting dialogs one success gives an attempt out of turn.
HASTENED = 100
# What was taken must be written down, or it is sent again.
SETTLE_TRIES = 30
SETTLE_AGAIN_S = 1.0
# What is sent in the moment in which a bot moves is committed by then.
UNSEEN_S = 30.0
# How long who heard at another address may take for what is under way to it.
CALL_BACK_PATIENCE_S = 1.0
# How long a server that stops waits for answers to what it has posted.
STOP_PATIENCE_S = 5.0

log = structlog.get_logger()


class Posts(Protocol):
    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome: ...


class Relay:
    def __init__(
        self,
        store: Store,
        poster: Posts,
        portal: Callable[[], Portal],
        wakes: Wakes,
        clock: Clock,
        secrets: Secrets,
    ) -> None:
        self.tally = Tally()
        self._store = store
        self._poster = poster
        self._portal = portal
        self._wakes = wakes
        self._clock = clock
        self._secrets = secrets
        self._purse = Purse()
        self._windows = Windows()
        self._tasks: set[asyncio.Task[None]] = set()
        self._hastening: set[RecipientId] = set()
        self._attempts: dict[Place, asyncio.Task[Outcome]] = {}
        self._serving: dict[Place, asyncio.Task[None]] = {}
        self._called_back: dict[Place, asyncio.Task[None]] = {}
        self._moved: dict[RecipientId, float] = {}
        self._last_started: RecipientId = UserId(0)

    async def run(self) -> None:
        """Until it is cancelled; then `stop`."""
        is_new = True
        while True:
            turn = self._wakes.turn
            try:
                if is_new:
                    await self.open_owed()
                    is_new = False
                await self.look()
            except StoreUnavailable as failure:
                log.warning("storage_unavailable", failure=str(failure))
            except Exception:
                # Whatever it is, it must not be the end of all deliveries.
                log.exception("delivery_failed")
            await self._wakes.wait([RELAY], turn, LOOK_EVERY_S)

    async def look(self) -> None:
        """Start every lane whose turn it is, as far as there is room.

        Nobody is told of events by a portal that would refuse the answers.
        """
        if not self._portal().takes_calls:
            return
        due = await self._store.read(self._due(self._now()))
        # When there is too little room for all, nobody is first every time.
        for recipient_id in sorted(due, key=lambda one: (one <= self._last_started, one)):
            for chat_id in due[recipient_id]:
                self._start(Place(recipient_id, chat_id))

    async def open_owed(self) -> None:
        """A lane for everything that a bot is owed by webhook, should one be missing.

        Who switches a bot to its webhook makes its lanes, but on PostgreSQL does not see what is
        being sent to it in the same moment.
        """
        for bot_id in await self._store.read(lanes.listening_bots):
            await self._open_owed_to(bot_id)

    async def open_owed_to_moved(self) -> None:
        """As `open_owed`, for the bots that moved a moment ago."""
        listening = await self._store.read(lanes.listening_bots) if self._moved else []
        for bot_id in list(self._moved):
            if bot_id in listening:
                await self._open_owed_to(bot_id)
            if self._clock.monotonic() - self._moved[bot_id] > UNSEEN_S:
                del self._moved[bot_id]

    async def _open_owed_to(self, bot_id: RecipientId) -> None:
        if await self._store.read(partial(lanes.is_any_missing, recipient_id=bot_id)):
            await self._store.write(partial(lanes.open_owed, recipient_id=bot_id))

    async def count(self) -> None:
        """Bring the gauges of the tally up to date."""
        self.tally.lanes = await self._store.read(lanes.count)
        self.tally.dead_letters = await self._store.read(letters.count_dead)

    def note_commit(self, woken: frozenset[int]) -> None:
        """Call back what is under way to addresses that hold no more.

        Nothing new goes there. What has no answer soon counts for nothing, and goes to the
        address of now.
        """
        for recipient_id in lanes.moved(woken):
            self._moved[recipient_id] = self._clock.monotonic()
            places = {Place(recipient_id, one) for one in self._windows.chats(recipient_id)}
            self._called_back |= {one: self._serving[one] for one in places}
            if attempts := {self._attempts[one] for one in places & self._attempts.keys()}:
                self._follow(asyncio.create_task(_end_soon(attempts)))

    async def until_quiet(self) -> None:
        """Wait until what was called back has been written down, or will not arrive.

        What is called back from now on is for others to wait for.
        """
        if called_back := set(self._called_back.values()):
            await asyncio.wait(called_back)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        """Start nothing more. What has no answer soon is sent again after the next start."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=STOP_PATIENCE_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _due(self, now: Moment) -> Work[dict[RecipientId, list[ChatId]]]:
        async def work(tx: Tx) -> dict[RecipientId, list[ChatId]]:
            found = {}
            for recipient_id in await lanes.recipients_due(tx, now):
                room = self._windows.room(recipient_id)
                if room:
                    running = self._windows.chats(recipient_id)
                    due = await lanes.due(tx, recipient_id, now, room + len(running))
                    found[recipient_id] = [one for one in due if one not in running][:room]
            return found

        return work

    def _start(self, place: Place) -> None:
        running = self._windows.chats(place.recipient_id)
        # That a bot was deleted is the last thing that it hears.
        is_too_early = place.is_farewell and running
        if place.chat_id in running or is_too_early or not self._windows.room(place.recipient_id):
            return
        self._windows.start(*place)
        self._last_started = place.recipient_id
        self.tally.under_way = self._windows.under_way
        self._serving[place] = asyncio.create_task(self._serve(place))
        self._follow(self._serving[place])

    def _follow(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        failure = None if task.cancelled() else task.exception()
        if isinstance(failure, StoreUnavailable):
            log.warning("storage_unavailable", failure=str(failure))
        elif failure is not None:
            log.error("delivery_failed", exc_info=failure)

    async def _serve(self, place: Place) -> None:
        is_taken: bool | None = None
        try:
            is_taken = await self._take_turn(place)
        finally:
            self._called_back.pop(place, None)
            del self._serving[place]
            self._windows.end(*place, is_taken=is_taken)
            self.tally.under_way = self._windows.under_way
        # There may be room for others now, and more to hear in this dialog.
        self._wakes.wake([RELAY])

    async def _take_turn(self, place: Place) -> bool | None:
        """Whether the receiver took what it was sent; None when nothing was."""
        try:
            turn = await self._prepare(place)
        except StoreUnavailable:
            raise
        except Exception:
            # One event that we do not know how to tell must not end the others.
            log.exception("event_not_told", **_named(place))
            await self._settle(place, None, Outcome(CANNOT_BE_TOLD))
            return None
        if turn is None or place in self._called_back:
            return None
        outcome = await self._attempt(place, turn)
        if outcome is None:
            return None
        verdict = await self._settle(place, turn, outcome)
        self._note(place, turn, outcome, verdict)
        if verdict.others_wait:
            await self._hasten(place.recipient_id)
        return outcome.is_delivered

    async def _attempt(self, place: Place, turn: Turn) -> Outcome | None:
        """None where it was called back, and nobody knows of a success."""
        attempt = asyncio.create_task(self._poster.post(*turn.posting))
        self._attempts[place] = attempt
        try:
            await asyncio.wait({attempt})
        finally:
            attempt.cancel()
            del self._attempts[place]
        if attempt.cancelled():
            return None
        outcome = attempt.result()
        return outcome if outcome.is_delivered or place not in self._called_back else None

    async def _prepare(self, place: Place) -> Turn | None:
        now = self._now()
        turn, wanted = await self._try_to_prepare(place, now, {})
        if turn is None and not wanted:
            await self._store.write(lambda tx: turns.repair(tx, place, self._secrets, now))
            turn, wanted = await self._try_to_prepare(place, now, {})
        return await self._prepare_with(wanted, place, now) if wanted else turn

    async def _prepare_with(
        self, wanted: frozenset[Wanted], place: Place, now: Moment
    ) -> Turn | None:
        async with self._purse.minting(wanted):
            if any(self._purse.find(one, now) for one in wanted):
                turn, wanted = await self._try_to_prepare(place, now, {})
                if not wanted:
                    return turn
            minted = await self._store.write(partial(self._mint, wanted, now))
            self._purse.keep(minted, now)
        turn, _ = await self._try_to_prepare(place, now, minted)
        return turn

    async def _try_to_prepare(
        self, place: Place, now: Moment, minted: Mapping[Wanted, TokenPair]
    ) -> tuple[Turn | None, frozenset[Wanted]]:
        """The turn, or the tokens that it needs first."""

        async def work(tx: Tx) -> tuple[Turn | None, frozenset[Wanted]]:
            passes = Passes(lambda one: minted.get(one) or self._purse.find(one, now))
            turn = await turns.prepare(tx, self._portal(), place, now, passes)
            return turn, frozenset(passes.wanted)

        return await self._store.read(work)

    async def _mint(
        self, wanted: frozenset[Wanted], now: Moment, tx: Tx
    ) -> dict[Wanted, TokenPair]:
        return await mint(tx, wanted, self._secrets, now)

    async def _settle(self, place: Place, turn: Turn | None, outcome: Outcome) -> Verdict:
        async def work(tx: Tx) -> Verdict:
            portal, now = self._portal(), self._now()
            return await turns.settle(tx, portal, place, turn, outcome, self._secrets, now)

        verdict = await self._write_patiently(work)
        self.tally.note_attempt(verdict.fate)
        return verdict

    async def _write_patiently(self, work: Work[T]) -> T:
        for _ in range(SETTLE_TRIES - 1):
            try:
                return await self._store.write(work)
            except StoreUnavailable as failure:
                log.warning("storage_unavailable", failure=str(failure))
                await self._clock.sleep(SETTLE_AGAIN_S)
        return await self._store.write(work)

    async def _hasten(self, recipient_id: RecipientId) -> None:
        """A receiver that takes one event may be back: its other dialogs need not wait longer."""
        if recipient_id in self._hastening:
            return
        self._hastening.add(recipient_id)
        try:
            now = self._now()
            await self._store.write(lambda tx: lanes.hasten(tx, recipient_id, now, HASTENED))
        finally:
            self._hastening.discard(recipient_id)

    def _note(self, place: Place, turn: Turn, outcome: Outcome, verdict: Verdict) -> None:
        if outcome.is_delivered:
            return
        note = log.info if verdict.fate in ("waiting", "gone") else log.warning
        note(
            "event_not_taken",
            **_named(place),
            event_id=turn.event_id,
            host=urlsplit(turn.posting.url).hostname,
            failure=outcome.failure,
            attempts=verdict.attempts,
            fate=verdict.fate,
        )

    def _now(self) -> Moment:
        return Moment(milliseconds(self._clock.now()))


async def _end_soon(attempts: set[asyncio.Task[Outcome]]) -> None:
    _, late = await asyncio.wait(attempts, timeout=CALL_BACK_PATIENCE_S)
    for attempt in late:
        attempt.cancel()


def _named(place: Place) -> dict[str, int]:
    if place.recipient_id < 0:
        return {"handler": -place.recipient_id}
    return {"bot_id": place.recipient_id, "chat_id": place.chat_id}

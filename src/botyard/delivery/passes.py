"""Access tokens that go out with events.

Only hashes are kept, so nobody can look one up again: each attempt takes new ones. What goes out
within two seconds shares them, or a busy bot would fill the table of tokens.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple
from weakref import WeakValueDictionary

from botyard.access import tokens
from botyard.access.tokens import TokenPair
from botyard.model.applications import App
from botyard.model.entities import Moment, UserId
from botyard.model.secrets import Secrets
from botyard.store import apps
from botyard.store.tx import Tx

# Less than the shortest time between two attempts of one event.
SHARED_MS = 2_000


class Wanted(NamedTuple):
    """A token of a person or bot for an application."""

    client_id: str
    user_id: UserId
    with_refresh: bool


class Passes:
    """What is at hand for one attempt; what is not is noted in `wanted`."""

    def __init__(self, find: Callable[[Wanted], TokenPair | None]) -> None:
        self.wanted: set[Wanted] = set()
        self._find = find

    async def of(
        self, tx: Tx, app: App, user_id: UserId, *, with_refresh: bool = False
    ) -> TokenPair | None:
        """None also for nobody, and for who does not let the application act for them."""
        if not await tokens.is_open_to_events_of(tx, app, user_id):
            return None
        wanted = Wanted(app.client_id, user_id, with_refresh)
        pair = self._find(wanted)
        if pair is None or pair.grant.scopes != app.scopes:
            self.wanted.add(wanted)
        return pair


class Purse:
    """The tokens that were minted a moment ago; a restart forgets them."""

    def __init__(self) -> None:
        self._minted: dict[Wanted, tuple[TokenPair, Moment]] = {}
        self._locks: WeakValueDictionary[Wanted, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def minting(self, wanted: Iterable[Wanted]) -> AsyncIterator[None]:
        """Nobody else mints the same meanwhile, so that who had to wait may find it here.

        Else an event for many handlers would have a token made for each of them.
        """
        async with AsyncExitStack() as held:
            # Always in one order, so that no two wait for each other.
            for one in sorted(wanted):
                if not one.with_refresh:
                    lock = self._locks.setdefault(one, asyncio.Lock())
                    await held.enter_async_context(lock)
            yield

    def find(self, wanted: Wanted, now: Moment) -> TokenPair | None:
        found = self._minted.get(wanted)
        return found[0] if found is not None and now < found[1] + SHARED_MS else None

    def keep(self, minted: Mapping[Wanted, TokenPair], now: Moment) -> None:
        """A refresh token is used once, so it is shared by nobody."""
        stale = [one for one, (_, at) in self._minted.items() if at + SHARED_MS <= now]
        for one in stale:
            del self._minted[one]
        for wanted, pair in minted.items():
            if not wanted.with_refresh:
                self._minted[wanted] = (pair, now)


async def mint(
    tx: Tx, wanted: Iterable[Wanted], secrets: Secrets, now: Moment
) -> dict[Wanted, TokenPair]:
    """For applications that are still installed."""
    minted = {}
    for one in sorted(wanted):
        app = await apps.hold(tx, one.client_id)
        if app is not None and app.installed_by is not None:
            minted[one] = await tokens.issue_with_event(
                tx, app, one.user_id, secrets, now, with_refresh=one.with_refresh
            )
    return minted

"""The relay of a server and what it posts with, from the server's start to its end."""

import asyncio
import ipaddress
from collections.abc import Callable

from botyard.broker.memory import Wakes
from botyard.delivery.post import Poster
from botyard.delivery.relay import Relay
from botyard.delivery.targets import TargetRules, rules_of
from botyard.model.clock import Clock
from botyard.model.entities import Portal
from botyard.model.secrets import Secrets
from botyard.store.tx import Store


class Dispatch:
    """Where events may go depends on where the server listens: that must be known at the start."""

    def __init__(
        self,
        store: Store,
        portal: Callable[[], Portal],
        wakes: Wakes,
        clock: Clock,
        secrets: Secrets,
    ) -> None:
        self._portal = portal
        self._is_on_loopback = True
        self._poster = Poster(self._rules, clock)
        self.relay = Relay(store, self._poster, portal, wakes, clock, secrets)
        store.watch(self.relay.note_commit)
        self._running: asyncio.Task[None] | None = None

    def note_listening(self, address: str) -> None:
        """Beyond its own machine a server is no place for development."""
        if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
            self._is_on_loopback = False

    def start(self) -> None:
        self._running = asyncio.create_task(self.relay.run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self.relay.stop()
        await self._poster.close()

    def _rules(self) -> TargetRules:
        return rules_of(self._portal().allow_private, is_development=self._is_on_loopback)

"""The composition root: settings in, a running server out; the only wiring."""

import asyncio
import os
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

import structlog

import botyard.methods
from botyard.access import logins, offline_events, portals, tokens
from botyard.blobs.directory import BlobDirectory
from botyard.broker.memory import Wakes
from botyard.chat.command_calls import ANSWERABLE_MS
from botyard.delivery import retention
from botyard.delivery.dispatch import Dispatch
from botyard.http.authorize import AuthorizeDoor
from botyard.http.door import ApplicationDoors, Door
from botyard.http.limits import ConnectionLimits
from botyard.http.marketplace import MarketplaceDoor
from botyard.http.metrics import Metrics
from botyard.http.oauth import OauthDoor
from botyard.http.proxies import TrustedProxies
from botyard.http.rest import RestDoor
from botyard.http.server import Server
from botyard.http.state import StateDoor
from botyard.model.clock import Clock, SystemClock, milliseconds
from botyard.model.entities import Moment, Portal
from botyard.model.secrets import Secrets, SystemSecrets
from botyard.rpc import leftovers, openapi, registry
from botyard.rpc.authorization import Authorization
from botyard.rpc.downloads import Downloads
from botyard.rpc.marketplace import Marketplace
from botyard.rpc.once import KEPT_MS
from botyard.rpc.pipeline import Pipeline
from botyard.rpc.token_exchange import TokenExchange
from botyard.store import commands, files, messages, replies, sqlite, sqlite_schema
from botyard.store.postgres import open_postgres
from botyard.store.tx import Store, StoreUnavailable, Tx

# What an operator changes from the command line is effective within a second.
PORTAL_REFRESH_S = 0.5
SWEEP_S = 600.0
MOVED_S = 1.0
COUNT_S = 10.0
BLOB_SWEEP_S = 3600.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class World:
    """What differs between a real server and one under test."""

    clock: Clock
    secrets: Secrets


def real_world() -> World:
    return World(SystemClock(), SystemSecrets())


def is_postgres(database: str | None) -> TypeGuard[str]:
    return database is not None and database.startswith("postgresql:")


def sqlite_file(database: str | None, data: Path) -> Path:
    return Path(database.removeprefix("sqlite:///")) if database else data / "botyard.sqlite"


async def open_store(database: str | None, data: Path) -> Store:
    """The database of these settings, at the newest schema."""
    if is_postgres(database):
        return await open_postgres(database)
    path = sqlite_file(database, data)
    await asyncio.to_thread(sqlite_schema.migrate, path)
    return sqlite.SqliteStore(path, _leave_at_once)


def _leave_at_once(failure: Exception) -> None:
    # After a failed fsync the kernel may have dropped what it could not write: only a new
    # process that reads the file again knows what is there.
    log.critical("disk_failed", failure=str(failure))
    os._exit(70)


class Application:
    """One portal behind its doors. `portal` is made before, by whoever opens the store.

    `trusted_proxies` are networks.
    """

    def __init__(
        self,
        store: Store,
        portal: Portal,
        data: Path,
        world: World,
        trusted_proxies: Sequence[str] = (),
    ) -> None:
        self.store = store
        self._wakes = Wakes()
        store.watch(self._wakes.wake)
        self.portal = portal
        self._clock = world.clock
        self._blobs = BlobDirectory(data / "blobs", world.secrets)
        self._metrics = Metrics(lambda: self.server.open_connections)
        self._dispatch = Dispatch(
            store, lambda: self.portal, self._wakes, world.clock, world.secrets
        )
        self.pipeline = Pipeline(
            registry.load(botyard.methods),
            store,
            self._blobs,
            world.clock,
            lambda: self.portal,
            self._wakes,
            world.secrets,
        )
        self.pipeline.until_quiet = self._dispatch.relay.until_quiet
        self.server = self._server(self._door(store, world), data, trusted_proxies)
        self._metrics.add(self._dispatch.relay.tally)
        self._tasks = [
            asyncio.create_task(self._every(seconds, action))
            for seconds, action in self._repeated()
        ]

    def _door(self, store: Store, world: World) -> Door:
        return Door(
            RestDoor(self.pipeline, world.clock, self._metrics),
            self._application_doors(store, world),
            Downloads(store, self._blobs, world.clock, lambda: self.portal, self.pipeline.links),
            self._blobs,
            StateDoor(self._metrics, self._ready, lambda: openapi.document(self.pipeline.methods)),
        )

    def _server(self, door: Door, data: Path, trusted_proxies: Sequence[str]) -> Server:
        return Server(
            door.answer,
            ConnectionLimits(),
            self._clock,
            _log_failure,
            data / "spool",
            TrustedProxies(trusted_proxies),
        )

    def _application_doors(self, store: Store, world: World) -> ApplicationDoors:
        def portal() -> Portal:
            return self.portal

        clock, secrets = world.clock, world.secrets
        exchange = TokenExchange(store, clock, secrets, portal)
        allowing = Authorization(store, clock, secrets, portal)
        authorize = AuthorizeDoor(allowing, secrets)
        opening = Marketplace(store, clock, secrets, portal)
        return ApplicationDoors(
            OauthDoor(exchange, authorize, clock, self._metrics),
            MarketplaceDoor(opening, allowing, secrets),
        )

    def _repeated(self) -> list[tuple[float, Callable[[], Awaitable[None]]]]:
        """What is done again and again, each after so many seconds."""
        return [
            (PORTAL_REFRESH_S, self._refresh_portal),
            (SWEEP_S, self._forget_expired),
            (SWEEP_S, self._forget_old_events),
            (BLOB_SWEEP_S, self._drop_lost_blobs),
            (SWEEP_S, self._dispatch.relay.open_owed),
            (MOVED_S, self._dispatch.relay.open_owed_to_moved),
            (COUNT_S, self._dispatch.relay.count),
        ]

    async def listen(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Answer the port that was bound."""
        self._dispatch.note_listening(host)
        return await self.server.listen(host, port, tls)

    async def note_address(self, domain: str) -> None:
        """Take `domain` for the portal's, unless its operator named one."""
        self.portal = await self.store.write(
            lambda tx: portals.note_served(tx, self.portal, domain)
        )

    def deliver(self) -> None:
        """Begin to post events, once every port is open."""
        self._dispatch.start()

    async def stop(self) -> None:
        """Accept nothing more, finish what is in flight, commit."""
        await asyncio.gather(self._dispatch.stop(), self._stop_answering())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._blobs.close)
        await self.store.close()

    async def _stop_answering(self) -> None:
        self._wakes.stop()
        await self.server.stop()

    async def _ready(self) -> None:
        await self.store.read(portals.find)

    async def _refresh_portal(self) -> None:
        portal = await self.store.read(portals.find)
        if portal is not None and portal != self.portal:
            self.portal = portal
            log.info("portal_changed")

    async def _forget_expired(self) -> None:
        now = milliseconds(self._clock.now())

        async def forget(tx: Tx) -> int:
            return (
                await replies.forget_expired(tx, Moment(now))
                + await messages.forget_templates(tx, Moment(now - KEPT_MS))
                + await commands.forget_calls(tx, Moment(now - ANSWERABLE_MS))
                + await files.forget_downloads(tx, Moment(now))
                + await tokens.forget_expired(tx, Moment(now))
                + await logins.forget_expired(tx, Moment(now))
                + await offline_events.forget_old(tx, Moment(now))
            )

        if forgotten := await self.store.write(forget):
            log.info("answers_forgotten", count=forgotten)

    async def _forget_old_events(self) -> None:
        lost = await retention.forget_old(self.store, Moment(milliseconds(self._clock.now())))
        self._metrics.note_expired(sum(lost.values()))

    async def _drop_lost_blobs(self) -> None:
        if dropped := await leftovers.sweep(self.store, self._blobs, self._clock.now()):
            log.info("blobs_dropped", count=dropped)

    async def _every(self, seconds: float, action: Callable[[], Awaitable[None]]) -> None:
        while True:
            await self._clock.sleep(seconds)
            try:
                await action()
            except StoreUnavailable as failure:
                log.warning("storage_unavailable", failure=str(failure))


def _log_failure(failure: BaseException) -> None:
    log.error("request_failed", exc_info=failure)

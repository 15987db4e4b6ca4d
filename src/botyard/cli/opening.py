"""Opens what a command works on, and says in one line why it cannot."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import click

import botyard.methods
from botyard.access import portal_files
from botyard.access.portal_files import DoesNotFit
from botyard.app import World, is_postgres, open_store, sqlite_file
from botyard.model.clock import milliseconds
from botyard.model.entities import Moment, Portal
from botyard.portal_file import BadPortalFile, PortalFile, load_portal_file, told_with_line
from botyard.rpc import registry
from botyard.settings import Settings
from botyard.store.migrate import SchemaTooNew
from botyard.store.process_lock import DataDirectoryInUse, ProcessLock
from botyard.store.tx import Store, StoreUnavailable

_PRIVATE = 0o700


@contextmanager
def told_in_one_line(portal: Path | None = None) -> Iterator[None]:
    """Whatever stops a command becomes the line that its user reads.

    `portal` is the file that the command brings the portal in line with.
    """
    try:
        yield
    except DoesNotFit as refusal:
        problem = str(refusal)
        if portal is not None and refusal.place:
            problem = told_with_line(portal, refusal.place, problem)
        raise click.ClickException(problem) from None
    except (BadPortalFile, DataDirectoryInUse) as refusal:
        raise click.ClickException(str(refusal)) from None
    except SchemaTooNew as refusal:
        raise click.ClickException(f"{refusal}: run the newer Botyard") from None
    except StoreUnavailable as failure:
        raise click.ClickException(f"the database does not answer: {failure}") from None
    except OSError as failure:
        raise click.ClickException(str(failure)) from None


def read_portal_file(settings: Settings) -> PortalFile | None:
    """Checked as far as can be before a database is made."""
    file = None if settings.portal is None else load_portal_file(settings.portal)
    if file is not None:
        check_methods(file)
    if file is not None and is_new(settings):
        portal_files.check(file, {})
    return file


def check_methods(file: PortalFile) -> None:
    """Refuse the name of no method where one is to wait for a word: it would guard nothing."""
    if not file.portal.confirm:
        return
    known = registry.load(botyard.methods)
    for name in file.portal.confirm:
        if name.lower() not in known:
            problem = f'"confirm" in [portal] names {name}, which is no method'
            raise DoesNotFit(problem, ("portal", "confirm"))


def is_new(settings: Settings) -> bool:
    """Whether there is no SQLite file yet; a database server is asked only when opened."""
    file = sqlite_file(settings.database, settings.data)
    return not is_postgres(settings.database) and not file.exists()


def check_directories(settings: Settings) -> None:
    """Refuse what cannot be made or written, before anything is made."""
    existing = settings.data.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    option = f"--data {settings.data}"
    _check_writable(existing, option)
    if is_postgres(settings.database):
        return
    file = sqlite_file(settings.database, settings.data)
    if settings.database is not None:
        option = f"--database {settings.database}"
        _check_writable(file.absolute().parent, option)
    if file.exists() and not os.access(file, os.W_OK):
        raise click.UsageError(f"{option}: {file} is not writable")


def _check_writable(directory: Path, option: str) -> None:
    if not directory.is_dir():
        raise click.UsageError(f"{option}: {directory} is not a directory")
    if not os.access(directory, os.W_OK | os.X_OK):
        raise click.UsageError(f"{option}: {directory} is not writable")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Also while a server runs: SQLite lets processes take turns."""
    store = await open_store(settings.database, settings.data)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened_with_directory(settings: Settings, *, for_server: bool) -> AsyncIterator[Store]:
    """Makes the data directory where it is missing. A server has an SQLite file to itself."""
    async with AsyncExitStack() as stack:
        if is_postgres(settings.database):
            # A database that does not answer leaves no directory behind.
            store = await stack.enter_async_context(opened(settings))
            _make_directory(settings.data)
        else:
            _make_directory(settings.data)
            if for_server:
                stack.enter_context(_locked(settings))
            store = await stack.enter_async_context(opened(settings))
        yield store


async def bring_in_line(store: Store, file: PortalFile, world: World) -> Portal:
    known = await store.read(portal_files.known_users)
    portal_files.check(file, known)
    hashes = await asyncio.to_thread(portal_files.hash_passwords, file, known, world.secrets)
    now = Moment(milliseconds(world.clock.now()))
    return await store.write(lambda tx: portal_files.apply(tx, file, hashes, world.secrets, now))


def _make_directory(directory: Path) -> None:
    try:
        directory.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    except OSError as failure:
        problem = (failure.strerror or str(failure)).lower()
        raise click.UsageError(f"--data {directory}: cannot be made: {problem}") from None


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    file = sqlite_file(settings.database, settings.data)
    directories = dict.fromkeys(path.resolve() for path in (settings.data, file.parent))
    with ExitStack() as locks:
        for directory in directories:
            locks.callback(ProcessLock(directory).release)
        yield

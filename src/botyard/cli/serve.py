"""botyard serve"""

import asyncio
import sys
from collections.abc import Awaitable
from contextlib import AsyncExitStack

import click
import structlog
import uvloop

from botyard.app import Application, World, is_postgres, real_world
from botyard.cli import exposure, opening
from botyard.cli.addresses import Place, check_free, find_place
from botyard.cli.early_stop import STOPS, early_stop
from botyard.cli.greeting import greeting, trust_lines
from botyard.cli.listen import listen
from botyard.cli.logs import configure_logs, quiet_logs
from botyard.cli.options import settings_of, settings_options
from botyard.cli.process import prepare_process
from botyard.cli.start import Start, start_portal
from botyard.settings import Settings
from botyard.store.tx import Store

log = structlog.get_logger()


@click.command()
@settings_options()
def serve(**options: object) -> None:
    """Run the server until it gets SIGTERM or SIGINT."""
    settings = settings_of(options)
    _refuse_what_comes_later(settings)
    quiet_logs()
    with opening.told_in_one_line(settings.portal):
        uvloop.run(_serve(settings, real_world()))


def _refuse_what_comes_later(settings: Settings) -> None:
    if settings.workers > 1:
        raise click.UsageError("--workers: this release serves with one process only")
    if settings.redis is not None:
        raise click.UsageError("--redis: this release serves with one process and uses no Redis")


async def _serve(settings: Settings, world: World) -> None:
    stopping = _stop_signals()
    if stopping.is_set():
        return
    file = opening.read_portal_file(settings)
    place = find_place(settings.host)
    check_free(place, settings.port, "--port")
    if settings.tls:
        check_free(place, settings.tls_port, "--tls-port")
    opening.check_directories(settings)
    if not place.is_loopback:
        exposure.check_before_opening(settings, file)
    async with AsyncExitStack() as stack:
        opened = opening.opened_with_directory(settings, for_server=True)
        store = await _open(stack.enter_async_context(opened), settings, stopping)
        # Once a portal is made its codes have to be told: nobody could learn them later.
        if store is None or stopping.is_set():
            return
        if not place.is_loopback:
            await exposure.check(settings, file, store)
        start = await start_portal(store, file, world)
        configure_logs(settings.log_level)
        proxies = settings.trusted_proxies or ()
        app = Application(store, start.portal, settings.data, world, proxies)
        try:
            prepare_process()
            await _welcome(app, start, settings, place, world)
            await stopping.wait()
        finally:
            await app.stop()


async def _open(
    opened: Awaitable[Store], settings: Settings, stopping: asyncio.Event
) -> Store | None:
    """None where a database server was not waited for, since the start was asked to stop."""
    if not is_postgres(settings.database):
        return await opened
    task = asyncio.ensure_future(opened)
    stopped = asyncio.ensure_future(stopping.wait())
    await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if task.done():
        return task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return None


def _stop_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPS:
        loop.add_signal_handler(number, stopping.set)
    if early_stop.asked:
        stopping.set()
    return stopping


async def _welcome(
    app: Application, start: Start, settings: Settings, place: Place, world: World
) -> None:
    listening = await listen(app, settings, place, world)
    if not place.is_loopback and not exposure.is_safe(settings, app.portal.scheme):
        log.warning("listens_beyond_this_machine", host=place.host)
    lines = [f"Botyard is listening on {listening.url}"]
    if listening.authority is not None:
        lines.append(
            f"Botyard is listening on {listening.https_url}, authority: {listening.authority}"
        )
    lines += ["", *greeting(start, app.portal, settings)]
    if listening.authority is not None:
        lines += ["", *trust_lines(listening.authority, listening.https_url)]
    print("\n".join(lines))
    sys.stdout.flush()

"""botyard serve"""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
import uvloop

from botyard.app import Application, World, real_world
from botyard.cli import opening
from botyard.cli.addresses import Place, check_free, find_place, not_bound
from botyard.cli.greeting import greeting
from botyard.cli.logs import configure_logs
from botyard.cli.options import settings_of, settings_options
from botyard.cli.start import start_portal
from botyard.http.tls import TlsFiles, ensure_certificate, server_context
from botyard.settings import Settings


@click.command()
@settings_options()
def serve(**options: object) -> None:
    """Run the server until it gets SIGTERM or SIGINT."""
    settings = settings_of(options)
    _refuse_what_comes_later(settings)
    configure_logs(settings.log_level)
    with opening.told_in_one_line():
        uvloop.run(_serve(settings, real_world()))


def _refuse_what_comes_later(settings: Settings) -> None:
    if settings.workers > 1:
        raise click.UsageError("--workers: this release serves with one process only")
    if settings.redis is not None:
        raise click.UsageError("--redis: this release serves with one process and uses no Redis")


async def _serve(settings: Settings, world: World) -> None:
    stopping = _stop_signals()
    file = opening.read_portal_file(settings)
    place = find_place(settings.host)
    check_free(place, settings.port, "--port")
    if settings.tls:
        check_free(place, settings.tls_port, "--tls-port")
    opening.check_directory(settings.data)
    async with opening.opened_with_directory(settings, for_server=True) as store:
        start = await start_portal(store, file, world)
        app = Application(store, start.portal, settings.data, world)
        try:
            listening = await _listen(app, settings, place, world)
            for line in (*listening, *greeting(app.portal, start.keys)):
                print(line)
            sys.stdout.flush()
            await stopping.wait()
        finally:
            await app.stop()


def _stop_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _listen(app: Application, settings: Settings, place: Place, world: World) -> list[str]:
    # The certificate comes first: what is wrong with it must not be found with a port open.
    files = None
    if settings.tls:
        domain = app.portal.named_domain or place.reached_at(settings.port)
        files = _certificate(settings.data / "tls", domain, place, world)
    try:
        port = await app.listen(place.address, settings.port)
    except OSError as failure:
        raise not_bound(place, settings.port, "--port", failure) from None
    await app.note_address(place.reached_at(port))
    lines = [f"Botyard is listening on http://{place.netloc(port)}"]
    if files is not None:
        try:
            tls_port = await app.listen(place.address, settings.tls_port, server_context(files))
        except OSError as failure:
            raise not_bound(place, settings.tls_port, "--tls-port", failure) from None
        authority = files.authority.resolve()
        lines.append(
            f"Botyard is listening on https://{place.netloc(tls_port)}, authority: {authority}"
        )
    return lines


def _certificate(directory: Path, domain: str, place: Place, world: World) -> TlsFiles:
    named = urlsplit(f"//{domain}").hostname or "localhost"
    served = urlsplit(f"//{place.reached_at(0)}").hostname or "localhost"
    names = tuple(dict.fromkeys([named, served, "localhost", "127.0.0.1"]))
    try:
        return ensure_certificate(directory, names, datetime.fromtimestamp(world.clock.now(), UTC))
    except (OSError, ValueError) as failure:
        raise click.ClickException(f"{directory}: no certificate: {failure}") from None

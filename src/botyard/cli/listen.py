"""Opens the ports of a server, http and with --tls also https."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click

from botyard.app import Application, World
from botyard.cli.addresses import Place, not_bound
from botyard.http.tls import TlsFiles, ensure_certificate, server_context
from botyard.settings import Settings


class Listening(NamedTuple):
    """`authority` is None, and `https_url` empty, without --tls."""

    url: str
    https_url: str = ""
    authority: Path | None = None


async def listen(app: Application, settings: Settings, place: Place, world: World) -> Listening:
    # The certificate comes first: what is wrong with it must not be found with a port open.
    files = _certificate(app, settings, place, world) if settings.tls else None
    port = await _bind(app, place, settings.port, "--port")
    await app.note_address(place.reached_at(port))
    url = f"http://{place.netloc(port)}"
    if files is None:
        app.deliver()
        return Listening(url)
    tls_port = await _bind(app, place, settings.tls_port, "--tls-port", server_context(files))
    app.deliver()
    return Listening(url, f"https://{place.netloc(tls_port)}", files.authority.resolve())


async def _bind(
    app: Application, place: Place, port: int, option: str, tls: ssl.SSLContext | None = None
) -> int:
    try:
        return await app.listen(place.address, port, tls)
    except OSError as failure:
        raise not_bound(place, port, option, failure) from None


def _certificate(app: Application, settings: Settings, place: Place, world: World) -> TlsFiles:
    directory = settings.data / "tls"
    domain = app.portal.named_domain or place.reached_at(settings.port)
    hosts = [_host(domain), _host(place.reached_at(settings.port)), "localhost", "127.0.0.1"]
    now = datetime.fromtimestamp(world.clock.now(), UTC)
    try:
        return ensure_certificate(directory, tuple(dict.fromkeys(hosts)), now)
    except (OSError, ValueError) as failure:
        raise click.ClickException(f"{directory}: no certificate: {failure}") from None


def _host(netloc: str) -> str:
    return urlsplit(f"//{netloc}").hostname or "localhost"

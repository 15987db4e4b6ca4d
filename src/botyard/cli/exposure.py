"""Whether a server may listen beyond its own machine: not for codes that anybody can read."""

import click
from msgspec import UNSET

from botyard.access import portals
from botyard.cli import opening
from botyard.portal_file import PortalFile
from botyard.settings import Settings
from botyard.store.tx import Store


def check_before_opening(settings: Settings, file: PortalFile | None) -> None:
    """Refuse as far as can be told before a database is made."""
    named = UNSET if file is None else file.portal.scheme
    if named is not UNSET or opening.is_new(settings):
        _check(settings, "http" if named is UNSET else named)


async def check(settings: Settings, file: PortalFile | None, store: Store) -> None:
    """What the file does not say is as the portal has it."""
    if file is not None and file.portal.scheme is not UNSET:
        return
    portal = await store.read(portals.find)
    _check(settings, "http" if portal is None else portal.scheme)


def is_safe(settings: Settings, scheme: str) -> bool:
    """An operator who names https has a proxy before the server, or clients use --tls."""
    return scheme == "https" or settings.tls


def _check(settings: Settings, scheme: str) -> None:
    if is_safe(settings, scheme) or settings.allow_insecure:
        return
    raise click.UsageError(
        f"--host {settings.host}: beyond this machine codes can be read over http: give --tls, "
        'or scheme = "https" in [portal] behind a proxy that speaks it, or --allow-insecure'
    )

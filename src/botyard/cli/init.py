"""botyard init"""

import asyncio

import click

from botyard.app import World, real_world
from botyard.cli import opening
from botyard.cli.desk import answer
from botyard.cli.greeting import greeting, shown_keys
from botyard.cli.logs import quiet_logs
from botyard.cli.options import as_json, settings_of, settings_options
from botyard.cli.start import Start, start_portal
from botyard.settings import Settings


@click.command()
@as_json
@settings_options("data", "portal", "database")
def init(*, as_json: bool, **given: object) -> None:
    """Make the portal without serving it; what exists stays as it is."""
    settings = settings_of(given)
    quiet_logs()
    with opening.told_in_one_line(settings.portal):
        start = asyncio.run(_init(settings, real_world()))
    shown = {
        "domain": start.portal.domain,
        "scheme": start.portal.scheme,
        "webhooks": shown_keys(start.portal, start.demo.keys if start.demo else ()),
    }
    answer(shown, greeting(start, start.portal, settings), as_json=as_json)


async def _init(settings: Settings, world: World) -> Start:
    file = opening.read_portal_file(settings)
    opening.check_directories(settings)
    async with opening.opened_with_directory(settings, for_server=False) as store:
        return await start_portal(store, file, world)

"""The portal that a server starts with: from its file, else as it is, else a demo."""

from typing import NamedTuple

from botyard.access import demo
from botyard.access.demo import DemoKey
from botyard.app import World
from botyard.cli.opening import bring_in_line
from botyard.model.clock import milliseconds
from botyard.model.entities import Moment, Portal
from botyard.portal_file import PortalFile
from botyard.store.tx import Store


class Start(NamedTuple):
    """`keys` are those of a demo portal made just now."""

    portal: Portal
    keys: tuple[DemoKey, ...] = ()


async def start_portal(store: Store, file: PortalFile | None, world: World) -> Start:
    if file is not None:
        return Start(await bring_in_line(store, file, world))
    now = Moment(milliseconds(world.clock.now()))
    return Start(*await store.write(lambda tx: demo.ensure(tx, world.secrets, now)))

"""The portal that a command begins with: brought in line with its file, or as it is, or a demo."""

from typing import NamedTuple

from botyard.access import demo, portals
from botyard.access.demo import Demo
from botyard.app import World
from botyard.cli.opening import bring_in_line
from botyard.model.clock import milliseconds
from botyard.model.entities import Moment, Portal
from botyard.portal_file import PortalFile
from botyard.store.tx import Store, Tx


class Start(NamedTuple):
    """`demo` is there when the portal was made just now, without a file."""

    portal: Portal
    demo: Demo | None = None


async def start_portal(store: Store, file: PortalFile | None, world: World) -> Start:
    if file is not None:
        return Start(await bring_in_line(store, file, world))
    now = Moment(milliseconds(world.clock.now()))

    async def find_or_make(tx: Tx) -> Start:
        portal = await portals.find(tx)
        if portal is not None:
            return Start(portal)
        made = await demo.make(tx, world.secrets, now)
        return Start(made.portal, made)

    return await store.write(find_or_make)

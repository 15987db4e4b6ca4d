"""What every command does that manages a portal, also while a server runs."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

import click

from botyard.access import portals
from botyard.app import World, real_world
from botyard.cli import opening
from botyard.cli.logs import quiet_logs
from botyard.cli.options import settings_of
from botyard.model.clock import milliseconds
from botyard.model.entities import Moment, Portal
from botyard.settings import Settings
from botyard.store.tx import Tx

T = TypeVar("T")


class Desk(NamedTuple):
    """An open portal, inside one transaction."""

    tx: Tx
    portal: Portal
    world: World
    now: Moment


def on_portal(given: Mapping[str, object], work: Callable[[Desk], Awaitable[T]]) -> T:
    """What `work` answers, when what it changed is on disk."""
    settings = settings_of(given)
    quiet_logs()
    with opening.told_in_one_line():
        return asyncio.run(_on_portal(settings, work, real_world()))


async def _on_portal(settings: Settings, work: Callable[[Desk], Awaitable[T]], world: World) -> T:
    if opening.is_new(settings):
        raise _no_portal(settings)
    async with opening.opened(settings) as store:

        async def unit(tx: Tx) -> T:
            portal = await portals.find(tx)
            if portal is None:
                raise _no_portal(settings)
            now = Moment(milliseconds(world.clock.now()))
            return await work(Desk(tx, portal, world, now))

        return await store.write(unit)


def _no_portal(settings: Settings) -> click.ClickException:
    place = "the database" if settings.database else str(settings.data)
    return click.ClickException(f"there is no portal in {place}: make one with botyard init")


def checked(option: str, read: Callable[[object], T], value: object) -> T:
    """`value` by the rules of the portal file."""
    try:
        return read(value)
    except ValueError as refusal:
        raise click.UsageError(f"{option} {refusal}") from None


def answer(value: object, lines: Iterable[str], *, as_json: bool) -> None:
    text = json.dumps(value, ensure_ascii=False) if as_json else "\n".join(lines)
    with opening.told_in_one_line():
        print(text, flush=True)


def table(rows: list[tuple[Any, ...]]) -> list[str]:
    """Columns that line up; the first row is their names."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*texts, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in texts
    ]

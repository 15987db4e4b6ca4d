"""Which events go to the webhooks of an application's bots: all, but for those it unbound."""

import msgspec

from botyard.model.entities import Bot
from botyard.store import bots
from botyard.store.tx import Tx

_ALL = 1_000


async def listening(tx: Tx, owner: str) -> list[Bot]:
    """The owner's bots of version 2 that hear by webhook."""
    found = await bots.page(tx, owner, "", skipped=0, count=_ALL)
    return [bot for bot in found if bot.event_mode == "webhook" and bot.generation != 1]


async def bind(tx: Tx, owner: str, kind: str, url: str) -> bool | None:
    """False where the event goes there already, None where no bot has this address."""
    at_url = [bot for bot in await listening(tx, owner) if bot.webhook_url == url]
    if not at_url:
        return None
    changed = [bot for bot in at_url if kind in bot.unbound]
    for bot in changed:
        await _save(tx, bot, tuple(one for one in bot.unbound if one != kind))
    return bool(changed)


async def unbind(tx: Tx, owner: str, kind: str, url: str | None) -> int:
    """At one address, or at all; answer at how many."""
    changed = [
        bot
        for bot in await listening(tx, owner)
        if url in (None, bot.webhook_url) and kind not in bot.unbound
    ]
    for bot in changed:
        await _save(tx, bot, (*bot.unbound, kind))
    return len({bot.webhook_url for bot in changed})


async def _save(tx: Tx, bot: Bot, unbound: tuple[str, ...]) -> None:
    held = await bots.hold(tx, bot.id)
    if held is not None:
        await bots.save(tx, msgspec.structs.replace(held, unbound=unbound))

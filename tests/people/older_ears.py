"""Bots of the older API that have an address for every kind of event, and what arrives there."""

from typing import Any

from tests.delivery.relays import Receivers, RelayUnderTest
from tests.older_bots import OlderBot, register_older
from tests.portals import PortalUnderTest


class OlderEars:
    """Each bot by the name that a test gave it."""

    def __init__(self, portal: PortalUnderTest) -> None:
        self.portal = portal
        self.bots: dict[str, OlderBot] = {}
        self._receivers = Receivers(portal)
        self._relay = RelayUnderTest(portal, self._receivers)

    async def add(self, name: str, type_: str, **arguments: Any) -> OlderBot:
        """A plain bot hears of changed messages only once it was updated."""
        address = {"EVENT_HANDLER": self.address(name)}
        code = name.replace(" ", "-")
        bot = await register_older(self.portal, code, TYPE=type_, **address, **arguments)
        await bot.call("imbot.update", FIELDS=address)
        self.bots[name] = bot
        return bot

    async def heard(self) -> dict[str, list[str]]:
        """The kinds of all events so far."""
        await self._relay.deliver()
        return {
            name: [
                one.event.removeprefix("ONIMBOT").removeprefix("ONIM")
                for one in self._receivers.taken
                if one.url == self.address(name)
            ]
            for name in self.bots
        }

    def forget(self) -> None:
        """What arrived so far."""
        self._receivers.taken.clear()

    @staticmethod
    def address(name: str) -> str:
        return f"https://{name.replace(' ', '-').lower()}.example/hook"

"""imbot.v2.Command.register at the same moment."""

import asyncio

from tests.portals import PortalUnderTest

REGISTER = "imbot.v2.Command.register"


async def test_a_name_that_is_registered_twice_at_once_is_one_command(
    portal: PortalUnderTest,
) -> None:
    bot = await portal.register_bot()
    fields = {"command": "help", "title": {"en": "Help"}}
    made = await asyncio.gather(*(bot.call(REGISTER, fields=fields) for _ in range(5)))
    assert len({answer["command"]["id"] for answer in made}) == 1
    assert len((await bot.call("imbot.v2.Command.list"))["commands"]) == 1

"""What bots hear by webhook: everything, in order within a dialog, and nobody waits for others."""

import asyncio
from collections import defaultdict

import pytest
from tests.delivery.relays import (
    REFUSED,
    TAKEN,
    Posted,
    Receivers,
    RelayUnderTest,
    group,
    listening_bot,
    say,
)
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

from botyard.delivery.post import Outcome


async def test_a_bot_hears_by_webhook(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "hello", "are you there?")

    await relay.deliver()

    assert [one.event for one in receivers.posted] == [
        "ONIMBOTV2JOINCHAT",
        "ONIMBOTV2MESSAGEADD",
        "ONIMBOTV2MESSAGEADD",
    ]
    assert receivers.texts()[1:] == ["hello", "are you there?"]
    assert {one.url for one in receivers.posted} == {"https://hearer.example/hook"}
    assert await bot.events() == []
    await relay.deliver()
    assert len(receivers.posted) == 3

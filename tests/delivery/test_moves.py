"""An address that holds no more hears nothing after the change was answered."""

import asyncio
from typing import Any

import msgspec
import pytest

from botyard.delivery import relay as relaying
from botyard.delivery.post import Outcome
from botyard.model.entities import UserId
from botyard.store import bots, lanes
from botyard.store.tx import Tx
from tests.delivery.relays import (
    REFUSED,
    TAKEN,
    Posted,
    Receivers,
    RelayUnderTest,
    listening_bot,
    say,
)
from tests.portals import BotUnderTest, PortalUnderTest

OLD = "https://hearer.example/hook"
NEW = "https://new.example/hook"


async def move(bot: BotUnderTest, **fields: Any) -> None:
    await bot.call("imbot.v2.Bot.update", fields=fields)


async def addresses(bot: BotUnderTest) -> list[str]:
    async def work(tx: Tx) -> list[str]:
        found = await bots.get(tx, UserId(bot.id))
        return [] if found is None else [found.webhook_url]

    return await bot.portal.store.read(work)


class Silence:
    """A receiver at the old address that says nothing until it is let."""

    def __init__(self, receivers: Receivers, outcome: Outcome = TAKEN) -> None:
        self.arrived = asyncio.Event()
        self.speaks = asyncio.Event()
        self.outcome = outcome
        receivers.before = self._wait
        receivers.decide = lambda posted: outcome if posted.url == OLD else TAKEN

    async def _wait(self, posted: Posted) -> None:
        if posted.url == OLD:
            self.arrived.set()
            await self.speaks.wait()


@pytest.fixture
async def bot(portal: PortalUnderTest) -> BotUnderTest:
    return await listening_bot(portal)


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaying, "CALL_BACK_PATIENCE_S", 0)


@pytest.mark.usefixtures("no_patience")
async def test_what_has_no_answer_is_called_back_and_goes_to_the_new_address(
    bot: BotUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await say(bot, "one", "two")
    silence = Silence(receivers)
    await relay.relay.look()
    await silence.arrived.wait()

    await move(bot, webhookUrl=NEW)
    # The old receiver still says nothing.
    await relay.relay.settled()
    await relay.deliver()

    assert [one.url for one in receivers.posted] == [OLD, NEW, NEW, NEW]
    assert receivers.texts() == ["", "one", "two"]
    assert receivers.posted[0].id == receivers.posted[1].id


@pytest.mark.usefixtures("no_patience")
async def test_what_has_no_answer_is_called_back_for_who_reads_from_now_on(
    bot: BotUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await say(bot, "one")
    silence = Silence(receivers)
    await relay.relay.look()
    await silence.arrived.wait()

    await move(bot, eventMode="fetch")
    await relay.relay.settled()
    await relay.deliver()

    assert len(receivers.posted) == 1
    assert len(await bot.events()) == 2


@pytest.mark.parametrize("outcome", [TAKEN, REFUSED])
async def test_a_change_is_answered_after_what_was_under_way(
    bot: BotUnderTest,
    relay: RelayUnderTest,
    receivers: Receivers,
    outcome: Outcome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relaying, "CALL_BACK_PATIENCE_S", None)
    await say(bot, "one")
    silence = Silence(receivers, outcome)
    await relay.relay.look()
    await silence.arrived.wait()

    change = asyncio.create_task(move(bot, webhookUrl=NEW))
    while NEW not in await addresses(bot):
        assert not change.done()
    assert not change.done()
    silence.speaks.set()
    await change
    await relay.relay.settled()
    await relay.deliver()

    # A refusal by who is not asked any more counts for nothing.
    assert receivers.texts() == ["", "one"]
    assert receivers.posted[0].url == OLD
    assert len(receivers.posted) == (2 if outcome is TAKEN else 3)


async def test_a_refusal_of_the_old_address_counts_for_nothing_also_where_nobody_was_called_back(
    bot: BotUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await say(bot, "one")
    silence = Silence(receivers, REFUSED)
    await relay.relay.look()
    await silence.arrived.wait()

    async def change(tx: Tx) -> None:
        held = await bots.get(tx, UserId(bot.id))
        assert held is not None
        await bots.save(tx, msgspec.structs.replace(held, webhook_url=NEW))
        # Another process tells this one nothing.
        await lanes.try_all(tx, UserId(bot.id))

    await bot.portal.store.write(change)
    silence.speaks.set()
    await relay.relay.settled()
    await relay.deliver()

    assert receivers.posted[0].url == OLD
    assert receivers.texts() == ["", "one"]


async def test_a_change_waits_for_nothing_that_another_change_calls_back_later(
    portal: PortalUnderTest,
    bot: BotUnderTest,
    relay: RelayUnderTest,
    receivers: Receivers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relaying, "CALL_BACK_PATIENCE_S", None)
    hanging = await listening_bot(portal, "hanging", url="https://hanging.example/hook")
    await say(bot, "one")
    await say(hanging, "one")
    silence, hangs, ends = Silence(receivers), asyncio.Event(), asyncio.Event()
    of_the_first = receivers.before

    async def wait(posted: Posted) -> None:
        if "hanging" not in posted.url:
            await of_the_first(posted)
            return
        hangs.set()
        await ends.wait()

    receivers.before = wait
    await relay.relay.look()
    await silence.arrived.wait()
    await hangs.wait()

    first = asyncio.create_task(move(bot, webhookUrl=NEW))
    while NEW not in await addresses(bot):
        assert not first.done()
    later = asyncio.create_task(move(hanging, webhookUrl=NEW))
    while NEW not in await addresses(hanging):
        assert not later.done()
    silence.speaks.set()
    await first

    assert not later.done()
    ends.set()
    await later


async def test_other_changes_and_other_bots_are_left_alone(
    portal: PortalUnderTest, bot: BotUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    other = await listening_bot(portal, "other")
    await say(bot, "one")
    silence = Silence(receivers)
    await relay.relay.look()
    await silence.arrived.wait()

    await move(bot, isHidden=True, webhookUrl=OLD)
    await move(other, webhookUrl=NEW)
    silence.speaks.set()
    await relay.relay.settled()
    await relay.deliver()

    assert [one.url for one in receivers.posted] == [OLD, OLD]
    assert receivers.texts() == ["", "one"]


@pytest.mark.parametrize("pauses", range(12))
async def test_whenever_it_moves_the_old_address_hears_nothing_afterwards(
    bot: BotUnderTest, relay: RelayUnderTest, receivers: Receivers, pauses: int
) -> None:
    await say(bot, "one", "two", "three")
    heard_before: list[int] = []

    async def change() -> None:
        for _ in range(pauses):
            await asyncio.sleep(0)
        await move(bot, webhookUrl=NEW)
        heard_before.append(sum(one.url == OLD for one in receivers.posted))

    await asyncio.gather(change(), relay.deliver())
    await relay.deliver()

    assert sum(one.url == OLD for one in receivers.posted) == heard_before[0]
    assert list(dict.fromkeys(receivers.texts())) == ["", "one", "two", "three"]


async def test_what_was_sent_in_the_moment_of_a_switch_is_posted(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await portal.register_bot("reader", webhookUrl=NEW)
    await move(bot, eventMode="webhook")
    await say(bot, "one")

    async def lose(tx: Tx) -> None:
        await lanes.remove_all(tx, UserId(bot.id))

    # As whoever sent it found the bot reading by itself.
    await portal.store.write(lose)
    await relay.deliver()
    assert receivers.posted == []
    await relay.relay.open_owed_to_moved()
    await relay.deliver()
    assert receivers.texts() == ["", "one"]

    await say(bot, "two")
    await portal.store.write(lose)
    portal.clock.seconds += relaying.UNSEEN_S + 1
    await relay.relay.open_owed_to_moved()
    await relay.deliver()
    assert receivers.texts() == ["", "one", "two"]
    # From then on nobody looks for it.
    await say(bot, "three")
    await portal.store.write(lose)
    await relay.relay.open_owed_to_moved()
    await relay.deliver()
    assert receivers.texts() == ["", "one", "two"]

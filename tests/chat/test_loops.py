"""Bots that answer each other: it ends, and nobody else notices."""

from typing import Any
from unittest.mock import Mock

import pytest
from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest

from botyard.chat.loops import BETWEEN_BOTS, WITHIN_MS
from botyard.store import listeners


class Echo:
    """Answers whatever it hears, as long as it hears something."""

    def __init__(self, bot: BotUnderTest, *, times: int = 1, command: str = "") -> None:
        self.bot = bot
        self.offset = 0
        self.times = times
        self.command = command

    async def hear(self) -> list[dict[str, Any]]:
        answer = await self.bot.call("imbot.v2.Event.get", offset=self.offset, limit=1000)
        self.offset = answer["nextOffset"]
        return [one for one in answer["events"] if one["type"] != "ONIMBOTV2JOINCHAT"]

    async def answer(self) -> int:
        events = await self.hear()
        for event in events:
            for number in range(self.times):
                text = f"{self.command} {event['eventId']} {number}".strip()
                await self.bot.send(event["data"]["chat"]["dialogId"], text)
        return len(events)


async def talk(*echoes: Echo) -> int:
    """Until nobody has anything to answer; the answers that there were."""
    answers = 0
    while heard := sum([await echo.answer() for echo in echoes]):
        answers += heard
        assert answers < 10 * BETWEEN_BOTS
    return answers


async def group(portal: PortalUnderTest, *bots: BotUnderTest) -> str:
    made = await portal.call(ADA, "im.chat.add", USERS=[BEN, *(bot.id for bot in bots)])
    for bot in bots:
        await bot.events()
    return f"chat{made}"


async def watching(portal: PortalUnderTest, *codes: str) -> list[BotUnderTest]:
    return [await portal.register_bot(code, type="supervisor") for code in codes]


async def quiet(*echoes: Echo) -> None:
    for echo in echoes:
        await echo.hear()


async def silenced(portal: PortalUnderTest) -> tuple[Echo, Echo, str]:
    """Two that have answered each other for too long, and their group."""
    one, other = [Echo(bot) for bot in await watching(portal, "one", "other")]
    dialog_id = await group(portal, one.bot, other.bot)
    await quiet(one, other)
    await one.bot.send(dialog_id, "begin")
    await talk(one, other)
    return one, other, dialog_id


async def test_two_bots_in_a_group_end(portal: PortalUnderTest) -> None:
    one, other = [Echo(bot) for bot in await watching(portal, "one", "other")]
    dialog_id = await group(portal, one.bot, other.bot)
    await quiet(one, other)
    await one.bot.send(dialog_id, "begin")
    # That they were invited is said as well.
    assert await talk(one, other) == BETWEEN_BOTS - 1


async def test_two_bots_in_private_end(portal: PortalUnderTest) -> None:
    one, other = [Echo(await portal.register_bot(code)) for code in ("one", "other")]
    await one.bot.send(str(other.bot.id), "begin")
    assert await talk(one, other) == BETWEEN_BOTS


async def test_three_bots_end(portal: PortalUnderTest) -> None:
    echoes = [Echo(bot) for bot in await watching(portal, "one", "other", "third")]
    dialog_id = await group(portal, *(echo.bot for echo in echoes))
    await quiet(*echoes)
    await echoes[0].bot.send(dialog_id, "begin")
    assert await talk(*echoes) < 5 * BETWEEN_BOTS


async def test_bots_that_answer_several_times_end(portal: PortalUnderTest) -> None:
    one, other = [Echo(bot, times=2) for bot in await watching(portal, "one", "other")]
    dialog_id = await group(portal, one.bot, other.bot)
    await quiet(one, other)
    await one.bot.send(dialog_id, "begin")
    assert await talk(one, other) < 3 * BETWEEN_BOTS


async def test_bots_that_call_each_others_commands_end(portal: PortalUnderTest) -> None:
    bots = [await portal.register_bot(code) for code in ("one", "other")]
    for bot, name in zip(bots, ("ping", "pong"), strict=True):
        await bot.call("imbot.v2.Command.register", fields={"command": name, "hidden": True})
    one, other = Echo(bots[0], command="/pong"), Echo(bots[1], command="/ping")
    dialog_id = await group(portal, *bots)
    await quiet(one, other)
    await one.bot.send(dialog_id, "/pong")
    assert await talk(one, other) == BETWEEN_BOTS - 1


async def test_who_only_listens_hears_it_all(portal: PortalUnderTest) -> None:
    *pair, third = await watching(portal, "one", "other", "third")
    one, other, listener = Echo(pair[0]), Echo(pair[1]), Echo(third)
    dialog_id = await group(portal, *pair, third)
    await quiet(one, other, listener)
    await one.bot.send(dialog_id, "begin")
    answers = await talk(one, other)
    assert len(await listener.hear()) == answers + 1


@pytest.mark.parametrize("with_pauses", [False, True])
async def test_who_only_speaks_is_heard(portal: PortalUnderTest, *, with_pauses: bool) -> None:
    speaker, other = await watching(portal, "speaker", "other")
    listener = Echo(other)
    dialog_id = await group(portal, speaker, other)
    await listener.hear()
    for number in range(3 * BETWEEN_BOTS):
        await speaker.send(dialog_id, str(number))
        if with_pauses:
            portal.clock.seconds += 1
    assert len(await listener.hear()) == 3 * BETWEEN_BOTS


async def test_a_person_is_heard_and_lets_them_go_on(portal: PortalUnderTest) -> None:
    one, other, dialog_id = await silenced(portal)
    await portal.call(BEN, "im.message.add", DIALOG_ID=dialog_id, MESSAGE="and now?")
    assert len(await one.hear()) == 1
    assert len(await other.hear()) == 1
    await one.bot.send(dialog_id, "again")
    assert len(await other.hear()) == 1


async def test_a_minute_later_they_hear_each_other(portal: PortalUnderTest) -> None:
    one, other, dialog_id = await silenced(portal)
    await one.bot.send(dialog_id, "still there?")
    assert await other.hear() == []
    portal.clock.seconds += WITHIN_MS / 1000
    await one.bot.send(dialog_id, "again")
    assert len(await other.hear()) == 1


async def test_other_dialogs_go_on(portal: PortalUnderTest) -> None:
    one, other = [Echo(bot) for bot in await watching(portal, "one", "other")]
    dialog_id = await group(portal, one.bot, other.bot)
    elsewhere = await group(portal, one.bot, other.bot)
    await quiet(one, other)
    await one.bot.send(dialog_id, "begin")
    await talk(one, other)
    await one.bot.send(elsewhere, "here as well")
    assert len(await other.hear()) == 1


async def test_a_send_asks_once_who_listens(
    portal: PortalUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = await watching(portal, "one", "other")
    dialog_id = await group(portal, one, other)
    asked = Mock(side_effect=listeners.in_chat)
    monkeypatch.setattr(listeners, "in_chat", asked)
    await one.send(dialog_id, "hello")
    assert asked.call_count == 1
    await portal.call(BEN, "im.message.add", DIALOG_ID=dialog_id, MESSAGE="hello")
    assert asked.call_count == 2

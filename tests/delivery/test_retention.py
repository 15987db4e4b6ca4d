"""What nobody came for is let go, counted, and never what is younger."""

from botyard.delivery.retention import Kept, forget_old
from botyard.model.clock import milliseconds
from botyard.model.entities import Moment
from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest

GET = "imbot.v2.Event.get"
HOUR = 60 * 60
DAY = 24 * HOUR


async def sweep(portal: PortalUnderTest, kept: Kept = Kept()) -> dict[int, int]:  # noqa: B008
    now = Moment(milliseconds(portal.clock.now()))
    lost = await forget_old(portal.store, now, kept)
    return {int(user_id): count for user_id, count in lost.items()}


async def say(portal: PortalUnderTest, reader: int, text: str) -> None:
    await portal.call(BEN, "im.message.add", DIALOG_ID=str(reader), MESSAGE=text)


async def texts(bot: BotUnderTest) -> list[str]:
    return [
        event["data"]["message"]["text"]
        for event in await bot.events()
        if event["type"] == "ONIMBOTV2MESSAGEADD"
    ]


async def test_a_bots_events_are_kept_for_fourteen_days(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "old")
    portal.clock.seconds += 7 * DAY
    await say(portal, bot.id, "young")
    portal.clock.seconds += 7 * DAY - 1
    assert await sweep(portal) == {}
    assert await texts(bot) == ["old", "young"]
    portal.clock.seconds += 2
    assert await sweep(portal) == {bot.id: 2}
    assert await texts(bot) == ["young"]
    assert await sweep(portal) == {}


async def test_a_persons_events_are_kept_for_a_day(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "im.v2.Event.subscribe")
    bot = await portal.register_bot()
    await say(portal, ADA, "hello")
    await say(portal, bot.id, "hello")
    portal.clock.seconds += DAY + 1
    assert await sweep(portal) == {ADA: 2}
    assert (await portal.call(ADA, "im.v2.Event.get"))["events"] == []
    assert await texts(bot) == ["hello"]


async def test_the_oldest_go_first_where_there_are_too_many(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    for number in range(6):
        await say(portal, bot.id, str(number))
    assert await sweep(portal, Kept(pending=3)) == {bot.id: 4}
    assert await texts(bot) == ["3", "4", "5"]


async def test_what_was_handed_out_expires_too(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    await say(portal, bot.id, "old")
    await bot.call(GET)
    portal.clock.seconds += 14 * DAY + 1
    assert await sweep(portal) == {bot.id: 2}
    await say(portal, bot.id, "new")
    assert await texts(bot) == ["new"]


async def test_a_former_bot_leaves_nothing_behind(portal: PortalUnderTest) -> None:
    bot, other = await portal.register_bot("leaver"), await portal.register_bot("other")
    await say(portal, bot.id, "hello")
    await say(portal, other.id, "hello")
    await bot.call("imbot.v2.Bot.unregister")
    portal.clock.seconds += DAY - 1
    assert await sweep(portal) == {}
    portal.clock.seconds += 2
    assert await sweep(portal) == {bot.id: 3}
    assert await texts(other) == ["hello"]

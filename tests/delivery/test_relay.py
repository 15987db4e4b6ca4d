"""What bots hear by webhook: everything, in order within a dialog, and nobody waits for others."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import chain, pairwise
from typing import Any

import pytest
from msgspec import structs
from structlog.typing import EventDict

from botyard.delivery import backlog
from botyard.delivery.backlog import Filter
from botyard.delivery.post import Outcome
from botyard.model.entities import ChatId, Message, MessageId, MessageParams, Moment, UserId
from botyard.model.events import MessageAdded
from botyard.store import lanes, letters, outbox
from botyard.store.letters import Letter
from botyard.store.outbox import Recipient
from botyard.store.tx import StoreUnavailable, Tx, Work
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

HOUR = 3600.0


def refuse(*marks: str) -> Callable[[Posted], Outcome]:
    """Whatever has one of `marks` in its text or address."""

    def decide(posted: Posted) -> Outcome:
        is_marked = any(mark in posted.text or mark in posted.url for mark in marks)
        return REFUSED if is_marked else TAKEN

    return decide


async def dead_letters(portal: PortalUnderTest) -> list[Letter]:
    async def work(tx: Tx) -> list[Letter]:
        return await letters.dead(tx, None, None, 1000)

    return await portal.store.read(work)


async def replay_all(portal: PortalUnderTest) -> None:
    async def work(tx: Tx) -> None:
        found = await backlog.find_all(tx, Filter(dead=True), 1000)
        await backlog.replay(tx, found, Moment(int(portal.clock.now() * 1000)))

    await portal.store.write(work)


def said(posted: list[Posted]) -> list[str]:
    return [one.text for one in posted if one.event == "ONIMBOTV2MESSAGEADD" and one.text]


def by_dialog(posted: list[Posted]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in posted:
        if one.event == "ONIMBOTV2MESSAGEADD":
            found[one.dialog].append(one.text)
    return dict(found)


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


@pytest.mark.parametrize("switch", [{"closed": True}, {"blocked": True}, {"plan": "free"}])
async def test_a_portal_that_takes_no_calls_tells_nobody(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers, switch: dict[str, Any]
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "hello")
    is_open = portal.portal

    portal.portal = structs.replace(is_open, **switch)
    await relay.deliver()
    assert receivers.posted == []

    portal.portal = is_open
    await relay.deliver()
    assert receivers.texts()[1:] == ["hello"]


async def test_a_bot_that_reads_by_itself_is_left_alone(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await portal.register_bot("reader", webhookUrl="https://reader.example/")
    await say(bot, "hello")

    await relay.deliver()

    assert receivers.posted == []
    assert len(await bot.events()) == 2


async def test_what_is_refused_comes_again_before_what_follows_it(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one", "two", "three")
    receivers.decide = refuse("two")
    await relay.deliver()
    assert said(receivers.taken) == ["one"]

    receivers.decide = refuse()
    await relay.deliver()
    assert said(receivers.taken) == ["one"]
    await relay.deliver_until(7)

    assert said(receivers.taken) == ["one", "two", "three"]


async def test_the_delay_is_that_of_the_schedule(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await relay.deliver()
    receivers.decide = refuse("hook")
    await say(bot, "one")

    await relay.deliver_until(96 * HOUR)

    moments = [one.at for one in receivers.posted if one.event == "ONIMBOTV2JOINCHAT"]
    assert len(moments) == 10
    delays = [later - earlier for earlier, later in pairwise(moments)]
    planned = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for delay, middle in zip(delays, planned, strict=True):
        assert 0.8 * middle <= delay <= 1.2 * middle + 0.1


async def test_what_the_receiver_asks_for_is_waited_for(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await say(await listening_bot(portal), "one")
    receivers.decide = lambda _posted: Outcome("status 429", retry_after_s=900)

    await relay.deliver_until(899)
    assert len(receivers.posted) == 1
    await relay.deliver_until(2)
    assert len(receivers.posted) == 2


async def test_nothing_is_lost_in_an_outage_of_four_days(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    chats = [await group(bot, title) for title in ("A", "B", "C")]
    await relay.deliver()
    receivers.posted.clear()
    receivers.taken.clear()
    receivers.decide = refuse("hook")
    wanted = {chat: [f"{chat} {number}" for number in range(4)] for chat in chats}
    for number in range(4):
        for chat in chats:
            await portal.call(ADA, "im.message.add", DIALOG_ID=chat, MESSAGE=wanted[chat][number])

    await relay.deliver_until(96 * HOUR)

    assert receivers.taken == []
    attempts = Counter(one.id for one in receivers.posted)
    dead = await dead_letters(portal)
    assert len(dead) == len(chats)
    assert all(9 <= letter.attempts <= 11 for letter in dead)
    assert sorted(attempts.values(), reverse=True)[: len(chats)] == [10] * len(chats)
    # Nothing is gone: what no webhook took can be read as well.
    assert sorted(said_in(await bot.events())) == sorted(chain(*wanted.values()))

    await replay_all(portal)
    receivers.decide = refuse()
    await relay.deliver_until(1)

    assert by_dialog(receivers.taken) == wanted
    assert await dead_letters(portal) == []
    assert await bot.events() == []


def said_in(events: list[Any]) -> list[str]:
    return [
        one["data"]["message"]["text"] for one in events if one["type"] == "ONIMBOTV2MESSAGEADD"
    ]


async def test_a_dead_letter_gives_way_and_can_be_replayed(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one", "poison", "poison too", "four")
    receivers.decide = refuse("poison")
    await relay.deliver_until(200 * HOUR)
    assert said(receivers.taken) == ["one", "four"]
    dead = await dead_letters(portal)
    assert [letter.failure for letter in dead] == ["status 500", "status 500"]
    assert said_in(await bot.events()) == ["poison", "poison too"]

    receivers.decide = refuse()
    await say(bot, "five")
    await replay_all(portal)
    await relay.deliver()

    assert said(receivers.taken) == ["one", "four", "poison", "poison too", "five"]
    assert await bot.events() == []


async def test_the_log_tells_what_was_refused_without_secrets(
    portal: PortalUnderTest,
    relay: RelayUnderTest,
    receivers: Receivers,
    told: list[EventDict],
) -> None:
    url = "https://user:password@hearer.example/hook/secret?key=secret"
    bot = await listening_bot(portal, url=url)
    receivers.decide = refuse("hook")
    await say(bot, "in confidence")
    await relay.deliver()
    portal.portal = structs.replace(portal.portal, delivery_mode="bitrix24")
    await relay.deliver_until(7)

    first, *_, last = (one for one in told if one["event"] == "event_not_taken")
    assert (first["bot_id"], first["host"]) == (bot.id, "hearer.example")
    assert (first["failure"], first["attempts"], first["fate"]) == ("status 500", 1, "waiting")
    assert (last["fate"], last["log_level"]) == ("dropped", "warning")
    for secret in ("secret", "password", "confidence"):
        assert secret not in str(told)


async def test_a_poisoned_dialog_holds_up_no_other(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    receivers.decide = refuse("poison")
    await say(bot, "poison", "behind it")
    await relay.deliver()
    for number in range(50):
        await say(bot, f"well {number}", user_id=CLEO)
        await relay.deliver()

    assert said(receivers.taken) == [f"well {number}" for number in range(50)]
    # A success elsewhere gives it one attempt out of turn, and not one each time.
    assert said(receivers.posted).count("poison") == 2
    await relay.deliver_until(96 * HOUR)
    assert said(receivers.posted).count("poison") == 11
    assert said(receivers.taken)[-1] == "behind it"


async def test_who_comes_back_gets_all_that_waits(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    chats = [await group(bot, f"chat {number}") for number in range(8)]
    await relay.deliver()
    receivers.decide = refuse("hook")
    for chat in chats:
        await portal.call(ADA, "im.message.add", DIALOG_ID=chat, MESSAGE="waits")
    # Everybody waits for hours now.
    await relay.deliver_until(3 * HOUR)

    receivers.decide = refuse()
    await say(bot, "anybody there?")
    await relay.deliver()

    assert said(receivers.taken).count("waits") == len(chats)


async def test_attempts_are_counted_over_a_restart_and_keep_their_id(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    await say(await listening_bot(portal), "one")
    receivers.decide = refuse("hook")
    await relay.deliver_until(400)
    before = len(receivers.posted)
    assert before == 3

    await RelayUnderTest(portal, receivers).deliver_until(96 * HOUR)

    joined = [one for one in receivers.posted if one.event == "ONIMBOTV2JOINCHAT"]
    assert len(joined) == 10
    assert len({one.id for one in joined}) == 1
    assert len({one.id for one in receivers.posted}) == 2
    stamps = [int(one.headers["webhook-timestamp"]) for one in joined]
    assert stamps == sorted(set(stamps))


async def for_ever(_posted: Posted) -> None:
    await asyncio.Event().wait()


async def kill(relay: RelayUnderTest) -> None:
    """Nothing that is under way comes to its end."""
    for task in relay.relay._tasks:
        task.cancel()
    await relay.relay.settled()


async def test_who_dies_before_it_writes_down_a_success_sends_the_same_again(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one", "two")
    dying = Receivers(portal)
    dying.before = for_ever
    killed = RelayUnderTest(portal, dying)
    await killed.relay.look()
    while not dying.posted:
        await asyncio.sleep(0)
    await kill(killed)

    await relay.deliver()

    assert dying.posted[0].id == receivers.posted[0].id
    assert said(receivers.taken) == ["one", "two"]


async def test_one_that_hangs_holds_up_nobody_else(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    silent = await listening_bot(portal, "silent")
    others = [await listening_bot(portal, f"other{number}") for number in range(20)]

    async def hang(posted: Posted) -> None:
        if "silent" in posted.url:
            await for_ever(posted)

    receivers.before = hang
    await say(silent, "to the silent")
    await say(silent, "to the silent", user_id=CLEO)
    for other in others:
        await say(other, "one", "two")
    running = asyncio.create_task(relay.relay.run())
    while len(said(receivers.taken)) < 2 * len(others):
        await asyncio.sleep(0)
    while relay.relay.tally.under_way > 1:
        await asyncio.sleep(0)
    running.cancel()

    assert [one.url for one in receivers.posted].count("https://silent.example/hook") == 1
    await kill(relay)
    await asyncio.gather(running, return_exceptions=True)


async def test_a_receiver_gets_more_at_once_as_it_takes_them(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    for number in range(80):
        await group(bot, f"chat {number}")

    async def posted_at_once() -> int:
        receivers.posted.clear()
        await relay.relay.look()
        await relay.relay.settled()
        return len(receivers.posted)

    assert [await posted_at_once() for _ in range(7)] == [1, 2, 4, 8, 16, 32, 40]
    receivers.decide = refuse("hook")
    assert await posted_at_once() > 1
    receivers.decide = refuse()
    portal.clock.seconds += 10
    assert [await posted_at_once() for _ in range(3)] == [1, 2, 4]


async def test_as_in_bitrix24_there_is_one_attempt(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    portal.portal = structs.replace(portal.portal, delivery_mode="bitrix24")
    bot = await listening_bot(portal)
    await say(bot, "one", "two", "three")
    receivers.decide = refuse("two")

    await relay.deliver_until(96 * HOUR)

    assert said(receivers.posted) == ["one", "two", "three"]
    assert said(receivers.taken) == ["one", "three"]
    assert await bot.events() == []
    assert await dead_letters(portal) == []
    assert relay.relay.tally.attempts["dropped"] == 1


async def test_what_was_read_by_polling_is_not_posted(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one", "two", "three")
    receivers.decide = refuse("hook")
    await relay.deliver_until(400)
    receivers.posted.clear()

    page = await bot.call("imbot.v2.Event.get", limit=3)
    assert said_in(page["events"]) == ["one", "two"]
    await bot.call("imbot.v2.Event.get", offset=page["nextOffset"], limit=1)
    receivers.decide = refuse()
    await relay.deliver()

    assert said(receivers.posted) == ["three"]
    assert await bot.events() == []


async def test_a_bot_that_reads_by_itself_from_now_on_loses_nothing(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    receivers.decide = refuse("hook")
    await say(bot, "one", "two")
    await relay.deliver()
    receivers.posted.clear()
    receivers.decide = refuse()

    await bot.call("imbot.v2.Bot.update", fields={"eventMode": "fetch"})
    await say(bot, "three")
    await relay.deliver_until(HOUR)
    assert receivers.posted == []
    assert said_in(await bot.events()) == ["one", "two", "three"]

    await bot.call("imbot.v2.Bot.update", fields={"eventMode": "webhook"})
    await relay.deliver()
    assert said(receivers.taken) == ["one", "two", "three"]
    assert await bot.events() == []


async def test_a_new_address_holds_from_the_next_attempt(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    receivers.decide = refuse("hearer.example")
    await say(bot, "one")
    await relay.deliver()
    tried = len(receivers.posted)

    await bot.call("imbot.v2.Bot.update", fields={"webhookUrl": "https://new.example/hook"})
    await relay.deliver_until(HOUR)

    assert {one.url for one in receivers.posted[tried:]} == {"https://new.example/hook"}
    assert said(receivers.taken) == ["one"]


async def test_a_new_address_is_tried_at_once(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    receivers.decide = refuse("hearer.example")
    await say(bot, "one")
    await relay.deliver_until(HOUR)

    await bot.call("imbot.v2.Bot.update", fields={"webhookUrl": "https://new.example/hook"})
    await relay.deliver()

    assert said(receivers.taken) == ["one"]


async def test_what_waits_and_what_is_dead_is_counted(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    receivers.decide = refuse("poison")
    await say(bot, "one", "poison")
    await say(bot, "two", user_id=CLEO)
    await relay.deliver()
    await relay.relay.count()
    assert (relay.relay.tally.lanes, relay.relay.tally.dead_letters) == (1, 0)

    await relay.deliver_until(96 * HOUR)
    await relay.relay.count()
    assert (relay.relay.tally.lanes, relay.relay.tally.dead_letters) == (0, 1)
    assert relay.relay.tally.attempts["dead"] == 1
    assert relay.relay.tally.attempts["delivered"] == 4


async def test_what_has_no_lane_gets_one_at_the_next_start(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    await say(bot, "one")
    await group(bot)
    await portal.store.write(lambda tx: lanes.remove_all(tx, UserId(bot.id)))
    await relay.deliver()
    assert receivers.posted == []

    await relay.relay.open_owed()
    await relay.deliver()

    assert "one" in said(receivers.taken)
    assert await bot.events() == []


async def test_the_last_that_a_bot_hears_is_its_end(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    receivers.decide = refuse("hook")
    await say(bot, "one")
    await relay.deliver()
    receivers.posted.clear()

    await bot.call("imbot.v2.Bot.unregister")
    await relay.deliver()
    receivers.decide = refuse()
    await relay.deliver_until(96 * HOUR)

    assert {one.event for one in receivers.posted} == {"ONIMBOTV2DELETE"}
    [last] = receivers.taken
    assert last.url == "https://hearer.example/hook"
    assert last.form["data[bot][id]"] == str(bot.id)
    assert last.form["data[bot][code]"] == "hearer"
    assert not any(key.startswith(("data[chat]", "data[user]")) for key in last.form)


async def test_what_cannot_be_told_is_a_dead_letter_in_the_end(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    bot = await listening_bot(portal)
    message = Message(
        id=MessageId(1),
        chat_id=ChatId(999),
        author_id=UserId(BEN),
        is_system=False,
        created_at=Moment(0),
        uuid="",
        text="in a chat that is not there",
        params=MessageParams(),
        forward=None,
    )

    async def work(tx: Tx) -> None:
        recipient = Recipient(UserId(bot.id), by_webhook=True)
        now = Moment(int(portal.clock.now() * 1000))
        await outbox.add(tx, MessageAdded(message), [recipient], ChatId(999), now)

    await portal.store.write(work)
    await say(bot, "one")
    await relay.deliver_until(96 * HOUR)

    assert said(receivers.taken) == ["one"]
    [letter] = await dead_letters(portal)
    assert (letter.failure, letter.attempts) == ("the event cannot be told", 10)


async def test_a_store_that_fails_for_a_while_makes_no_second_post(
    portal: PortalUnderTest, receivers: Receivers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(await listening_bot(portal), "one")
    relay = RelayUnderTest(portal, receivers)
    await relay.deliver()
    receivers.posted.clear()
    write = portal.store.write
    failures = iter([StoreUnavailable("full")] * 3)

    async def fails_at_first(work: Work[Any]) -> Any:
        for failure in failures:
            raise failure
        return await write(work)

    async def at_once(_seconds: float) -> None:
        return

    monkeypatch.setattr(portal.clock, "sleep", at_once)
    await say(await listening_bot(portal, "second"), "two")
    monkeypatch.setattr(portal.store, "write", fails_at_first)
    await relay.deliver()

    assert len(receivers.posted) == len({one.id for one in receivers.posted})
    assert said(receivers.taken) == ["one", "two"]


@pytest.mark.parametrize("seed", range(3))
async def test_switching_to_and_fro_while_people_write_loses_nothing(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers, seed: int
) -> None:
    bot = await listening_bot(portal)
    people = (ADA, BEN, CLEO)

    async def write(person: int) -> None:
        for number in range(10):
            await say(bot, f"{person} {number}", user_id=person)

    async def switch() -> None:
        for number in range(6):
            mode = "fetch" if (number + seed) % 2 else "webhook"
            await bot.call("imbot.v2.Bot.update", fields={"eventMode": mode})
            await asyncio.sleep(0)

    async def deliver() -> None:
        for _ in range(10):
            await relay.relay.look()
            await relay.relay.settled()

    await asyncio.gather(*map(write, people), switch(), deliver())
    await bot.call("imbot.v2.Bot.update", fields={"eventMode": "webhook"})
    await relay.relay.open_owed_to_moved()
    await relay.deliver()

    assert await bot.events() == []
    for person in people:
        heard = [text for text in said(receivers.taken) if text.startswith(f"{person} ")]
        assert list(dict.fromkeys(heard)) == [f"{person} {number}" for number in range(10)]

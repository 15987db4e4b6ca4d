"""The relay of a portal under test, with a clock that a test moves."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from botyard.delivery.post import Outcome, Poster
from botyard.delivery.relay import Posts, Relay
from botyard.delivery.targets import rules_of
from botyard.model.secrets import SystemSecrets
from botyard.store.tx import Tx
from tests.portals import ADA, BEN, BotUnderTest, PortalUnderTest
from tests.store.databases import statement

_NEXT = statement("SELECT min(due_at) FROM lane")
DEVELOPMENT = rules_of((), is_development=True)
TAKEN = Outcome()
REFUSED = Outcome("status 500")


class Posted(NamedTuple):
    """One attempt, as a receiver sees it."""

    url: str
    form: dict[str, str]
    headers: dict[str, str]
    at: float

    @property
    def event(self) -> str:
        return self.form["event"]

    @property
    def dialog(self) -> str:
        return self.form.get("data[chat][dialogId]", "")

    @property
    def text(self) -> str:
        return self.form.get("data[message][text]", "")

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


async def _at_once(_posted: Posted) -> None:
    """Let nobody wait."""


class Receivers:
    """In place of the network: takes everything, unless a test decides otherwise."""

    def __init__(self, portal: PortalUnderTest) -> None:
        self.posted: list[Posted] = []
        self.taken: list[Posted] = []
        self.decide: Callable[[Posted], Outcome] = lambda _posted: TAKEN
        self.before: Callable[[Posted], Awaitable[None]] = _at_once
        self._portal = portal

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        posted = Posted(url, form, dict(headers), self._portal.clock.now())
        self.posted.append(posted)
        await self.before(posted)
        outcome = self.decide(posted)
        if outcome.is_delivered:
            self.taken.append(posted)
        return outcome

    def texts(self) -> list[str]:
        return [one.text for one in self.taken]


class RelayUnderTest:
    def __init__(self, portal: PortalUnderTest, posts: Posts) -> None:
        self.portal = portal
        self.relay = Relay(
            portal.store,
            posts,
            lambda: portal.portal,
            portal.wakes,
            portal.clock,
            SystemSecrets(),
        )
        portal.store.watch(self.relay.note_commit)
        portal.pipeline.until_quiet = self.relay.until_quiet

    async def deliver(self) -> None:
        """Whatever can be posted now."""
        while True:
            await self.relay.look()
            if not self.relay.tally.under_way:
                return
            await self.relay.settled()

    async def deliver_until(self, seconds: float) -> None:
        """Whatever can be posted within so many seconds from now, each at its time."""
        end = self.portal.clock.seconds + seconds
        await self.deliver()
        while (due := await self._next_due()) is not None and due <= end:
            self.portal.clock.seconds = max(due, self.portal.clock.seconds)
            await self.deliver()
        self.portal.clock.seconds = end

    async def _next_due(self) -> float | None:
        async def work(tx: Tx) -> int | None:
            row = await tx.one(_NEXT)
            return None if row is None else row[0]

        found = await self.portal.store.read(work)
        # A moment later than the millisecond that was written down.
        return None if found is None else found / 1000 + 0.001


async def delivered(relay: RelayUnderTest, receivers: Receivers) -> list[Posted]:
    """What is posted from now on."""
    known = len(receivers.posted)
    await relay.deliver()
    return receivers.posted[known:]


def below(posted: Posted, prefix: str) -> dict[str, str]:
    """The form's fields under `prefix`, by the rest of their names."""
    return {
        name.removeprefix(prefix)[1:].replace("]", "").replace("[", "."): value
        for name, value in posted.form.items()
        if name.startswith(f"{prefix}[")
    }


def over_network(portal: PortalUnderTest) -> tuple[RelayUnderTest, Poster]:
    poster = Poster(lambda: DEVELOPMENT, portal.clock)
    return RelayUnderTest(portal, poster), poster


async def listening_bot(
    portal: PortalUnderTest, code: str = "hearer", url: str = "", **fields: Any
) -> BotUnderTest:
    """A bot that hears everything, by webhook."""
    address = url or f"https://{code}.example/hook"
    wanted = {"type": "personal", "eventMode": "webhook", "webhookUrl": address} | fields
    return await portal.register_bot(code, **wanted)


async def say(bot: BotUnderTest, *texts: str, user_id: int = BEN) -> None:
    """Tell the bot something in the person's private dialog with it."""
    for text in texts:
        await bot.portal.call(user_id, "im.message.add", DIALOG_ID=str(bot.id), MESSAGE=text)


async def group(bot: BotUnderTest, title: str = "G") -> str:
    """A new chat of Ada's with the bot, as people address it."""
    made = await bot.portal.call(ADA, "im.chat.add", TITLE=title, USERS=[bot.id], TYPE="CHAT")
    return f"chat{made}"

"""What people do with messages, and who hears of it: every type of bot of either generation, and
people who listen. `make heard` writes what each heard as a table.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from tests.heard import Recorder
from tests.people.older_ears import OlderEars
from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

PLAIN = ("bot", "openline", "network")
WATCHING = ("supervisor", "personal")
OLDER_PLAIN = ("B", "H", "O")
OLDER_WATCHING = ("S",)
ADDED, UPDATED, DELETED = ["MESSAGEADD"], ["MESSAGEUPDATE"], ["MESSAGEDELETE"]
REACTED: list[str] = ["REACTIONCHANGE"]
CALLED: list[str] = ["COMMANDADD"]
NOTHING: list[str] = []
OLDER = (*OLDER_PLAIN, *OLDER_WATCHING)
OLDER_OUTSIDER = "S outside"


class Scene(NamedTuple):
    """Ben acts in a group of Ada's with a bot of each type; the outsiders are in no chat."""

    portal: PortalUnderTest
    group: str
    bots: dict[str, BotUnderTest]
    older: OlderEars
    outsider: BotUnderTest

    @property
    def bot_ids(self) -> dict[str, int]:
        """Of who is in the group."""
        older = {kind: bot.id for kind, bot in self.older.bots.items() if kind in OLDER}
        return {kind: bot.id for kind, bot in self.bots.items()} | older

    @property
    def mentions(self) -> str:
        outside = [self.outsider.id, self.older.bots[OLDER_OUTSIDER].id]
        mentioned = [*self.bot_ids.values(), *outside]
        return "".join(f"[USER={one}]you[/USER]" for one in mentioned)

    async def ben(self, method: str, **arguments: Any) -> Any:
        return await self.portal.call(BEN, method, **arguments)


class Turn(NamedTuple):
    """Where Ben acts, with which text, on which message."""

    scene: Scene
    dialog: str
    text: str
    message_id: int = 0


Step = Callable[[Turn], Awaitable[Any]]


async def says(turn: Turn) -> Any:
    say = {"DIALOG_ID": turn.dialog, "MESSAGE": turn.text}
    return await turn.scene.ben("im.message.add", **say)


async def _says_elsewhere(turn: Turn) -> Any:
    say = {"DIALOG_ID": str(CLEO), "MESSAGE": turn.text}
    return await turn.scene.ben("im.message.add", **say)


async def _mentions_everybody(turn: Turn) -> Any:
    return await says(turn._replace(text=f"[USER=all]all[/USER] {turn.text}"))


async def _replies(turn: Turn) -> Any:
    say = {"DIALOG_ID": turn.dialog, "MESSAGE": turn.text, "REPLY_ID": turn.message_id}
    return await turn.scene.ben("im.message.add", **say)


async def _posts_a_card(turn: Turn) -> Any:
    card = {"ATTACH": [{"MESSAGE": "x"}], "KEYBOARD": [{"TEXT": "Go", "LINK": "/"}]}
    say = {"DIALOG_ID": turn.dialog, "MESSAGE": turn.text}
    return await turn.scene.ben("im.message.add", **say, **card)


async def _sends_a_file(turn: Turn) -> Any:
    fields = {"name": "a.txt", "content": "aGVsbG8=", "message": turn.text}
    return await turn.scene.ben("im.v2.File.upload", dialogId=turn.dialog, fields=fields)


async def _forwards(turn: Turn) -> Any:
    fields = {"forwardIds": {str(uuid4()): turn.message_id}}
    return await turn.scene.ben("im.v2.Chat.Message.send", dialogId=turn.dialog, fields=fields)


def _changes(**changes: Any) -> Step:
    async def change(turn: Turn) -> Any:
        arguments = {"MESSAGE_ID": turn.message_id} | changes
        return await turn.scene.ben("im.message.update", **arguments)

    return change


async def _repeats_the_text(turn: Turn) -> Any:
    return await _changes(MESSAGE=turn.text)(turn)


async def _deletes(turn: Turn) -> Any:
    return await turn.scene.ben("im.message.delete", MESSAGE_ID=turn.message_id)


async def _deletes_twice(turn: Turn) -> Any:
    await _deletes(turn)
    return await _deletes(turn)


async def _likes(turn: Turn) -> Any:
    return await turn.scene.ben("im.message.like", MESSAGE_ID=turn.message_id)


async def _changes_the_reaction(turn: Turn) -> Any:
    for reaction in ("fire", "eyes"):
        arguments = {"messageId": turn.message_id, "reaction": reaction}
        await turn.scene.ben("im.v2.Chat.Message.Reaction.add", **arguments)


async def _reads(turn: Turn) -> Any:
    dialog = {"DIALOG_ID": turn.dialog}
    chat_id = (await turn.scene.ben("im.dialog.get", **dialog))["id"]
    for method, arguments in (
        ("im.dialog.writing", dialog),
        ("im.dialog.read", dialog),
        ("im.dialog.unread", dialog | {"MESSAGE_ID": turn.message_id}),
        ("im.dialog.read.all", {}),
        ("im.dialog.messages.get", dialog),
        ("im.dialog.messages.search", {"CHAT_ID": chat_id, "SEARCH_MESSAGE": "hello"}),
        ("im.dialog.users.list", dialog),
        ("im.search.user.list", {"FIND": "bo"}),
        ("im.search.chat.list", {"FIND": "bo"}),
        ("im.recent.list", {}),
        ("im.counters.get", {}),
        ("im.v2.Command.list", {"dialogId": turn.dialog}),
        ("im.recent.pin", dialog),
        ("im.recent.unread", dialog),
        ("im.recent.hide", dialog),
        ("im.chat.mute", dialog),
        ("im.v2.Event.subscribe", {}),
        ("im.user.status.set", {"STATUS": "dnd"}),
    ):
        await turn.scene.ben(method, **arguments)


async def _fails(turn: Turn) -> Any:
    for method, arguments in (
        ("im.message.add", {"DIALOG_ID": turn.dialog, "MESSAGE": " "}),
        ("im.message.update", {"MESSAGE_ID": turn.message_id, "KEYBOARD": "no json"}),
        ("im.message.like", {"MESSAGE_ID": turn.message_id, "ACTION": "minus"}),
        (
            "im.message.share",
            {"MESSAGE_ID": turn.message_id, "DIALOG_ID": turn.dialog, "TYPE": "TASK"},
        ),
    ):
        await turn.scene.portal.refusal(BEN, method, **arguments)


class Row(NamedTuple):
    """`private` is heard by the bot of a private dialog; the others are heard in the group.

    `mentioned` is what a plain bot hears where the text mentions it. `watching` is heard by
    supervisors, by personal bots, and by Ada, who subscribed. Bots of the older API hear the
    same, but of no reaction.
    """

    name: str
    act: Step
    before: Step | None
    private: list[str]
    plain: list[str]
    mentioned: list[str]
    watching: list[str]


ROWS = [
    Row("writes", says, None, ADDED, NOTHING, ADDED, ADDED),
    Row("mentions everybody", _mentions_everybody, None, ADDED, NOTHING, ADDED, ADDED),
    Row("replies", _replies, says, ADDED, NOTHING, ADDED, ADDED),
    Row("posts a card with buttons", _posts_a_card, None, ADDED, NOTHING, ADDED, ADDED),
    Row("sends a file", _sends_a_file, None, ADDED, NOTHING, ADDED, ADDED),
    Row("presses a button that sends a text", says, None, ADDED, NOTHING, ADDED, ADDED),
    Row("forwards", _forwards, _says_elsewhere, ADDED, NOTHING, ADDED, ADDED),
    Row("edits the text", _changes(MESSAGE="new"), says, UPDATED, NOTHING, UPDATED, UPDATED),
    Row(
        "changes the link previews",
        _changes(URL_PREVIEW="N"),
        says,
        UPDATED,
        NOTHING,
        UPDATED,
        UPDATED,
    ),
    Row("changes nothing", _repeats_the_text, says, NOTHING, NOTHING, NOTHING, NOTHING),
    Row("edits to nothing", _changes(MESSAGE=""), says, DELETED, NOTHING, DELETED, DELETED),
    Row("deletes", _deletes, says, DELETED, NOTHING, DELETED, DELETED),
    Row("deletes twice", _deletes_twice, says, DELETED, NOTHING, DELETED, DELETED),
    Row(
        "reads, searches, types, pins, hides and mutes",
        _reads,
        says,
        NOTHING,
        NOTHING,
        NOTHING,
        NOTHING,
    ),
    Row("is refused", _fails, says, NOTHING, NOTHING, NOTHING, NOTHING),
]

by_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


async def set_the_scene(portal: PortalUnderTest) -> Scene:
    bots = {kind: await portal.register_bot(kind, type=kind) for kind in (*PLAIN, *WATCHING)}
    older = OlderEars(portal)
    for kind in OLDER:
        await older.add(kind, kind)
    users = [BEN, *(bot.id for bot in bots.values()), *(bot.id for bot in older.bots.values())]
    chat_id = await portal.call(ADA, "im.chat.add", USERS=users, TITLE="T")
    for person in (ADA, BEN):
        await portal.call(person, "im.v2.Event.subscribe")
    outsider = await portal.register_bot("outsider", type="supervisor")
    await older.add(OLDER_OUTSIDER, "S")
    return Scene(portal, f"chat{chat_id}", bots, older, outsider)


async def _person_heard(scene: Scene, person: int) -> list[str]:
    told = await scene.portal.call(person, "im.v2.Event.get", limit=1000)
    return [event["type"].removeprefix("ONIMV2") for event in told["events"]]


async def _bot_heard(bot: BotUnderTest) -> list[str]:
    return [event["type"].removeprefix("ONIMBOTV2") for event in await bot.events()]


async def _heard(scene: Scene) -> dict[str, list[str]]:
    """What each has heard so far."""
    heard = {kind: await _bot_heard(bot) for kind, bot in scene.bots.items()}
    heard["outsider"] = await _bot_heard(scene.outsider)
    heard |= await scene.older.heard()
    return heard | {"Ada": await _person_heard(scene, ADA), "Ben": await _person_heard(scene, BEN)}


async def _heard_of(row: Row, turn: Turn) -> dict[str, list[str]]:
    """What each hears of the act alone."""
    if row.before is not None:
        turn = turn._replace(message_id=await row.before(turn))
    return await heard_of_act(turn.scene, row.act(turn))


async def heard_of_act(scene: Scene, act: Awaitable[Any]) -> dict[str, list[str]]:
    before = await _heard(scene)
    await act
    after = await _heard(scene)
    return {who: kinds[len(before[who]) :] for who, kinds in after.items()}


def wanted(row: Row, plain: list[str]) -> dict[str, list[str]]:
    heard = dict.fromkeys(PLAIN, plain) | dict.fromkeys(WATCHING, row.watching)
    heard |= dict.fromkeys(OLDER_PLAIN, _without_reactions(plain))
    heard |= dict.fromkeys(OLDER_WATCHING, _without_reactions(row.watching))
    outside = {"outsider": NOTHING, OLDER_OUTSIDER: NOTHING}
    return heard | outside | {"Ada": row.watching, "Ben": NOTHING}


def _without_reactions(kinds: list[str]) -> list[str]:
    return [one for one in kinds if one not in REACTED]


@by_row
async def test_in_a_group(portal: PortalUnderTest, row: Row, record_heard: Recorder) -> None:
    scene = await set_the_scene(portal)
    heard = await _heard_of(row, Turn(scene, scene.group, "hello"))
    assert heard == wanted(row, row.plain)
    record_heard("In a group", row.name, heard)


@by_row
async def test_in_a_group_where_all_bots_are_mentioned(
    portal: PortalUnderTest, row: Row, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    heard = await _heard_of(row, Turn(scene, scene.group, f"hello {scene.mentions}"))
    assert heard == wanted(row, row.mentioned)
    record_heard("In a group, with a text that mentions every bot", row.name, heard)


@by_row
async def test_in_private(portal: PortalUnderTest, row: Row, record_heard: Recorder) -> None:
    scene = await set_the_scene(portal)
    by_the_bot = {}
    for kind, bot_id in scene.bot_ids.items():
        await scene.ben("im.v2.Chat.load", dialogId=str(bot_id))
        heard = await _heard_of(row, Turn(scene, str(bot_id), "hello"))
        assert heard == dict.fromkeys(heard, NOTHING) | {kind: row.private}
        by_the_bot[kind] = heard[kind]
    record_heard("In the private dialog with a bot, which alone hears of it", row.name, by_the_bot)


@pytest.mark.parametrize("act", [_likes, _changes_the_reaction])
async def test_a_reaction_is_heard_by_the_bot_that_wrote_the_message(
    portal: PortalUnderTest, act: Step, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    changes = REACTED if act is _likes else REACTED * 3
    name = "likes what a {} wrote" if act is _likes else "reacts to what a {} wrote, and otherwise"
    row = Row("reacts", act, None, changes, NOTHING, NOTHING, changes)
    for kind, author in scene.bots.items():
        said = await author.send(scene.group, "hello")
        heard = await _heard_of(row, Turn(scene, scene.group, "", said))
        assert heard == wanted(row, NOTHING) | {kind: changes}
        record_heard("In a group", name.format(kind), heard)


async def test_bots_of_the_older_api_hear_of_no_reaction(
    portal: PortalUnderTest, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    row = Row("reacts", _likes, None, REACTED, NOTHING, NOTHING, REACTED)
    for kind in OLDER:
        said = await scene.older.bots[kind].say(scene.group, "hello")
        heard = await _heard_of(row, Turn(scene, scene.group, "", said))
        assert heard == wanted(row, NOTHING)
        record_heard("In a group", f"likes what a {kind} wrote", heard)


async def test_a_reaction_to_a_person_is_heard_by_who_hears_everything(
    portal: PortalUnderTest,
) -> None:
    scene = await set_the_scene(portal)
    row = Row("likes", _likes, says, REACTED, NOTHING, NOTHING, REACTED)
    turn = Turn(scene, scene.group, f"hello {scene.mentions}")
    assert await _heard_of(row, turn) == wanted(row, NOTHING)
    for kind, bot in scene.bots.items():
        heard = await _heard_of(row, Turn(scene, str(bot.id), "hello"))
        assert heard[kind] == (REACTED if kind in WATCHING else NOTHING)


async def test_a_mention_before_or_after_an_edit_is_enough(portal: PortalUnderTest) -> None:
    scene = await set_the_scene(portal)
    bot = scene.bots["bot"]
    mention = f"[USER={bot.id}]you[/USER]"
    said = await says(Turn(scene, scene.group, "nobody"))
    for text, heard in ((mention, 1), ("nobody", 2), ("not again", 2), (f"[CODE]{mention}", 2)):
        await _changes(MESSAGE=text)(Turn(scene, scene.group, "", said))
        assert (await _bot_heard(bot)).count("MESSAGEUPDATE") == heard


async def test_bots_and_people_hear_of_other_bots_as_of_people(portal: PortalUnderTest) -> None:
    scene = await set_the_scene(portal)
    author = scene.bots["bot"]
    before = await _heard(scene)
    said = await author.send(scene.group, f"hello [USER={scene.bots['openline'].id}]you[/USER]")
    await author.call(
        "imbot.v2.Chat.Message.update", messageId=said, fields={"message": "changed"}
    )
    await author.call("imbot.v2.Chat.Message.delete", messageId=said)
    after = await _heard(scene)
    heard = {who: kinds[len(before[who]) :] for who, kinds in after.items()}
    everything = ADDED + UPDATED + DELETED
    hearing = dict.fromkeys((*WATCHING, *OLDER_WATCHING, "Ada", "Ben"), everything)
    hearing["openline"] = ADDED + UPDATED
    assert heard == dict.fromkeys(heard, NOTHING) | hearing

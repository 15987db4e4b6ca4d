"""What people do with messages, and who hears of it: every type of bot, and people who listen."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from tests.portals import ADA, BEN, CLEO, BotUnderTest, PortalUnderTest

PLAIN = ("bot", "openline", "network")
WATCHING = ("supervisor", "personal")
ADDED, UPDATED, DELETED = ["MESSAGEADD"], ["MESSAGEUPDATE"], ["MESSAGEDELETE"]
REACTED: list[str] = ["REACTIONCHANGE"]
NOTHING: list[str] = []


class Scene(NamedTuple):
    """Ben acts in a group of Ada's with a bot of each type; `outsider` is in no chat."""

    portal: PortalUnderTest
    group: str
    bots: dict[str, BotUnderTest]
    outsider: BotUnderTest

    @property
    def mentions(self) -> str:
        return "".join(f"[USER={bot.id}]you[/USER]" for bot in self.bots.values())

    async def ben(self, method: str, **arguments: Any) -> Any:
        return await self.portal.call(BEN, method, **arguments)


class Turn(NamedTuple):
    """Where Ben acts, with which text, on which message."""

    scene: Scene
    dialog: str
    text: str
    message_id: int = 0


Step = Callable[[Turn], Awaitable[Any]]


async def _says(turn: Turn) -> Any:
    say = {"DIALOG_ID": turn.dialog, "MESSAGE": turn.text}
    return await turn.scene.ben("im.message.add", **say)


async def _says_elsewhere(turn: Turn) -> Any:
    say = {"DIALOG_ID": str(CLEO), "MESSAGE": turn.text}
    return await turn.scene.ben("im.message.add", **say)


async def _mentions_everybody(turn: Turn) -> Any:
    return await _says(turn._replace(text=f"[USER=all]all[/USER] {turn.text}"))


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
    for method in ("im.dialog.writing", "im.dialog.read", "im.recent.pin"):
        await turn.scene.ben(method, DIALOG_ID=turn.dialog)


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
    supervisors, by personal bots, and by Ada, who subscribed.
    """

    name: str
    act: Step
    before: Step | None
    private: list[str]
    plain: list[str]
    mentioned: list[str]
    watching: list[str]


ROWS = [
    Row("writes", _says, None, ADDED, NOTHING, ADDED, ADDED),
    Row("mentions everybody", _mentions_everybody, None, ADDED, NOTHING, ADDED, ADDED),
    Row("replies", _replies, _says, ADDED, NOTHING, ADDED, ADDED),
    Row("posts a card with buttons", _posts_a_card, None, ADDED, NOTHING, ADDED, ADDED),
    Row("sends a file", _sends_a_file, None, ADDED, NOTHING, ADDED, ADDED),
    Row("forwards", _forwards, _says_elsewhere, ADDED, NOTHING, ADDED, ADDED),
    Row("edits the text", _changes(MESSAGE="new"), _says, UPDATED, NOTHING, UPDATED, UPDATED),
    Row(
        "changes the link previews",
        _changes(URL_PREVIEW="N"),
        _says,
        UPDATED,
        NOTHING,
        UPDATED,
        UPDATED,
    ),
    Row("changes nothing", _repeats_the_text, _says, NOTHING, NOTHING, NOTHING, NOTHING),
    Row("edits to nothing", _changes(MESSAGE=""), _says, DELETED, NOTHING, DELETED, DELETED),
    Row("deletes", _deletes, _says, DELETED, NOTHING, DELETED, DELETED),
    Row("deletes twice", _deletes_twice, _says, DELETED, NOTHING, DELETED, DELETED),
    Row("reads, types and pins", _reads, _says, NOTHING, NOTHING, NOTHING, NOTHING),
    Row("is refused", _fails, _says, NOTHING, NOTHING, NOTHING, NOTHING),
]

by_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


async def _set(portal: PortalUnderTest) -> Scene:
    bots = {kind: await portal.register_bot(kind, type=kind) for kind in (*PLAIN, *WATCHING)}
    users = [BEN, *(bot.id for bot in bots.values())]
    chat_id = await portal.call(ADA, "im.chat.add", USERS=users, TITLE="T")
    for person in (ADA, BEN):
        await portal.call(person, "im.v2.Event.subscribe")
    outsider = await portal.register_bot("outsider", type="supervisor")
    return Scene(portal, f"chat{chat_id}", bots, outsider)


async def _person_heard(scene: Scene, person: int) -> list[str]:
    told = await scene.portal.call(person, "im.v2.Event.get", limit=1000)
    return [event["type"].removeprefix("ONIMV2") for event in told["events"]]


async def _bot_heard(bot: BotUnderTest) -> list[str]:
    return [event["type"].removeprefix("ONIMBOTV2") for event in await bot.events()]


async def _heard(scene: Scene) -> dict[str, list[str]]:
    """What each has heard so far."""
    heard = {kind: await _bot_heard(bot) for kind, bot in scene.bots.items()}
    heard["outsider"] = await _bot_heard(scene.outsider)
    return heard | {"Ada": await _person_heard(scene, ADA), "Ben": await _person_heard(scene, BEN)}


async def _heard_of(row: Row, turn: Turn) -> dict[str, list[str]]:
    """What each hears of the act alone."""
    if row.before is not None:
        turn = turn._replace(message_id=await row.before(turn))
    before = await _heard(turn.scene)
    await row.act(turn)
    after = await _heard(turn.scene)
    return {who: kinds[len(before[who]) :] for who, kinds in after.items()}


def _wanted(row: Row, plain: list[str]) -> dict[str, list[str]]:
    bots = dict.fromkeys(PLAIN, plain) | dict.fromkeys(WATCHING, row.watching)
    return bots | {"outsider": NOTHING, "Ada": row.watching, "Ben": NOTHING}


@by_row
async def test_in_a_group(portal: PortalUnderTest, row: Row) -> None:
    scene = await _set(portal)
    assert await _heard_of(row, Turn(scene, scene.group, "hello")) == _wanted(row, row.plain)


@by_row
async def test_in_a_group_where_all_bots_are_mentioned(portal: PortalUnderTest, row: Row) -> None:
    scene = await _set(portal)
    heard = await _heard_of(row, Turn(scene, scene.group, f"hello {scene.mentions}"))
    assert heard == _wanted(row, row.mentioned)


@by_row
async def test_in_private(portal: PortalUnderTest, row: Row) -> None:
    scene = await _set(portal)
    for kind, bot in scene.bots.items():
        await scene.ben("im.v2.Chat.load", dialogId=str(bot.id))
        heard = await _heard_of(row, Turn(scene, str(bot.id), "hello"))
        assert heard == dict.fromkeys(heard, NOTHING) | {kind: row.private}


@pytest.mark.parametrize("act", [_likes, _changes_the_reaction])
async def test_a_reaction_is_heard_by_the_bot_that_wrote_the_message(
    portal: PortalUnderTest, act: Step
) -> None:
    scene = await _set(portal)
    changes = REACTED if act is _likes else REACTED * 3
    for kind, author in scene.bots.items():
        said = await author.send(scene.group, "hello")
        row = Row("reacts", act, None, changes, NOTHING, NOTHING, changes)
        heard = await _heard_of(row, Turn(scene, scene.group, "", said))
        assert heard == _wanted(row, NOTHING) | {kind: changes}


async def test_a_reaction_to_a_person_is_heard_by_who_hears_everything(
    portal: PortalUnderTest,
) -> None:
    scene = await _set(portal)
    row = Row("likes", _likes, _says, REACTED, NOTHING, NOTHING, REACTED)
    turn = Turn(scene, scene.group, f"hello {scene.mentions}")
    assert await _heard_of(row, turn) == _wanted(row, NOTHING)
    for kind, bot in scene.bots.items():
        heard = await _heard_of(row, Turn(scene, str(bot.id), "hello"))
        assert heard[kind] == (REACTED if kind in WATCHING else NOTHING)


async def test_a_mention_before_or_after_an_edit_is_enough(portal: PortalUnderTest) -> None:
    scene = await _set(portal)
    bot = scene.bots["bot"]
    mention = f"[USER={bot.id}]you[/USER]"
    said = await _says(Turn(scene, scene.group, "nobody"))
    for text, heard in ((mention, 1), ("nobody", 2), ("not again", 2), (f"[CODE]{mention}", 2)):
        await _changes(MESSAGE=text)(Turn(scene, scene.group, "", said))
        assert (await _bot_heard(bot)).count("MESSAGEUPDATE") == heard


async def test_bots_and_people_hear_of_other_bots_as_of_people(portal: PortalUnderTest) -> None:
    scene = await _set(portal)
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
    hearing = {"openline": ADDED + UPDATED, "supervisor": everything, "personal": everything}
    assert heard == dict.fromkeys(heard, NOTHING) | hearing | {
        "Ada": everything,
        "Ben": everything,
    }

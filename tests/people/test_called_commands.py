"""Slash commands, buttons and menus that call them: who hears of the call, and who of the text."""

from typing import Any

import pytest

from tests.heard import Recorder
from tests.people.test_event_matrix import (
    ADDED,
    CALLED,
    NOTHING,
    OLDER,
    OLDER_OUTSIDER,
    PLAIN,
    WATCHING,
    Row,
    Scene,
    Turn,
    heard_of_act,
    says,
    set_the_scene,
    wanted,
)
from tests.portals import ADA, BEN, CLEO, PortalUnderTest

KINDS = (*PLAIN, *WATCHING, *OLDER)
WRITES = Row("writes", says, None, ADDED, NOTHING, ADDED, ADDED)
PRESSES = Row("presses", says, None, NOTHING, NOTHING, NOTHING, NOTHING)
TABLE = "Commands"


async def _register(
    scene: Scene, name: str, *, common: bool = False, guests: bool = False
) -> None:
    """A command of the bot, under the name that the scene has for it."""
    command = name.split(maxsplit=1)[0]
    newer = {"outsider": scene.outsider, **scene.bots}
    if name in newer:
        texts = {"command": command, "title": {"en": "Do"}}
        where = {"common": common, "extranetSupport": guests}
        await newer[name].call("imbot.v2.Command.register", fields=texts | where)
        return
    older = scene.older.bots[name]
    await older.call(
        "imbot.command.register",
        COMMAND=command,
        EVENT_COMMAND_ADD=scene.older.address(name),
        LANG=[{"LANGUAGE_ID": "en", "TITLE": "Do"}],
        COMMON="Y" if common else "N",
        EXTRANET_SUPPORT="Y" if guests else "N",
    )


@pytest.mark.parametrize("kind", KINDS)
async def test_its_bot_hears_of_the_call_and_not_of_the_text(
    portal: PortalUnderTest, kind: str, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    await _register(scene, kind)
    heard = await heard_of_act(scene, says(Turn(scene, scene.group, f"/{kind} test")))
    assert heard == wanted(WRITES, NOTHING) | {kind: CALLED}
    record_heard(TABLE, f"calls a command of the {kind} in a group", heard)
    bot_id = scene.bot_ids[kind]
    await scene.ben("im.v2.Chat.load", dialogId=str(bot_id))
    heard = await heard_of_act(scene, says(Turn(scene, str(bot_id), f"/{kind} test")))
    assert heard == dict.fromkeys(heard, NOTHING) | {kind: CALLED}


@pytest.mark.parametrize("outside", ["outsider", OLDER_OUTSIDER])
async def test_a_common_command_is_heard_of_from_outside(
    portal: PortalUnderTest, outside: str, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    text = f"/{outside.split(maxsplit=1)[0]} test"
    await _register(scene, outside, common=True)
    heard = await heard_of_act(scene, says(Turn(scene, scene.group, text)))
    assert heard == wanted(WRITES, NOTHING) | {outside: CALLED}
    record_heard(TABLE, f"calls a common command of the {outside}", heard)


async def test_a_command_of_a_bot_outside_is_a_text(
    portal: PortalUnderTest, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    await _register(scene, "outsider")
    for command, name in (("outsider", "that is not common of the outsider"), ("no", "of nobody")):
        heard = await heard_of_act(scene, says(Turn(scene, scene.group, f"/{command} test")))
        assert heard == wanted(WRITES, NOTHING)
        record_heard(TABLE, f"calls a command {name}", heard)


async def test_each_command_of_a_text_is_a_call(
    portal: PortalUnderTest, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    for kind in ("bot", "B"):
        await _register(scene, kind)
    text = "/bot x\n/B y\n/bot z"
    heard = await heard_of_act(scene, says(Turn(scene, scene.group, text)))
    assert heard == wanted(WRITES, NOTHING) | {"bot": CALLED * 2, "B": CALLED}
    record_heard(TABLE, "calls two commands of the bot and one of the B", heard)


@pytest.mark.parametrize("guests", [False, True])
async def test_a_guest_calls_what_is_for_guests(
    portal: PortalUnderTest, guests: bool, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    for kind in ("bot", "B"):
        await _register(scene, kind, guests=guests)
    await portal.add_person(CLEO, type="extranet", first_name="Cleo")
    chat_id = int(scene.group.removeprefix("chat"))
    await portal.call(ADA, "im.chat.user.add", CHAT_ID=chat_id, USERS=[CLEO])
    say = {"DIALOG_ID": scene.group, "MESSAGE": "/bot\n/B"}
    heard = await heard_of_act(scene, portal.call(CLEO, "im.message.add", **say))
    called = dict.fromkeys(("bot", "B"), CALLED if guests else NOTHING)
    assert heard == wanted(WRITES, NOTHING) | called | {"Ben": ADDED}
    kind = "that are for guests" if guests else "that are not for guests"
    record_heard(TABLE, f"calls, as a guest, commands of the bot and the B {kind}", heard)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["KEYBOARD", "MENU"])
async def test_a_press_is_heard_of_by_its_bot_alone(
    portal: PortalUnderTest, kind: str, place: str, record_heard: Recorder
) -> None:
    scene = await set_the_scene(portal)
    await _register(scene, kind)
    parts = "BUTTONS" if place == "KEYBOARD" else "ITEMS"
    bot_id = scene.bot_ids[kind]
    shown = {place: {"BOT_ID": bot_id, parts: [{"TEXT": "Go", "COMMAND": kind}]}}
    say = {"DIALOG_ID": scene.group, "MESSAGE": "Press!"}
    said = await portal.call(ADA, "im.message.add", **say, **shown)
    pressed: dict[str, Any] = {"MESSAGE_ID": said, "BOT_ID": bot_id, "COMMAND": kind}
    heard = await heard_of_act(scene, portal.call(BEN, "im.message.command", **pressed))
    assert heard == wanted(PRESSES, NOTHING) | {kind: CALLED}
    part = "a button" if place == "KEYBOARD" else "a menu item"
    record_heard(TABLE, f"presses {part} with a command of the {kind}", heard)

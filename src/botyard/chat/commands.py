"""Registering slash commands, changing them, and letting them go."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from botyard.chat import callees
from botyard.chat.dialogs import Dialog
from botyard.model.commands import Command, CommandId, Texts
from botyard.model.entities import Bot, User, UserId
from botyard.model.errors import (
    BOT_NOT_FOUND,
    COMMAND_ALREADY_EXISTS,
    COMMAND_NAME_EMPTY,
    COMMAND_NOT_FOUND,
    COMMAND_REGISTER_FAILED,
    COMMAND_REQUIRED,
    COMMAND_TITLE_REQUIRED,
    ApiError,
)
from botyard.store import bots, commands, users
from botyard.store.commands import NewCommand
from botyard.store.tx import Tx

# The docs name no limit; more than these nobody can look through.
MAX_COMMANDS = 500

# A text by language; None takes the language's text away.
TextChanges = Mapping[str, str | None]


class CommandDraft(NamedTuple):
    """`handler_url` is for commands of the older API."""

    name: str
    titles: Texts
    params: Texts
    common: bool = False
    hidden: bool = False
    extranet_support: bool = False
    handler_url: str = ""


class CommandChange(NamedTuple):
    """None leaves a property as it is. `params` count in the languages that `titles` names."""

    name: str | None = None
    titles: TextChanges = {}
    params: TextChanges = {}
    common: bool | None = None
    hidden: bool | None = None
    extranet_support: bool | None = None
    handler_url: str | None = None


class OwnedCommand(NamedTuple):
    command: Command
    bot: User


def bare(name: str) -> str:
    """Without white space around it and the slash before it."""
    return name.strip().removeprefix("/").strip()


async def register(tx: Tx, bot: Bot, draft: CommandDraft) -> Command:
    """A new command, or the one that the bot has under this name, unchanged."""
    name = bare(draft.name)
    if not name:
        raise ApiError(COMMAND_REQUIRED)
    if not draft.hidden and not draft.titles:
        raise ApiError(COMMAND_TITLE_REQUIRED)
    await _hold(tx, bot)
    existing = await commands.find(tx, bot.id, name)
    if existing is not None:
        return existing
    if await commands.count(tx, bot.id) >= MAX_COMMANDS:
        raise ApiError(COMMAND_REGISTER_FAILED)
    return await commands.add(tx, NewCommand(bot.id, **draft._replace(name=name)._asdict()))


async def change(tx: Tx, bot: Bot, command_id: CommandId, wanted: CommandChange) -> Command:
    """Refuses with COMMAND_NOT_FOUND, COMMAND_NAME_EMPTY or COMMAND_ALREADY_EXISTS."""
    await _hold(tx, bot)
    command = await _own(tx, bot, command_id)
    properties = {
        "name": command.name if wanted.name is None else await _free_name(tx, command, wanted),
        "titles": _merged(command.titles, wanted.titles),
        "params": _merged(command.params, _params_of(wanted)),
        "common": wanted.common,
        "hidden": wanted.hidden,
        "extranet_support": wanted.extranet_support,
        "handler_url": wanted.handler_url,
    }
    given = {name: value for name, value in properties.items() if value is not None}
    changed = msgspec.structs.replace(command, **given)
    await commands.save(tx, changed)
    return changed


async def unregister(tx: Tx, bot: Bot, command_id: CommandId) -> None:
    """What called it can no longer be answered. Refuses with COMMAND_NOT_FOUND."""
    await _hold(tx, bot)
    await commands.remove(tx, (await _own(tx, bot, command_id)).id)


async def find(tx: Tx, command_id: CommandId) -> tuple[Command, Bot] | None:
    """A command of any bot, and its bot."""
    command = await commands.get(tx, command_id)
    bot = None if command is None else await bots.get(tx, command.bot_id)
    return None if command is None or bot is None else (command, bot)


async def find_named(tx: Tx, name: str) -> list[tuple[Command, Bot]]:
    """Those of all bots that have this name, by ascending id."""
    found = await commands.named(tx, [bare(name)])
    known = {bot.id: bot for bot in await bots.get_many(tx, [one.bot_id for one in found])}
    return [(one, known[one.bot_id]) for one in found]


async def remove_all(tx: Tx, bot_id: UserId) -> None:
    for command in await commands.of_bot(tx, bot_id):
        await commands.remove(tx, command.id)


async def list_own(tx: Tx, bot: Bot) -> list[Command]:
    """All of them by ascending id, the hidden ones too."""
    return await commands.of_bot(tx, bot.id)


async def list_for(tx: Tx, person: User, dialog: Dialog | None) -> list[OwnedCommand]:
    """What is listed for `person`: everywhere, or as far as it works in one dialog."""
    found = await commands.listed(tx)
    if dialog is None:
        found = [one for one in found if callees.is_open_to(one, person)]
    else:
        found = await callees.permitted(tx, dialog.chat, found, person.id)
    owners = {user.id: user for user in await users.get_many(tx, {one.bot_id for one in found})}
    return [OwnedCommand(one, owners[one.bot_id]) for one in found]


async def _own(tx: Tx, bot: Bot, command_id: CommandId) -> Command:
    command = await commands.get(tx, command_id)
    if command is None or command.bot_id != bot.id:
        raise ApiError(COMMAND_NOT_FOUND)
    return command


async def _free_name(tx: Tx, command: Command, wanted: CommandChange) -> str:
    name = bare(wanted.name or "")
    if not name:
        raise ApiError(COMMAND_NAME_EMPTY)
    other = await commands.find(tx, command.bot_id, name)
    if other is not None and other.id != command.id:
        raise ApiError(COMMAND_ALREADY_EXISTS)
    return name


def _params_of(wanted: CommandChange) -> TextChanges:
    """A language that loses its title loses its params too."""
    lost = {language: None for language, title in wanted.titles.items() if title is None}
    given = {one: text for one, text in wanted.params.items() if one in wanted.titles}
    return given | lost


def _merged(present: Texts, changes: TextChanges) -> Texts:
    texts = {**present, **changes}
    return {language: text for language, text in texts.items() if text is not None}


async def _hold(tx: Tx, bot: Bot) -> None:
    """Nobody else changes the bot's commands, or unregisters it, before this unit ends."""
    if await bots.hold(tx, bot.id) is None:
        raise ApiError(BOT_NOT_FOUND)

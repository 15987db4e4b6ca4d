"""Tables `command` and `command_call`: slash commands, and which message called which."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from botyard.model.commands import Command, CommandId, Texts
from botyard.model.entities import ChatId, MessageId, Moment, UserId
from botyard.store.sql import sql
from botyard.store.tx import Row, Tx

_COLUMNS = """
    id, bot_id, name, common, hidden, extranet_support, titles, params, handler_url
"""

_GET = sql(f"SELECT {_COLUMNS} FROM command WHERE id = :command_id")  # noqa: S608

_FIND = sql(
    f"""
    SELECT {_COLUMNS} FROM command WHERE folded_name = :folded_name AND bot_id = :bot_id
    """  # noqa: S608
)

_NAMED = sql(
    f"""
    SELECT {_COLUMNS} FROM command
    WHERE folded_name IN (SELECT value FROM json_each(:folded_names)) ORDER BY id
    """,  # noqa: S608
    postgres=f"""
    SELECT {_COLUMNS} FROM command
    WHERE folded_name IN (SELECT json_array_elements_text(:folded_names::json)) ORDER BY id
    """,  # noqa: S608
)

_OF_BOT = sql(f"SELECT {_COLUMNS} FROM command WHERE bot_id = :bot_id ORDER BY id")  # noqa: S608

_LISTED = sql(f"SELECT {_COLUMNS} FROM command WHERE NOT hidden ORDER BY id")  # noqa: S608

_COUNT = sql("SELECT count(*) FROM command WHERE bot_id = :bot_id")

_ADD = sql(
    """
    INSERT INTO command (
        bot_id, name, folded_name, common, hidden, extranet_support, titles, params, handler_url
    ) VALUES (
        :bot_id, :name, :folded_name, :common, :hidden, :extranet_support, :titles, :params,
        :handler_url
    )
    """,
    gives_id=True,
)

_SAVE = sql(
    """
    UPDATE command SET name = :name, folded_name = :folded_name, common = :common,
        hidden = :hidden, extranet_support = :extranet_support, titles = :titles,
        params = :params, handler_url = :handler_url
    WHERE id = :command_id
    """
)

_REMOVE = sql("DELETE FROM command WHERE id = :command_id")

_REMOVE_CALLS = sql("DELETE FROM command_call WHERE command_id = :command_id")

_NOTE_CALL = sql(
    """
    INSERT INTO command_call (command_id, message_id, chat_id, called_at)
    VALUES (:command_id, :message_id, :chat_id, :now)
    ON CONFLICT (command_id, message_id) DO UPDATE SET called_at = excluded.called_at
    """
)

_FIND_CALL = sql(
    """
    SELECT chat_id FROM command_call
    WHERE command_id = :command_id AND message_id = :message_id AND called_at > :since
    """
)

_FORGET_CALLS = sql("DELETE FROM command_call WHERE called_at <= :since")


class NewCommand(NamedTuple):
    bot_id: UserId
    name: str
    common: bool
    hidden: bool
    extranet_support: bool
    titles: Texts
    params: Texts
    handler_url: str = ""


def folded(name: str) -> str:
    """Commands are called without regard to case."""
    return name.casefold()


async def get(tx: Tx, command_id: CommandId) -> Command | None:
    row = await tx.one(_GET, command_id=command_id)
    return None if row is None else _command_of(row)


async def find(tx: Tx, bot_id: UserId, name: str) -> Command | None:
    row = await tx.one(_FIND, bot_id=bot_id, folded_name=folded(name))
    return None if row is None else _command_of(row)


async def named(tx: Tx, names: Iterable[str]) -> list[Command]:
    """Those of all bots that have one of `names`, by ascending id."""
    wanted = sorted({folded(name) for name in names})
    return [_command_of(row) for row in await tx.all(_NAMED, folded_names=json.dumps(wanted))]


async def of_bot(tx: Tx, bot_id: UserId) -> list[Command]:
    """By ascending id."""
    return [_command_of(row) for row in await tx.all(_OF_BOT, bot_id=bot_id)]


async def listed(tx: Tx) -> list[Command]:
    """Those of all bots that are not hidden, by ascending id."""
    return [_command_of(row) for row in await tx.all(_LISTED)]


async def count(tx: Tx, bot_id: UserId) -> int:
    row = await tx.one(_COUNT, bot_id=bot_id)
    return 0 if row is None else int(row[0])


async def add(tx: Tx, new: NewCommand) -> Command:
    command_id = await tx.add(_ADD, bot_id=new.bot_id, **_values(new))
    return Command(id=CommandId(command_id), **new._asdict())


async def save(tx: Tx, command: Command) -> None:
    await tx.run(_SAVE, command_id=command.id, **_values(command))


async def remove(tx: Tx, command_id: CommandId) -> None:
    """Its calls can no longer be answered."""
    await tx.run(_REMOVE_CALLS, command_id=command_id)
    await tx.run(_REMOVE, command_id=command_id)


async def note_call(
    tx: Tx, command_id: CommandId, message_id: MessageId, chat_id: ChatId, now: Moment
) -> None:
    await tx.run(
        _NOTE_CALL, command_id=command_id, message_id=message_id, chat_id=chat_id, now=now
    )


async def find_call(
    tx: Tx, command_id: CommandId, message_id: MessageId, since: Moment
) -> ChatId | None:
    """Where the message called the command, if that was after `since`."""
    row = await tx.one(_FIND_CALL, command_id=command_id, message_id=message_id, since=since)
    return None if row is None else ChatId(row[0])


async def forget_calls(tx: Tx, since: Moment) -> int:
    """Those of `since` or before."""
    return await tx.run(_FORGET_CALLS, since=since)


def _values(command: Command | NewCommand) -> dict[str, object]:
    return {
        "name": command.name,
        "folded_name": folded(command.name),
        "common": command.common,
        "hidden": command.hidden,
        "extranet_support": command.extranet_support,
        "titles": json.dumps(command.titles),
        "params": json.dumps(command.params),
        "handler_url": command.handler_url,
    }


def _command_of(row: Row) -> Command:
    return Command(
        id=CommandId(row[0]),
        bot_id=UserId(row[1]),
        name=row[2],
        common=bool(row[3]),
        hidden=bool(row[4]),
        extranet_support=bool(row[5]),
        titles=json.loads(row[6]),
        params=json.loads(row[7]),
        handler_url=row[8],
    )

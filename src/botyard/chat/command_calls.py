"""Pressing what calls a command, and answering who called."""

from typing import NamedTuple

import msgspec

from botyard.chat import callees, dialogs, messages, reports
from botyard.chat.callees import Call
from botyard.chat.commands import bare
from botyard.chat.dialogs import Dialog
from botyard.chat.mentions import named
from botyard.chat.messages import SYSTEM, Draft
from botyard.chat.texts import is_blank, shorten
from botyard.model.commands import Command, CommandId
from botyard.model.entities import Bot, ChatId, Message, MessageId, Moment, UserId
from botyard.model.errors import COMMAND_ANSWER_FAILED, PARAMS_ERROR, ApiError
from botyard.model.events import CommandContext
from botyard.model.rich import Button
from botyard.store import bots, chats, commands, users
from botyard.store import messages as stored_messages
from botyard.store.commands import folded
from botyard.store.messages import NewMessage
from botyard.store.tx import Tx

# How long after a call it may be answered.
ANSWERABLE_MS = 24 * 60 * 60 * 1000


class Press(NamedTuple):
    """`params` None means what stands behind the command in `command` itself."""

    bot: Bot
    command: str
    params: str | None = None


class CallPlace(NamedTuple):
    """What an event told of a call: `dialog_id` as the bot addresses the chat.

    The older API names no dialog: the message tells which one is meant.
    """

    command_id: CommandId
    message_id: MessageId
    dialog_id: str | None = None


async def press(tx: Tx, dialog: Dialog, message_id: MessageId, wanted: Press, now: Moment) -> None:
    """Call a command by a button of the message, or by its menu, as `dialog.member`.

    A button with BLOCK is disabled by it; the bot hears of the message as it was. Refuses with
    PARAMS_ERROR.
    """
    message = await stored_messages.hold(tx, message_id)
    command, params = await _meant(tx, wanted)
    if message is None or command is None:
        raise ApiError(PARAMS_ERROR)
    owner_id = await _owner_of_items(tx, message, command)
    buttons = _fitting(message.params.keyboard, owner_id, command)
    items = buttons or _fitting(message.params.menu, owner_id, command)
    pressed = _pressed(items, params)
    caller_id = dialog.member.user_id
    if pressed is None or not await callees.permitted(tx, dialog.chat, [command], caller_id):
        raise ApiError(PARAMS_ERROR)
    if pressed.get("BLOCK") == "Y":
        await _lock(tx, message, pressed)
    context: CommandContext = "keyboard" if buttons else "menu"
    present = await callees.bots_in(tx, dialog.chat)
    call = Call(message, params, context, caller_id)
    callee = callees.callee(wanted.bot, command, call, present)
    await reports.command_called(tx, callee.bot, callee.event, now)


async def answer(tx: Tx, bot: Bot, place: CallPlace, draft: Draft, now: Moment) -> MessageId:
    """Say `draft` where the command was called, for 24 hours, also where the bot is not.

    There it is a message of the chat itself that names the bot. Refuses with
    COMMAND_ANSWER_FAILED.
    """
    chat_id = await _called_in(tx, bot, place, now)
    is_empty = is_blank(draft.text) and draft.params.attach is None
    if chat_id is None or is_empty:
        raise ApiError(COMMAND_ANSWER_FAILED)
    dialog = await dialogs.of_chat(tx, bot.id, chat_id)
    if dialog is not None:
        return (await messages.send(tx, dialog, draft, now)).id
    return await _answer_from_outside(tx, bot, chat_id, draft, now)


async def _called_in(tx: Tx, bot: Bot, place: CallPlace, now: Moment) -> ChatId | None:
    """The chat of a call that this bot may answer, or None when anything does not fit."""
    command = await commands.get(tx, place.command_id)
    if command is None or command.bot_id != bot.id:
        return None
    since = Moment(now - ANSWERABLE_MS)
    chat_id = await commands.find_call(tx, command.id, place.message_id, since)
    if place.dialog_id is None:
        return chat_id
    dialog = await dialogs.find_opened(tx, bot.id, place.dialog_id)
    meant = dialogs.group_of(place.dialog_id) if dialog is None else dialog.chat.id
    return chat_id if chat_id == meant else None


async def _answer_from_outside(
    tx: Tx, bot: Bot, chat_id: ChatId, draft: Draft, now: Moment
) -> MessageId:
    chat, user = await chats.find(tx, chat_id), await users.get(tx, bot.id)
    if chat is None or user is None:
        raise ApiError(COMMAND_ANSWER_FAILED)
    new = NewMessage(
        chat_id=chat_id,
        author_id=SYSTEM,
        is_system=True,
        created_at=now,
        text=f"{named(user)}: {shorten(draft.text)}",
        params=draft.params,
    )
    message = await stored_messages.add(tx, new)
    await chats.count_message(tx, chat_id, message.id)
    await bots.keep_count(tx, bot.id, 1)
    await reports.message_added(tx, chat, message, actor_id=bot.id)
    return message.id


async def _meant(tx: Tx, wanted: Press) -> tuple[Command | None, str]:
    """The whole text is the command's name, or else its first word."""
    whole = bare(wanted.command)
    first, rest = _split(whole)
    command = await commands.find(tx, wanted.bot.id, whole)
    if command is not None:
        return command, wanted.params or ""
    command = await commands.find(tx, wanted.bot.id, first)
    return command, rest if wanted.params is None else wanted.params


async def _owner_of_items(tx: Tx, message: Message, command: Command) -> UserId:
    """Whose the items are that name no bot: the bot's that wrote them, or, where a person did,
    the bot's that is called; by writing its command they could be called as well.
    """
    author = await bots.get(tx, message.author_id)
    return command.bot_id if author is None else author.id


def _fitting(items: list[Button] | None, owner_id: UserId, command: Command) -> list[Button]:
    """What calls the command; `owner_id` is whose the items are that name no bot."""
    name = folded(command.name)
    return [
        one
        for one in items or []
        if one.get("BOT_ID", owner_id) == command.bot_id
        and name in (folded(_text(one, "COMMAND")), folded(_split(_text(one, "COMMAND"))[0]))
    ]


def _pressed(items: list[Button], params: str) -> Button | None:
    """The one with these very params, else the first; None when it cannot be pressed."""
    exact = [one for one in items if _params_of(one) == params]
    return next((one for one in exact or items if one.get("DISABLED") != "Y"), None)


def _params_of(item: Button) -> str:
    return _text(item, "COMMAND_PARAMS") or _split(_text(item, "COMMAND"))[1]


def _text(item: Button, key: str) -> str:
    return str(item.get(key, ""))


def _split(command: str) -> tuple[str, str]:
    first, *rest = command.split(maxsplit=1) or [""]
    return first, "".join(rest)


async def _lock(tx: Tx, message: Message, pressed: Button) -> None:
    keyboard = [
        {**button, "DISABLED": "Y"} if button is pressed else button
        for button in message.params.keyboard or []
    ]
    params = msgspec.structs.replace(message.params, keyboard=keyboard)
    await stored_messages.update(tx, msgspec.structs.replace(message, params=params))

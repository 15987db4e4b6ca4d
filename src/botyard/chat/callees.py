"""Which bots are called by the slash commands of a message, and which may be."""

from collections.abc import Sequence
from typing import NamedTuple

from botyard.chat.acquaintance import is_outsider
from botyard.chat.mentions import mentioned_users
from botyard.chat.slash import SlashCommand
from botyard.model.commands import Command
from botyard.model.entities import Bot, Message, User, UserId, Venue
from botyard.model.events import CommandCalled, CommandContext
from botyard.store import bots, commands, listeners, users
from botyard.store.commands import folded
from botyard.store.tx import Tx


class Call(NamedTuple):
    """`user_id` calls with the command of `message`; `params` is what follows the command."""

    message: Message
    params: str
    context: CommandContext
    user_id: UserId


class Callee(NamedTuple):
    bot: Bot
    event: CommandCalled


async def of_message(
    tx: Tx, chat: Venue, message: Message, written: Sequence[SlashCommand], actor_id: UserId
) -> list[Callee]:
    """One for each command and bot in the order of the text.

    What the chat itself says and what is forwarded calls nobody.
    """
    if message.is_system or message.forward is not None:
        return []
    known = await commands.named(tx, [one.command for one in written])
    found = await permitted(tx, chat, [one for one in known if one.bot_id != actor_id], actor_id)
    if not found:
        return []
    present = await bots_in(tx, chat)
    owners = {one.bot_id: await bots.get(tx, one.bot_id) for one in found}
    addressed = mentioned_users(message.text)
    return [
        callee(bot, command, Call(message, one.params, "textarea", actor_id), present)
        for one in written
        for command in _chosen(found, folded(one.command), present, addressed)
        if (bot := owners[command.bot_id]) is not None
    ]


def callee(bot: Bot, command: Command, call: Call, present: frozenset[UserId]) -> Callee:
    """`present` are the bots of the chat."""
    event = CommandCalled(
        message=call.message,
        command_id=command.id,
        command=command.name,
        params=call.params,
        context=call.context,
        user_id=call.user_id,
        from_outside=bot.id not in present,
    )
    return Callee(bot, event)


async def permitted(
    tx: Tx, chat: Venue, found: Sequence[Command], caller_id: UserId
) -> list[Command]:
    """Those that the caller may use in the chat."""
    caller = await users.get(tx, caller_id) if found else None
    if caller is None:
        return []
    present = await bots_in(tx, chat)
    return [
        one for one in found if (one.common or one.bot_id in present) and is_open_to(one, caller)
    ]


def is_open_to(command: Command, caller: User) -> bool:
    return command.extranet_support or not is_outsider(caller)


def _chosen(
    found: Sequence[Command],
    folded_name: str,
    present: frozenset[UserId],
    addressed: frozenset[int],
) -> list[Command]:
    """Of several bots with the command those that the text mentions, else those in the chat."""
    same = [one for one in found if folded(one.name) == folded_name]
    mentioned = [one for one in same if one.bot_id in addressed]
    return mentioned or [one for one in same if one.bot_id in present] or same


async def bots_in(tx: Tx, chat: Venue) -> frozenset[UserId]:
    heard_by = await listeners.in_chat(tx, chat.id)
    return frozenset(one.id for one in heard_by if one.type != "person")

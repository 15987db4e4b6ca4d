"""Recording what happened for everybody who must learn of it.

Nothing else fills the outbox; each report is part of the transaction of what it reports.
"""

from typing import Any

from botyard.chat import audience, callees, loops
from botyard.chat.slash import commands_in
from botyard.model.commands import CommandId
from botyard.model.entities import NO_CHAT, Bot, Chat, Message, Moment, UserId, Venue
from botyard.model.events import (
    BotDeleted,
    ChatJoined,
    CommandCalled,
    ContextSent,
    MessageAdded,
    MessageDeleted,
    MessageUpdated,
    ReactionAction,
    ReactionChanged,
)
from botyard.store import commands, listeners, outbox
from botyard.store.outbox import Recipient
from botyard.store.tx import Tx


async def message_added(tx: Tx, chat: Venue, message: Message, *, actor_id: UserId) -> None:
    """A bot whose command it calls hears of the call instead."""
    there = await listeners.in_chat(tx, chat.id)
    recipients = audience.of_message(there, chat, message, (message.text,), actor_id=actor_id)
    written = commands_in(message.text)
    if not recipients and not written:
        return
    hearers = None if written else recipients
    silenced = await loops.partners(tx, there, message, actor_id, hearers)
    if written:
        called = await callees.of_message(tx, chat, message, written, actor_id)
        for bot, event in called:
            if bot.id not in silenced:
                await command_called(tx, bot, event, message.created_at)
        silenced |= {bot.id for bot, _ in called}
    if silenced:
        recipients = [one for one in recipients if one.id not in silenced]
    if recipients:
        await outbox.add(tx, MessageAdded(message), recipients, chat.id, message.created_at)


async def message_updated(
    tx: Tx, chat: Chat, before: Message, after: Message, *, actor_id: UserId, now: Moment
) -> None:
    """A mention in the text before or after is enough."""
    texts = (before.text, after.text)
    there = await listeners.in_chat(tx, chat.id)
    recipients = audience.of_message(there, chat, after, texts, actor_id=actor_id)
    await outbox.add(tx, MessageUpdated(after), recipients, chat.id, now)


async def message_deleted(
    tx: Tx, chat: Chat, message: Message, *, actor_id: UserId, now: Moment
) -> None:
    there = await listeners.in_chat(tx, chat.id)
    recipients = audience.of_message(there, chat, message, (message.text,), actor_id=actor_id)
    await outbox.add(tx, MessageDeleted(message), recipients, chat.id, now)


async def reaction_changed(
    tx: Tx,
    chat: Chat,
    message: Message,
    reaction: str,
    action: ReactionAction,
    *,
    actor_id: UserId,
    now: Moment,
) -> None:
    recipients = await audience.of_reaction(tx, chat, message, actor_id=actor_id)
    event = ReactionChanged(message, reaction, action, actor_id)
    await outbox.add(tx, event, recipients, chat.id, now)


async def chat_joined(
    tx: Tx, chat: Chat, joined_id: UserId, *, actor_id: UserId, now: Moment
) -> None:
    recipients = await audience.of_joining(tx, chat, joined_id, actor_id=actor_id)
    event = ChatJoined(chat.id, joined_id, actor_id)
    await outbox.add(tx, event, recipients, chat.id, now)


async def command_called(tx: Tx, bot: Bot, event: CommandCalled, now: Moment) -> None:
    """For a day the bot may answer where it was called."""
    command_id, message = CommandId(event.command_id), event.message
    await commands.note_call(tx, command_id, message.id, message.chat_id, now)
    await outbox.add(tx, event, [_of_bot(bot)], message.chat_id, now)


async def context_sent(
    tx: Tx, bot: Bot, chat: Chat, user_id: UserId, context: dict[str, Any], now: Moment
) -> None:
    await outbox.add(tx, ContextSent(chat.id, user_id, context), [_of_bot(bot)], chat.id, now)


async def bot_deleted(tx: Tx, bot: Bot, by_user_id: UserId, now: Moment) -> None:
    await outbox.add(tx, BotDeleted(bot, by_user_id), [_of_bot(bot)], NO_CHAT, now)


def _of_bot(bot: Bot) -> Recipient:
    return Recipient(bot.id, bot.event_mode == "webhook", bot.kinds, frozenset(bot.unbound))

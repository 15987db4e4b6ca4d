"""Bots that answer each other, and what ends it: they stop hearing each other for a while.

Whoever only listens, or only speaks, is in no loop and hears everything.
"""

import structlog

from botyard.model.entities import Message, UserId
from botyard.store import listeners, messages
from botyard.store.listeners import Listener
from botyard.store.outbox import Recipient
from botyard.store.tx import Tx

# So many messages may bots write in a dialog within a minute while nobody else says a word.
BETWEEN_BOTS = 50
WITHIN_MS = 60_000
# What a bot has to have written itself to be one that answers.
_OWN_SHARE = BETWEEN_BOTS // 2
# As far back is looked; a bot may write hundreds of answers at a time.
_LOOKED_AT = 1_000
# Who says what the chat itself says.
_CHAT = UserId(0)
_NOBODY: frozenset[UserId] = frozenset()

log = structlog.get_logger()


async def partners(
    tx: Tx,
    there: list[Listener],
    message: Message,
    actor_id: UserId,
    hearers: list[Recipient] | None,
) -> frozenset[UserId]:
    """The bots with which this one has been talking alone, for too long.

    `hearers` would hear the message; None where anybody may, by a command in it.
    """
    bots = [one for one in there if one.type != "person"]
    actor = next((one for one in bots if one.id == actor_id), None)
    if actor is None or len(bots) == 1 or message.is_system:
        return _NOBODY
    if not actor.has_spoken:
        await listeners.note_first_word(tx, message.chat_id, actor_id)
        return _NOBODY
    # Costs nothing where one bot speaks and the others listen.
    bot_ids = {one.id for one in bots if one.has_spoken}
    if len(bot_ids) == 1:
        return _NOBODY
    if hearers is not None and bot_ids.isdisjoint([one.id for one in hearers]):
        return _NOBODY
    if not await _are_alone(tx, message, bot_ids):
        return _NOBODY
    since = message.created_at - WITHIN_MS
    counts = await messages.count_by_author(
        tx, message.chat_id, up_to=message.id, since=since, count=_LOOKED_AT
    )
    talking = {one for one in bot_ids if counts.get(one, 0) >= _OWN_SHARE}
    if actor_id not in talking or len(talking) == 1:
        return _NOBODY
    if counts[actor_id] % _OWN_SHARE == 0:
        log.warning("bots_answer_each_other", chat_id=message.chat_id, bot_ids=sorted(talking))
    return frozenset(talking - {actor_id})


async def _are_alone(tx: Tx, message: Message, bot_ids: set[UserId]) -> bool:
    """Whether bots alone have spoken, and often, in the minute before the message."""
    before = await messages.authors(tx, message.chat_id, below=message.id, count=BETWEEN_BOTS)
    known = {*bot_ids, _CHAT}
    return len(before) == BETWEEN_BOTS and all(
        author_id in known and said_at > message.created_at - WITHIN_MS
        for author_id, said_at in before
    )

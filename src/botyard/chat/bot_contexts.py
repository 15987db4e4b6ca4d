"""Telling a bot why its dialog was opened."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from botyard.chat import dialogs, reports
from botyard.chat.dialogs import Dialog
from botyard.model.entities import Bot, Moment, UserId
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.store import bots, listeners
from botyard.store.tx import Tx


class BotDialog(NamedTuple):
    dialog: Dialog
    bots: Sequence[Bot]


async def find(tx: Tx, user_id: UserId, dialog_id: str, now: Moment) -> BotDialog:
    """A dialog with bots in it; one with a single bot is opened by being asked for.

    Refuses with ACCESS_DENIED where there is no such dialog, or no bot in it.
    """
    # Nobody else's dialog is opened only to be refused.
    if dialogs.names_a_user(dialog_id) and await bots.get(tx, UserId(int(dialog_id))) is None:
        raise ApiError(ACCESS_DENIED)
    dialog = await dialogs.find(tx, user_id, dialog_id, now)
    if dialog is None:
        raise ApiError(ACCESS_DENIED)
    heard_by = await listeners.in_chat(tx, dialog.chat.id)
    present = await bots.get_many(tx, [one.id for one in heard_by if one.type != "person"])
    if not present:
        raise ApiError(ACCESS_DENIED)
    return BotDialog(dialog, present)


async def send(tx: Tx, found: BotDialog, context: dict[str, Any], now: Moment) -> None:
    """Every bot of the dialog hears of it."""
    user_id = found.dialog.member.user_id
    for bot in found.bots:
        await reports.context_sent(tx, bot, found.dialog.chat, user_id, context, now)

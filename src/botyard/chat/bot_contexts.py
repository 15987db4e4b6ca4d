"""Telling a bot why its dialog was opened."""

from typing import Any

from botyard.chat import dialogs, reports
from botyard.chat.dialogs import Dialog
from botyard.model.entities import Bot, Moment, UserId
from botyard.model.errors import ACCESS_DENIED, ApiError
from botyard.store import bots, listeners
from botyard.store.tx import Tx


async def send(
    tx: Tx, user_id: UserId, dialog_id: str, context: dict[str, Any], now: Moment
) -> None:
    """Every bot of the dialog hears of it; one with a single bot is opened by this.

    Refuses with ACCESS_DENIED where there is no such dialog, or no bot in it.
    """
    found = await _bots_at(tx, user_id, dialog_id, now)
    if found is None:
        raise ApiError(ACCESS_DENIED)
    dialog, present = found
    for bot in present:
        await reports.context_sent(tx, bot, dialog.chat, user_id, context, now)


async def _bots_at(
    tx: Tx, user_id: UserId, dialog_id: str, now: Moment
) -> tuple[Dialog, list[Bot]] | None:
    # Nobody else's dialog is opened only to be refused.
    if dialogs.names_a_user(dialog_id) and await bots.get(tx, UserId(int(dialog_id))) is None:
        return None
    dialog = await dialogs.find(tx, user_id, dialog_id, now)
    if dialog is None:
        return None
    heard_by = await listeners.in_chat(tx, dialog.chat.id)
    present = await bots.get_many(tx, [one.id for one in heard_by if one.type != "person"])
    return (dialog, present) if present else None

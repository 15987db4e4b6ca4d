"""imbot.message.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import dialogs, messages
from botyard.chat.dialogs import Standing
from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    DIALOG_ID_EMPTY,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_ERROR,
    MENU_OVERSIZE,
    MESSAGE_EMPTY,
    MESSAGE_NOT_ADDED,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method_v1 import BotId, ClientId, older_bot_method
from botyard.rpc.older_messages import OlderMessageFields, draft_of


class AddBotMessageParams(OlderMessageFields, frozen=True):
    dialog_id: Annotated[
        str,
        Meta(description="A user id, or `chat5` for a group.", extra={"error": DIALOG_ID_EMPTY}),
    ] = ""
    from_user_id: Annotated[
        int,
        Meta(
            description="With `TO_USER_ID`, in the place of `DIALOG_ID`: a system message in the "
            "dialog of these two, of whom the bot must be one."
        ),
    ] = 0
    to_user_id: Annotated[int, Meta(description="The other one.")] = 0
    skip_connector: Annotated[bool, Meta(description="Accepted, without effect.")] = False
    bot_id: BotId = None
    client_id: ClientId = None


@older_bot_method(
    "imbot.message.add",
    errors=[
        DIALOG_ID_EMPTY,
        MESSAGE_EMPTY,
        ATTACH_OVERSIZE,
        ATTACH_ERROR,
        KEYBOARD_ERROR,
        KEYBOARD_OVERSIZE,
        MENU_ERROR,
        MENU_OVERSIZE,
        MESSAGE_NOT_ADDED,
    ],
)
async def add_bot_message(call: OlderBotCall, params: AddBotMessageParams) -> int:
    """Post a message as the bot; the first one to somebody opens the dialog."""
    is_pair = bool(params.from_user_id and params.to_user_id)
    standing = await _standing(call, _other_side(call, params) if is_pair else params.dialog_id)
    draft = draft_of(params, call.bot.id, is_system=params.system or is_pair)
    sent = await messages.send(call.tx, standing, draft, call.now)
    return sent.id


def _other_side(call: OlderBotCall, params: AddBotMessageParams) -> str:
    """A bot is no way into the dialogs of others."""
    sides = {params.from_user_id, params.to_user_id}
    if call.bot.id not in sides:
        raise ApiError(MESSAGE_NOT_ADDED)
    return str(next(iter(sides - {call.bot.id}), ""))


async def _standing(call: OlderBotCall, dialog_id: str) -> Standing:
    if not dialogs.is_dialog_id(dialog_id):
        raise ApiError(DIALOG_ID_EMPTY)
    standing = await dialogs.find_standing(call.tx, call.bot.id, dialog_id, call.now)
    if standing is None:
        raise ApiError(MESSAGE_NOT_ADDED)
    return standing

"""imbot.v2.Chat.Message.update"""

from typing import Annotated

from msgspec import UNSET, Meta

from botyard.chat import message_changes
from botyard.chat.message_changes import MessageChange
from botyard.model.errors import (
    ACCESS_DENIED,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
    ApiError,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method
from botyard.rpc.rich_content import (
    BOT_ERRORS,
    changed_attach,
    changed_keyboard,
    takes_attach_away,
)


class MessageUpdateFields(Params, frozen=True):
    message: Annotated[
        str | None,
        Meta(description="Text; past 20,000 characters it is cut. Absent, the old one stays."),
    ] = None
    attach: Annotated[
        object,
        Meta(description="An object with `BLOCKS`. A bare list, `N` or empty takes it away."),
    ] = None
    keyboard: Annotated[
        object,
        Meta(
            description="Buttons, or an object with `BUTTONS`. `N` or an empty list or text takes "
            "it away; an object without one good button is refused."
        ),
    ] = None
    url_preview: Annotated[bool | None, Meta(description="Show what links lead to.")] = None


class UpdateMessageParams(Params, frozen=True):
    message_id: Annotated[
        int, Meta(description="A message of the bot.", extra={"error": ACCESS_DENIED})
    ] = 0
    fields: Annotated[MessageUpdateFields, Meta(description="What changes.")] = (
        MessageUpdateFields()
    )


@bot_method(
    "imbot.v2.Chat.Message.update",
    errors=[ACCESS_DENIED, PARAM_ATTACH_ERROR, PARAM_KEYBOARD_ERROR],
)
async def update_message(call: BotCall, params: UpdateMessageParams) -> Done:
    """Change a message of the bot; one that is left with nothing to say is deleted."""
    held = await call.held_message(params.message_id)
    if not message_changes.may_edit(held):
        raise ApiError(ACCESS_DENIED)
    await message_changes.edit(call.tx, held, read_change(call, params.fields), call.now)
    return Done()


def read_change(call: BotCall, fields: MessageUpdateFields) -> MessageChange:
    taken_away = takes_attach_away(fields.attach)
    return MessageChange(
        text=UNSET if fields.message is None else fields.message,
        attach=None if taken_away else changed_attach(fields.attach, BOT_ERRORS),
        keyboard=changed_keyboard(fields.keyboard, call.bot.id, BOT_ERRORS),
        url_preview=UNSET if fields.url_preview is None else fields.url_preview,
    )

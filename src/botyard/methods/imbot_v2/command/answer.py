"""imbot.v2.Command.answer"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import command_calls
from botyard.chat.command_calls import CallPlace
from botyard.chat.messages import Draft
from botyard.model.commands import CommandId
from botyard.model.entities import MessageId, MessageParams
from botyard.model.errors import (
    COMMAND_ANSWER_FAILED,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Done, Params, bot_method
from botyard.rpc.rich_content import BOT_ERRORS, attach_of, keyboard_of


class AnswerFields(Params, frozen=True):
    message: Annotated[str, Meta(description="Text; past 20,000 characters it is cut.")] = ""
    attach: Annotated[object, Meta(description="Blocks, or an object with `BLOCKS`.")] = None
    keyboard: Annotated[object, Meta(description="Buttons, or an object with `BUTTONS`.")] = None
    system: Annotated[bool, Meta(description="A message of the chat itself.")] = False
    url_preview: Annotated[bool, Meta(description="Show what links lead to.")] = True


class AnswerCommandParams(Params, frozen=True):
    command_id: Annotated[
        int,
        Meta(
            description="The command, as the event names it.",
            extra={"error": COMMAND_ANSWER_FAILED},
        ),
    ]
    message_id: Annotated[
        int,
        Meta(description="The message that called it.", extra={"error": COMMAND_ANSWER_FAILED}),
    ]
    dialog_id: Annotated[
        str,
        Meta(
            description="Where it was called: `chat.dialogId` of the event.",
            extra={"error": COMMAND_ANSWER_FAILED},
        ),
    ]
    fields: Annotated[AnswerFields, Meta(description="The answer.")] = AnswerFields()


@bot_method(
    "imbot.v2.Command.answer",
    errors=[COMMAND_ANSWER_FAILED, PARAM_ATTACH_ERROR, PARAM_KEYBOARD_ERROR],
)
async def answer_command(call: BotCall, params: AnswerCommandParams) -> Done:
    """Answer whoever called a slash command, as often as wanted within 24 hours of the call.

    Where the bot is not in the chat, the answer is a system message that names the bot.
    """
    fields = params.fields
    content = MessageParams(
        keyboard=keyboard_of(fields.keyboard, call.bot.id, BOT_ERRORS),
        attach=attach_of(fields.attach, BOT_ERRORS),
        url_preview=fields.url_preview,
    )
    draft = Draft(text=fields.message, params=content, is_system=fields.system)
    place = CallPlace(CommandId(params.command_id), MessageId(params.message_id), params.dialog_id)
    await command_calls.answer(call.tx, call.bot, place, draft, call.now)
    return Done()

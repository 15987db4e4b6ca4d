"""imbot.v2.Command.register"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.chat.commands import CommandDraft
from botyard.model.errors import (
    COMMAND_NAME_INVALID,
    COMMAND_REGISTER_FAILED,
    COMMAND_REQUIRED,
    COMMAND_TITLE_REQUIRED,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.command_fields import name_of, texts_of
from botyard.rpc.method import Params, Result, bot_method
from botyard.wire.command_views import CommandView, command_view


class CommandFields(Params, frozen=True):
    command: Annotated[object, Meta(description="Its name, without the slash.")] = None
    title: Annotated[
        object,
        Meta(
            description='What it does, by language: `{"en": "Show help"}`. Hidden ones need none.'
        ),
    ] = None
    params: Annotated[
        object, Meta(description='What may follow it, by language: `{"en": "topic"}`.')
    ] = None
    common: Annotated[bool, Meta(description="It works where the bot is not, too.")] = False
    hidden: Annotated[bool, Meta(description="It works, but people do not see it listed.")] = False
    extranet_support: Annotated[bool, Meta(description="Guests may use it.")] = False


class RegisterCommandParams(CommandFields, frozen=True):
    fields: Annotated[
        CommandFields | None,
        Meta(description="The command. Without it the same names are read beside `botId`."),
    ] = None


class RegisteredCommand(Result, frozen=True):
    command: Annotated[CommandView, Meta(description="The new or existing command.")]


@bot_method(
    "imbot.v2.Command.register",
    errors=[
        COMMAND_NAME_INVALID,
        COMMAND_REQUIRED,
        COMMAND_TITLE_REQUIRED,
        COMMAND_REGISTER_FAILED,
    ],
)
async def register_command(call: BotCall, params: RegisterCommandParams) -> RegisteredCommand:
    """Create a slash command, or answer the one that the bot has under this name, unchanged.

    Upper and lower case are the same in names. A text that is not there in a language is told in
    English, else in any language. A bot has at most 500 commands.
    """
    fields: CommandFields = params if params.fields is None else params.fields
    place = "" if params.fields is None else "fields."
    draft = CommandDraft(
        name=name_of(fields.command) or "",
        titles=texts_of(fields.title, f"{place}title"),
        params=texts_of(fields.params, f"{place}params"),
        common=fields.common,
        hidden=fields.hidden,
        extranet_support=fields.extranet_support,
    )
    return RegisteredCommand(command_view(await commands.register(call.tx, call.bot, draft)))

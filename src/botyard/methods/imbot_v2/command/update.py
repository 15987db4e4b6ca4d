"""imbot.v2.Command.update"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.chat.commands import CommandChange
from botyard.model.commands import CommandId
from botyard.model.errors import (
    COMMAND_ALREADY_EXISTS,
    COMMAND_NAME_EMPTY,
    COMMAND_NAME_INVALID,
    COMMAND_NOT_FOUND,
)
from botyard.rpc.admit import BotCall
from botyard.rpc.command_fields import name_of, text_changes_of
from botyard.rpc.method import Params, Result, bot_method
from botyard.wire.command_views import CommandView, command_view


class CommandChangeFields(Params, frozen=True):
    command: Annotated[object, Meta(description="Its new name, without the slash.")] = None
    title: Annotated[
        object, Meta(description="By language: a text sets it, null takes it away.")
    ] = None
    params: Annotated[
        object, Meta(description="As `title`, in the languages that `title` names.")
    ] = None
    common: Annotated[bool | None, Meta(description="It works where the bot is not, too.")] = None
    hidden: Annotated[bool | None, Meta(description="People do not see it listed.")] = None
    extranet_support: Annotated[bool | None, Meta(description="Guests may use it.")] = None


class UpdateCommandParams(Params, frozen=True):
    command_id: Annotated[
        int, Meta(description="Id of the command.", extra={"error": COMMAND_NOT_FOUND})
    ]
    fields: Annotated[CommandChangeFields, Meta(description="What changes.")] = (
        CommandChangeFields()
    )


class UpdatedCommand(Result, frozen=True):
    command: Annotated[CommandView, Meta(description="The command after the change.")]


@bot_method(
    "imbot.v2.Command.update",
    errors=[
        COMMAND_NOT_FOUND,
        COMMAND_NAME_EMPTY,
        COMMAND_NAME_INVALID,
        COMMAND_ALREADY_EXISTS,
    ],
)
async def update_command(call: BotCall, params: UpdateCommandParams) -> UpdatedCommand:
    """Change a slash command; what is not named stays as it is."""
    fields = params.fields
    change = CommandChange(
        name=name_of(fields.command),
        titles=text_changes_of(fields.title, "fields.title"),
        params=text_changes_of(fields.params, "fields.params"),
        common=fields.common,
        hidden=fields.hidden,
        extranet_support=fields.extranet_support,
    )
    command_id = CommandId(params.command_id)
    changed = await commands.change(call.tx, call.bot, command_id, change)
    return UpdatedCommand(command_view(changed))

"""imbot.v2.Command.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Params, Result, bot_method
from botyard.wire.command_views import ListedCommandView, listed_command


class ListCommandsParams(Params, frozen=True):
    pass


class CommandList(Result, frozen=True):
    commands: Annotated[list[ListedCommandView], Meta(description="By ascending id.")]


@bot_method("imbot.v2.Command.list", reads=True)
async def list_commands(call: BotCall, params: ListCommandsParams) -> CommandList:  # noqa: ARG001
    """List the bot's slash commands, the hidden ones too, in the portal's language."""
    user = await call.bot_user()
    return CommandList(
        [
            listed_command(command, user.name, call.portal.language)
            for command in await commands.list_own(call.tx, call.bot)
        ]
    )

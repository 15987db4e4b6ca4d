"""imbot.command.register"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.chat.commands import CommandDraft
from botyard.model.errors import (
    COMMAND_NOT_CREATED,
    COMMAND_REGISTER_FAILED,
    EVENT_COMMAND_ADD_ERROR,
    EVENT_COMMAND_ADD_MISSING,
    LANG_ERROR,
    OLDER_COMMAND_MISSING,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.command_fields import MAX_LENGTH
from botyard.rpc.method_v1 import NamedBotParams, older_bot_method
from botyard.rpc.older_commands import CommandText, check_handler, params_of, titles_of


class RegisterOlderCommandParams(NamedBotParams, frozen=True):
    command: Annotated[
        str,
        Meta(
            description="Its name, without the slash.",
            max_length=MAX_LENGTH,
            extra={"error": OLDER_COMMAND_MISSING},
        ),
    ] = ""
    event_command_add: Annotated[
        str | None,
        Meta(
            description="Where calls of it go: ONIMCOMMANDADD.",
            extra={"error": EVENT_COMMAND_ADD_ERROR},
        ),
    ] = None
    lang: Annotated[
        list[CommandText], Meta(description="What it says of itself.", extra={"error": LANG_ERROR})
    ] = []
    common: Annotated[bool, Meta(description="It works where the bot is not, too.")] = False
    hidden: Annotated[bool, Meta(description="It works, but people do not see it listed.")] = False
    extranet_support: Annotated[bool, Meta(description="Guests may use it.")] = False


@older_bot_method(
    "imbot.command.register",
    errors=[
        EVENT_COMMAND_ADD_ERROR,
        OLDER_COMMAND_MISSING,
        LANG_ERROR,
        COMMAND_NOT_CREATED,
    ],
    named=True,
)
async def register_older_command(call: OlderBotCall, params: RegisterOlderCommandParams) -> int:
    """Create a slash command, or find the one that the bot has under this name; answer its id.

    A bot of version 2 hears of calls where it hears of everything, whatever `EVENT_COMMAND_ADD`
    says. A bot has at most 500 commands.
    """
    if params.event_command_add is None:
        raise ApiError(EVENT_COMMAND_ADD_MISSING)
    check_handler(params.event_command_add)
    if not commands.bare(params.command):
        raise ApiError(OLDER_COMMAND_MISSING)
    titles = titles_of(params.lang)
    if not titles:
        raise ApiError(LANG_ERROR)
    draft = CommandDraft(
        name=params.command,
        titles=titles,
        params=params_of(params.lang),
        common=params.common,
        hidden=params.hidden,
        extranet_support=params.extranet_support,
        handler_url=params.event_command_add,
    )
    try:
        command = await commands.register(call.tx, call.bot, draft)
    except ApiError as refusal:
        if refusal.error != COMMAND_REGISTER_FAILED:
            raise
        raise ApiError(COMMAND_NOT_CREATED) from refusal
    return command.id

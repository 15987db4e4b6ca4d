"""imbot.command.update"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import commands
from botyard.chat.commands import CommandChange, TextChanges
from botyard.model.commands import Command
from botyard.model.errors import (
    COMMAND_ALREADY_EXISTS,
    COMMAND_ID_ERROR,
    COMMAND_NAME_EMPTY,
    COMMAND_NOT_UPDATED,
    COMMAND_OF_ANOTHER,
    EVENT_COMMAND_ADD_ERROR,
    NOTHING_TO_UPDATE,
    ApiError,
)
from botyard.rpc.admit import OwnerCall
from botyard.rpc.command_fields import MAX_LENGTH
from botyard.rpc.method import UpperParams
from botyard.rpc.method_v1 import ClientParams, older_owner_method
from botyard.rpc.older_commands import (
    CommandText,
    check_handler,
    owned_command,
    params_of,
    titles_of,
)


class OlderCommandFields(UpperParams, frozen=True):
    command: Annotated[
        str | None,
        Meta(
            description="Its new name, without the slash.",
            max_length=MAX_LENGTH,
            extra={"error": COMMAND_NOT_UPDATED},
        ),
    ] = None
    event_command_add: Annotated[
        str | None,
        Meta(description="Where calls of it go.", extra={"error": EVENT_COMMAND_ADD_ERROR}),
    ] = None
    hidden: Annotated[bool | None, Meta(description="People do not see it listed.")] = None
    extranet_support: Annotated[bool | None, Meta(description="Guests may use it.")] = None
    lang: Annotated[
        list[CommandText] | None,
        Meta(
            description="What it says of itself, in the place of all that it said before.",
            extra={"error": COMMAND_NOT_UPDATED},
        ),
    ] = None


class UpdateOlderCommandParams(ClientParams, frozen=True):
    command_id: Annotated[
        int, Meta(description="Id of the command.", extra={"error": COMMAND_ID_ERROR})
    ] = 0
    fields: Annotated[
        OlderCommandFields, Meta(description="What changes.", extra={"error": NOTHING_TO_UPDATE})
    ] = OlderCommandFields()


@older_owner_method(
    "imbot.command.update",
    errors=[COMMAND_ID_ERROR, COMMAND_OF_ANOTHER, EVENT_COMMAND_ADD_ERROR, NOTHING_TO_UPDATE],
)
async def update_older_command(call: OwnerCall, params: UpdateOlderCommandParams) -> bool:
    """Change a slash command; what is not named stays as it is."""
    fields = params.fields
    command, bot = await owned_command(call, params.command_id)
    if fields == OlderCommandFields():
        raise ApiError(NOTHING_TO_UPDATE)
    if fields.event_command_add is not None:
        check_handler(fields.event_command_add)
    lang = fields.lang or []
    change = CommandChange(
        name=fields.command,
        titles=_in_place_of(command, titles_of(lang)) if lang else {},
        params=_in_place_of(command, params_of(lang)) if lang else {},
        hidden=fields.hidden,
        extranet_support=fields.extranet_support,
        handler_url=fields.event_command_add,
    )
    try:
        await commands.change(call.tx, bot, command.id, change)
    except ApiError as refusal:
        if refusal.error not in (COMMAND_NAME_EMPTY, COMMAND_ALREADY_EXISTS):
            raise
        raise ApiError(COMMAND_NOT_UPDATED) from refusal
    return True


def _in_place_of(command: Command, texts: dict[str, str]) -> TextChanges:
    return {**dict.fromkeys(command.titles), **texts}

"""imbot.update"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots
from botyard.chat.bots import BotChange
from botyard.model.errors import (
    BOT_CODE_ALREADY_TAKEN,
    BOT_NOT_UPDATED,
    EVENT_BOT_DELETE_ERROR,
    EVENT_MESSAGE_ADD_ERROR,
    EVENT_MESSAGE_DELETE_ERROR,
    EVENT_MESSAGE_UPDATE_ERROR,
    EVENT_WELCOME_MESSAGE_ERROR,
    NAME_ERROR,
    NOTHING_TO_UPDATE,
    ApiError,
)
from botyard.rpc.admit_v1 import OlderBotCall
from botyard.rpc.method import Preparation, prepared_by
from botyard.rpc.method_v1 import NamedBotParams, older_bot_method
from botyard.rpc.older_bots import AddressFields, OlderProperties, handlers_of, keep_photo


class OlderBotFields(AddressFields, frozen=True):
    code: Annotated[str | None, Meta(description="Names the bot; unique.", max_length=255)] = None
    properties: Annotated[
        OlderProperties, Meta(description="How people see the bot.", extra={"error": NAME_ERROR})
    ] = OlderProperties()


class UpdateOlderParams(NamedBotParams, frozen=True):
    fields: Annotated[
        OlderBotFields, Meta(description="What changes.", extra={"error": NOTHING_TO_UPDATE})
    ] = OlderBotFields()


async def read_new_photo(preparation: Preparation, params: UpdateOlderParams) -> str | None:
    return await keep_photo(preparation, params.fields.properties)


@older_bot_method(
    "imbot.update",
    errors=[
        EVENT_MESSAGE_ADD_ERROR,
        EVENT_MESSAGE_UPDATE_ERROR,
        EVENT_MESSAGE_DELETE_ERROR,
        EVENT_WELCOME_MESSAGE_ERROR,
        EVENT_BOT_DELETE_ERROR,
        NAME_ERROR,
        NOTHING_TO_UPDATE,
    ],
    known=True,
    calls_back=True,
)
@prepared_by(read_new_photo)
async def update_older_bot(
    call: OlderBotCall, params: UpdateOlderParams, avatar: str | None
) -> bool:
    """Change a bot's code, its looks, or where its events go.

    To a bot of version 2 the addresses make no difference: its events go where it said there.
    """
    fields, properties = params.fields, params.fields.properties
    if fields == OlderBotFields():
        raise ApiError(NOTHING_TO_UPDATE)
    handlers = handlers_of(fields, whole=False)
    if _is_blank(properties.name) and _is_blank(properties.last_name):
        raise ApiError(NAME_ERROR)
    change = BotChange(code=fields.code, looks=properties.looks(avatar), handlers=handlers)
    try:
        await bots.change(call.tx, call.bot, change)
    except ApiError as refusal:
        if refusal.error != BOT_CODE_ALREADY_TAKEN:
            raise
        raise ApiError(BOT_NOT_UPDATED) from refusal
    return True


def _is_blank(name: str | None) -> bool:
    return name is not None and not name.strip()

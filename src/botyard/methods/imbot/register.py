"""imbot.register"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots
from botyard.chat.bots import BotDraft, Handlers
from botyard.model.entities import BotType
from botyard.model.errors import (
    BOT_CODE_ALREADY_TAKEN,
    BOT_LIMIT_EXCEEDED,
    BOT_NOT_CREATED,
    CODE_ERROR,
    EVENT_BOT_DELETE_ERROR,
    EVENT_MESSAGE_ADD_ERROR,
    EVENT_MESSAGE_DELETE_ERROR,
    EVENT_MESSAGE_UPDATE_ERROR,
    EVENT_WELCOME_MESSAGE_ERROR,
    MAX_COUNT_ERROR,
    NAME_ERROR,
    ApiError,
)
from botyard.rpc.admit import OwnerCall
from botyard.rpc.method import Preparation, prepared_by
from botyard.rpc.method_v1 import ClientId, older_owner_method
from botyard.rpc.older_bots import AddressFields, OlderProperties, handlers_of, keep_photo

_TYPES: dict[str, BotType] = {"O": "openline", "S": "supervisor"}
_REFUSALS = {BOT_CODE_ALREADY_TAKEN: BOT_NOT_CREATED, BOT_LIMIT_EXCEEDED: MAX_COUNT_ERROR}
# Whoever wants to hear of these binds them later, by imbot.update.
_BOUND_LATER = ("message_updated", "message_deleted")


class RegisterOlderParams(AddressFields, frozen=True):
    code: Annotated[
        str,
        Meta(description="Names the bot; unique.", max_length=255, extra={"error": CODE_ERROR}),
    ] = ""
    type: Annotated[
        str,
        Meta(
            description="`B` and `H` for a plain bot, `S` for one that hears everything in its "
            "chats, `O` for open lines. Unknown ones mean `B`."
        ),
    ] = "B"
    openline: Annotated[bool, Meta(description="Also serves open lines.")] = False
    properties: Annotated[
        OlderProperties, Meta(description="How people see the bot.", extra={"error": NAME_ERROR})
    ] = OlderProperties()
    client_id: ClientId = None


async def read_photo(preparation: Preparation, params: RegisterOlderParams) -> str | None:
    return await keep_photo(preparation, params.properties)


@older_owner_method(
    "imbot.register",
    errors=[
        EVENT_MESSAGE_ADD_ERROR,
        EVENT_MESSAGE_UPDATE_ERROR,
        EVENT_MESSAGE_DELETE_ERROR,
        EVENT_WELCOME_MESSAGE_ERROR,
        EVENT_BOT_DELETE_ERROR,
        CODE_ERROR,
        NAME_ERROR,
        MAX_COUNT_ERROR,
        BOT_NOT_CREATED,
    ],
    known=True,
)
@prepared_by(read_photo)
async def register_older_bot(
    call: OwnerCall, params: RegisterOlderParams, avatar: str | None
) -> int:
    """Create a bot, or find the one that the caller registered under this code; answer its id.

    `EVENT_MESSAGE_ADD`, `EVENT_WELCOME_MESSAGE` and `EVENT_BOT_DELETE` must be there, or
    `EVENT_HANDLER` in their place. `EVENT_MESSAGE_UPDATE` and `EVENT_MESSAGE_DELETE` of a plain
    bot that serves no open lines have no effect here: `imbot.update` sets them. An owner has at
    most five bots.
    """
    handlers = _wanted_handlers(params)
    if not params.code.strip():
        raise ApiError(CODE_ERROR)
    looks = params.properties.looks(avatar)
    if not f"{looks.name or ''}{looks.last_name or ''}".strip():
        raise ApiError(NAME_ERROR)
    draft = BotDraft(
        code=params.code,
        looks=looks,
        type=_TYPES.get(params.type.upper(), "bot"),
        event_mode="webhook",
        webhook_url=handlers["message_added"],
        is_support_openline=params.openline or params.type.upper() == "O",
        generation=1,
        handlers=handlers,
    )
    try:
        card = await bots.register(call.tx, call.owner, draft, call.portal.language, call.now)
    except ApiError as refusal:
        raise ApiError(_REFUSALS.get(refusal.error, refusal.error)) from refusal
    return card.bot.id


def _wanted_handlers(params: RegisterOlderParams) -> Handlers:
    handlers = handlers_of(params, whole=True)
    if params.type.upper() in _TYPES or params.openline:
        return handlers
    return {kind: url for kind, url in handlers.items() if kind not in _BOUND_LATER}

"""imbot.v2.Bot.register"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots
from botyard.chat.bots import BotDraft, Looks
from botyard.model.errors import (
    BOT_AVATAR_INCORRECT_SIZE,
    BOT_AVATAR_INCORRECT_TYPE,
    BOT_CODE_ALREADY_TAKEN,
    BOT_CODE_REQUIRED,
    BOT_INVALID_CALLBACK,
    BOT_INVALID_EVENT_MODE,
    BOT_INVALID_TYPE,
    BOT_LIMIT_EXCEEDED,
    BOT_PROPERTIES_REQUIRED,
    BOT_TOKEN_INVALID_LENGTH,
    BOT_WEBHOOK_URL_REQUIRED,
    ApiError,
)
from botyard.rpc.admit import OwnerCall, check_new_token
from botyard.rpc.method import Params, Preparation, Result, owner_method, prepared_by
from botyard.rpc.pictures import keep_avatar
from botyard.wire.views import BotView, UserView


class RegisterProperties(Params, frozen=True):
    name: Annotated[
        str,
        Meta(
            description="Shown in dialogs.",
            max_length=255,
            extra={"error": BOT_PROPERTIES_REQUIRED},
        ),
    ] = ""
    last_name: Annotated[str, Meta(description="Second part of the name.", max_length=255)] = ""
    work_position: Annotated[str, Meta(description="Shown in the profile.", max_length=255)] = ""
    color: Annotated[str, Meta(description="Named colour; unknown ones are assigned.")] = ""
    gender: Annotated[str, Meta(description="`M` or `F`.")] = ""
    avatar: Annotated[
        str,
        Meta(description="Picture as base64.", extra={"error": BOT_AVATAR_INCORRECT_TYPE}),
    ] = ""


class RegisterFields(Params, frozen=True):
    code: Annotated[
        str,
        Meta(
            description="Names the bot; unique.",
            max_length=255,
            extra={"error": BOT_CODE_REQUIRED},
        ),
    ] = ""
    bot_token: Annotated[str, Meta(description="Secret of at most 40 characters.")] = ""
    properties: Annotated[
        RegisterProperties,
        Meta(description="How people see the bot.", extra={"error": BOT_PROPERTIES_REQUIRED}),
    ] = RegisterProperties()
    type: Annotated[
        str,
        Meta(
            description="`bot`, `supervisor`, `personal`, `openline` or `network`.",
            extra={"error": BOT_INVALID_TYPE},
        ),
    ] = "bot"
    event_mode: Annotated[
        str,
        Meta(description="`fetch` or `webhook`.", extra={"error": BOT_INVALID_EVENT_MODE}),
    ] = "fetch"
    webhook_url: Annotated[
        str,
        Meta(
            description="Where events go.", max_length=2048, extra={"error": BOT_INVALID_CALLBACK}
        ),
    ] = ""
    is_hidden: Annotated[bool, Meta(description="Not in the contact list.")] = False
    is_reactions_enabled: Annotated[bool, Meta(description="People may react.")] = True
    is_support_openline: Annotated[bool, Meta(description="Also serves open lines.")] = False
    background_id: Annotated[
        str | None, Meta(description="Background of its dialogs; unknown ones mean none.")
    ] = None


class RegisterParams(Params, frozen=True):
    bot_token: Annotated[str, Meta(description="Taken when `fields.botToken` is absent.")] = ""
    fields: Annotated[RegisterFields, Meta(description="The bot.")] = RegisterFields()


class Registered(Result, frozen=True):
    bot: Annotated[BotView, Meta(description="The bot, as its owner sees it.")]
    users: Annotated[list[UserView], Meta(description="The bot's user.")]


async def read_picture(preparation: Preparation, params: RegisterParams) -> str | ApiError:
    return await keep_avatar(preparation, params.fields.properties.avatar)


@owner_method(
    "imbot.v2.Bot.register",
    errors=[
        BOT_TOKEN_INVALID_LENGTH,
        BOT_CODE_REQUIRED,
        BOT_PROPERTIES_REQUIRED,
        BOT_INVALID_TYPE,
        BOT_INVALID_EVENT_MODE,
        BOT_WEBHOOK_URL_REQUIRED,
        BOT_INVALID_CALLBACK,
        BOT_AVATAR_INCORRECT_TYPE,
        BOT_AVATAR_INCORRECT_SIZE,
        BOT_CODE_ALREADY_TAKEN,
        BOT_LIMIT_EXCEEDED,
    ],
    token_in_fields=True,
)
@prepared_by(read_picture)
async def register_bot(
    call: OwnerCall, params: RegisterParams, avatar: str | ApiError
) -> Registered:
    """Create a bot, or answer the one that the caller registered under this code."""
    fields = params.fields
    # A bot of an application belongs to it, whatever token it names.
    if call.caller.owner is None:
        in_fields = fields.bot_token.strip() != ""
        check_new_token(fields.bot_token if in_fields else params.bot_token)
    draft = BotDraft(
        code=fields.code,
        looks=Looks(
            name=fields.properties.name,
            last_name=fields.properties.last_name,
            work_position=fields.properties.work_position,
            color=fields.properties.color,
            gender=fields.properties.gender,
            avatar=None if isinstance(avatar, ApiError) else avatar,
        ),
        type=fields.type,
        event_mode=fields.event_mode,
        webhook_url=fields.webhook_url,
        is_hidden=fields.is_hidden,
        is_support_openline=fields.is_support_openline,
        is_reactions_enabled=fields.is_reactions_enabled,
        background_id=fields.background_id,
    )
    bots.check_draft(draft)
    if isinstance(avatar, ApiError):
        raise avatar
    card = await bots.register(call.tx, call.owner, draft, call.portal.language, call.now)
    return Registered(call.views.bot(card.bot, card.counts), [call.views.user(card.user)])

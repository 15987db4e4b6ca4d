"""imbot.v2.Bot.update"""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from botyard.chat import bots
from botyard.chat.bots import BotChange, Looks
from botyard.model.errors import (
    BOT_AVATAR_INCORRECT_SIZE,
    BOT_AVATAR_INCORRECT_TYPE,
    BOT_INVALID_CALLBACK,
    BOT_INVALID_EVENT_MODE,
    BOT_TOKEN_INVALID_LENGTH,
    BOT_TOKEN_ROTATION_FAILED,
    BOT_WEBHOOK_URL_REQUIRED,
    ApiError,
)
from botyard.rpc.admit import BotCall, check_new_token, owner_of
from botyard.rpc.method import Params, Preparation, Result, bot_method, prepared_by
from botyard.rpc.pictures import keep_avatar
from botyard.wire.views import BotView, UserView


class UpdateProperties(Params, frozen=True):
    name: Annotated[str | None, Meta(description="Blank ones are ignored.", max_length=255)] = None
    last_name: Annotated[
        str | None, Meta(description="Second part of the name.", max_length=255)
    ] = None
    work_position: Annotated[
        str | None, Meta(description="Shown in the profile.", max_length=255)
    ] = None
    color: Annotated[str | None, Meta(description="Unknown names are ignored.")] = None
    gender: Annotated[str | None, Meta(description="`M` or `F`.")] = None
    avatar: Annotated[
        str | None,
        Meta(description="Picture as base64.", extra={"error": BOT_AVATAR_INCORRECT_TYPE}),
    ] = None


class UpdateBotFields(Params, frozen=True):
    properties: Annotated[UpdateProperties, Meta(description="How people see the bot.")] = (
        UpdateProperties()
    )
    is_hidden: Annotated[bool | None, Meta(description="Not in the contact list.")] = None
    is_reactions_enabled: Annotated[bool | None, Meta(description="People may react.")] = None
    is_support_openline: Annotated[bool | None, Meta(description="Serves open lines.")] = None
    background_id: Annotated[
        str | UnsetType | None, Meta(description="Null and unknown names mean none.")
    ] = UNSET
    event_mode: Annotated[
        str | None,
        Meta(description="`fetch` or `webhook`.", extra={"error": BOT_INVALID_EVENT_MODE}),
    ] = None
    webhook_url: Annotated[
        str | None,
        Meta(
            description="Where events go.", max_length=2048, extra={"error": BOT_INVALID_CALLBACK}
        ),
    ] = None
    bot_token: Annotated[
        str,
        Meta(description="The new token.", extra={"error": BOT_TOKEN_ROTATION_FAILED}),
    ] = ""


class UpdateBotParams(Params, frozen=True):
    fields: Annotated[UpdateBotFields, Meta(description="What changes.")] = UpdateBotFields()


class UpdatedBot(Result, frozen=True):
    bot: Annotated[BotView, Meta(description="The bot after the change.")]
    users: Annotated[list[UserView], Meta(description="The bot's user.")]


async def read_new_picture(
    preparation: Preparation, params: UpdateBotParams
) -> str | ApiError | None:
    encoded = params.fields.properties.avatar
    return None if encoded is None else await keep_avatar(preparation, encoded)


@bot_method(
    "imbot.v2.Bot.update",
    errors=[
        BOT_INVALID_EVENT_MODE,
        BOT_WEBHOOK_URL_REQUIRED,
        BOT_INVALID_CALLBACK,
        BOT_AVATAR_INCORRECT_TYPE,
        BOT_AVATAR_INCORRECT_SIZE,
        BOT_TOKEN_INVALID_LENGTH,
        BOT_TOKEN_ROTATION_FAILED,
    ],
    calls_back=True,
)
@prepared_by(read_new_picture)
async def update_bot(
    call: BotCall, params: UpdateBotParams, avatar: str | ApiError | None
) -> UpdatedBot:
    """Change how a bot looks, how it gets its events, or its token."""
    if isinstance(avatar, ApiError):
        raise avatar
    fields = params.fields
    # A bot of an application stays with it, whatever token it names.
    new_owner = None if call.caller.owner else owner_of(fields.bot_token)
    if new_owner is not None:
        check_new_token(fields.bot_token)
    change = BotChange(
        looks=Looks(
            name=fields.properties.name,
            last_name=fields.properties.last_name,
            work_position=fields.properties.work_position,
            color=fields.properties.color,
            gender=fields.properties.gender,
            avatar=avatar,
        ),
        event_mode=fields.event_mode,
        webhook_url=fields.webhook_url,
        is_hidden=fields.is_hidden,
        is_support_openline=fields.is_support_openline,
        is_reactions_enabled=fields.is_reactions_enabled,
        background_id=fields.background_id,
        new_owner=new_owner,
    )
    card = await bots.change(call.tx, call.bot, change)
    return UpdatedBot(call.views.bot(card.bot, card.counts), [call.views.user(card.user)])

"""imbot.v2.Bot.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots
from botyard.model.entities import UserId
from botyard.model.errors import BOT_NOT_FOUND, PARAMS_REQUIRED, ApiError
from botyard.rpc.admit import OwnerCall
from botyard.rpc.method import Params, Result, owner_method
from botyard.wire.views import BotView, BriefBotView, UserView


class GetBotParams(Params, frozen=True):
    bot_id: Annotated[
        int | None, Meta(description="Wins over `code`.", extra={"error": PARAMS_REQUIRED})
    ] = None
    code: Annotated[
        str, Meta(description="Code of the bot.", extra={"error": PARAMS_REQUIRED})
    ] = ""


class FoundBot(Result, frozen=True):
    bot: Annotated[
        BotView | BriefBotView, Meta(description="Without delivery and counters for others.")
    ]
    users: Annotated[list[UserView], Meta(description="The bot's user.")]


@owner_method("imbot.v2.Bot.get", errors=[PARAMS_REQUIRED, BOT_NOT_FOUND], reads=True)
async def get_bot(call: OwnerCall, params: GetBotParams) -> FoundBot:
    """Read one bot by id or by code; everybody may, its owner sees more."""
    if params.bot_id is None and not params.code:
        raise ApiError(PARAMS_REQUIRED)
    bot_id = None if params.bot_id is None else UserId(params.bot_id)
    bot = await bots.find(call.tx, bot_id, params.code)
    if bot is None:
        raise ApiError(BOT_NOT_FOUND)
    card = await bots.card(call.tx, bot)
    view: BotView | BriefBotView = (
        call.views.bot(bot, card.counts)
        if bot.belongs_to(call.owner)
        else call.views.brief_bot(bot)
    )
    return FoundBot(view, [call.views.user(card.user)])

"""imbot.v2.Bot.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots
from botyard.rpc.admit import OwnerCall
from botyard.rpc.method import Params, Result, owner_method
from botyard.wire.views import BotView, UserView

MAX_LIMIT = 100


class BotFilter(Params, frozen=True):
    type: Annotated[str, Meta(description="Only bots of this type.")] = ""


class ListBotsParams(Params, frozen=True):
    filter: Annotated[BotFilter, Meta(description="Which bots.")] = BotFilter()
    limit: Annotated[int, Meta(description="Bots on a page, 1 to 100.")] = 50
    offset: Annotated[int, Meta(description="Bots to pass over.")] = 0


class ListedBots(Result, frozen=True):
    bots: Annotated[list[BotView], Meta(description="By ascending id.")]
    users: Annotated[list[UserView], Meta(description="The bots' users.")]
    has_next_page: Annotated[bool, Meta(description="More follow.")]


@owner_method("imbot.v2.Bot.list", reads=True)
async def list_bots(call: OwnerCall, params: ListBotsParams) -> ListedBots:
    """List the bots of the caller: those of its application, or of its bot token."""
    limit = min(max(params.limit, 1), MAX_LIMIT)
    cards = await bots.list_owned(
        call.tx,
        call.owner,
        params.filter.type,
        skipped=max(params.offset, 0),
        count=limit + 1,
    )
    page = cards[:limit]
    return ListedBots(
        [call.views.bot(card.bot, card.counts) for card in page],
        [call.views.user(card.user) for card in page],
        len(cards) > limit,
    )

"""imbot.v2.Event.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bots, subscriptions
from botyard.delivery.fetch import MAX_TIMEOUT_S, Reader, fetch
from botyard.model.errors import BOT_TYPE_NOT_ALLOWED, SCOPE_ERROR, USER_NOT_SUBSCRIBED, ApiError
from botyard.rpc.admit import BotCall
from botyard.rpc.method import Later, Params, Result, bot_method
from botyard.wire.events import EventView


class GetBotEventsParams(Params, frozen=True):
    bot_id: Annotated[int, Meta(description="Id of the bot.")]
    offset: Annotated[
        int,
        Meta(
            description="Acknowledges the events with lower ids; the `nextOffset` of the last "
            "answer. 0 acknowledges nothing."
        ),
    ] = 0
    limit: Annotated[
        int, Meta(description="How many events at most, from 1 to 1000; brought into this range.")
    ] = 100
    with_user_events: Annotated[
        bool, Meta(description="Mix in the caller's own ONIMV2 events, which scope im allows.")
    ] = False
    timeout: Annotated[
        int,
        Meta(
            description="Wait up to so many seconds, 55 at most, for the first event. "
            "An addition to Bitrix24."
        ),
    ] = 0


class BotEvents(Result, frozen=True):
    events: Annotated[list[EventView], Meta(description="By ascending id.")]
    next_offset: Annotated[int, Meta(description="The `offset` of the next call.")]
    has_more: Annotated[bool, Meta(description="Whether more events are there already.")]
    last_event_id: Annotated[int, Meta(description="`nextOffset` - 1, as older clients read it.")]


@bot_method(
    "imbot.v2.Event.get",
    errors=[BOT_TYPE_NOT_ALLOWED, SCOPE_ERROR, USER_NOT_SUBSCRIBED],
    of_former_bots=True,
    repeatable=True,
)
async def get_bot_events(
    call: BotCall, params: GetBotEventsParams
) -> BotEvents | Later[BotEvents]:
    """Read the events of a bot and acknowledge those before them.

    What is not acknowledged comes again. A bot in webhook mode gets what is undelivered. One
    answer carries 4 MiB of events at most. A bot that was registered through the older API is
    refused: it hears of events at its addresses only. Up to a day after it was unregistered, a
    bot may still read its last events.
    """
    if call.bot.generation == 1:
        raise ApiError(BOT_TYPE_NOT_ALLOWED)
    recipients = [call.bot.id]
    if params.with_user_events:
        if not call.caller.allows(("im",)):
            raise ApiError(SCOPE_ERROR)
        if not await subscriptions.is_subscribed(call.tx, call.caller.user_id):
            raise ApiError(USER_NOT_SUBSCRIBED)
        recipients.append(call.caller.user_id)
    card = await bots.card_or_last(call.tx, call.bot)
    reader = Reader(recipients, call.views, call.portal.language, card)
    page = await fetch(call.tx, reader, params.offset, params.limit)
    last_event_id = max(page.next_offset - 1, 0)
    answer = BotEvents(page.events, page.next_offset, page.has_more, last_event_id)
    if page.events or params.timeout <= 0:
        return answer
    return Later(answer, tuple(recipients), min(params.timeout, MAX_TIMEOUT_S))

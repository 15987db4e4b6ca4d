"""im.v2.Event.get"""

from typing import Annotated

from msgspec import Meta

from botyard.delivery.fetch import MAX_TIMEOUT_S, Reader, fetch
from botyard.rpc.admit import Call
from botyard.rpc.method import Later, Params, Result, user_method
from botyard.wire.events import EventView


class GetUserEventsParams(Params, frozen=True):
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
    timeout: Annotated[
        int,
        Meta(
            description="Wait up to so many seconds, 55 at most, for the first event. "
            "An addition to Bitrix24."
        ),
    ] = 0


class UserEvents(Result, frozen=True):
    events: Annotated[list[EventView], Meta(description="By ascending id.")]
    next_offset: Annotated[int, Meta(description="The `offset` of the next call.")]
    has_more: Annotated[bool, Meta(description="Whether more events are there already.")]


@user_method("im.v2.Event.get", scopes=("im",), repeatable=True)
async def get_user_events(
    call: Call, params: GetUserEventsParams
) -> UserEvents | Later[UserEvents]:
    """Read what was recorded of the person's chats and acknowledge what came before.

    Nothing is recorded without im.v2.Event.subscribe. Events are kept for 24 hours. There is one
    queue for a person: what one program acknowledges is gone for all.
    """
    user_id = call.caller.user_id
    reader = Reader([user_id], call.views, call.portal.language)
    page = await fetch(call.tx, reader, params.offset, params.limit)
    answer = UserEvents(page.events, page.next_offset, page.has_more)
    if page.events or params.timeout <= 0:
        return answer
    return Later(answer, (user_id,), min(params.timeout, MAX_TIMEOUT_S))

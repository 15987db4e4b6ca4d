"""Events as polling answers them. Source: docs pages "event-get" of imbot.v2 and im.v2."""

from typing import Annotated

from msgspec import Meta

from botyard.wire.views import View


class EventView(View, frozen=True, kw_only=True):
    """One event."""

    event_id: Annotated[int, Meta(description="What an offset acknowledges.")]
    type: Annotated[str, Meta(description="The name, like ONIMBOTV2MESSAGEADD.")]
    date: Annotated[str, Meta(description="When it happened, ISO 8601.")]
    data: Annotated[dict[str, object], Meta(description="What happened: see the page of events.")]

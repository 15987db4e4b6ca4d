"""Offline events as event.offline.get and event.offline.list answer them."""

from msgspec import Struct


class OfflineEventView(Struct, frozen=True, kw_only=True, rename="upper"):
    """`EVENT_DATA` is what a handler would have got as `data`, or false."""

    id: str
    timestamp_x: str
    event_name: str
    event_data: dict[str, object] | bool
    event_additional: bool = False
    message_id: str


class QueuedEventView(OfflineEventView, frozen=True, kw_only=True, rename="upper"):
    """`PROCESS_ID` is empty until it is reserved."""

    process_id: str
    error: str

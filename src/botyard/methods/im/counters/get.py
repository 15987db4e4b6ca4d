"""im.counters.get"""

from typing import Annotated, Never

from msgspec import Meta, Struct

from botyard.chat import recents
from botyard.chat.recents import Counters
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method
from botyard.wire.views_v1 import Empty


class CountersParams(UpperParams, frozen=True):
    pass


class CounterTotalsView(Struct, frozen=True, kw_only=True, rename="upper"):
    """Unread messages, muted chats left out. There are no notifications and no open lines."""

    all: int
    notify: int = 0
    chat: int
    lines: int = 0
    dialog: int
    messenger: int


class UnreadCounters(Result, frozen=True, kw_only=True, rename="upper"):
    type: Annotated[CounterTotalsView, Meta(description="Totals.")]
    chat: Annotated[dict[str, int] | Empty, Meta(description="By group, `[]` for none.")]
    chat_muted: Annotated[dict[str, int] | Empty, Meta(description="By muted chat.")]
    chat_unread: Annotated[list[int], Meta(description="Groups marked as unread by hand.")]
    lines: Annotated[list[Never], Meta(description="Open lines: none.")] = []
    dialog: Annotated[
        dict[str, int] | Empty, Meta(description="By the other side of a private dialog.")
    ]
    dialog_unread: Annotated[
        list[int], Meta(description="The other sides of dialogs marked as unread by hand.")
    ]


@user_method("im.counters.get", scopes=("im",), reads=True)
async def get_counters(call: Call, params: CountersParams) -> UnreadCounters:  # noqa: ARG001
    """Count the person's unread messages."""
    return spelled(await recents.counters(call.tx, call.caller.user_id))


def spelled(found: Counters) -> UnreadCounters:
    chats, private = sum(found.chats.values()), sum(found.dialogs.values())
    return UnreadCounters(
        type=CounterTotalsView(
            all=chats + private, chat=chats, dialog=private, messenger=chats + private
        ),
        chat={str(one): count for one, count in found.chats.items()} or [],
        chat_muted={str(one): count for one, count in found.muted.items()} or [],
        chat_unread=list(found.marked_chats),
        dialog={str(one): count for one, count in found.dialogs.items()} or [],
        dialog_unread=list(found.marked_dialogs),
    )

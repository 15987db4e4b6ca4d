"""im.recent.list"""

from typing import Annotated, Never

from msgspec import Meta, Struct

from botyard.chat import recents
from botyard.chat.recents import EVER, RecentChoice
from botyard.model.entities import Moment
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_recents
from botyard.rpc.dates import date_of
from botyard.rpc.method import Page, Result, UpperParams, user_method
from botyard.wire.views_v1 import RecentView

MAX_LIMIT = 200
# The docs' own example has it: the list is never counted.
UNCOUNTED = -1
SECOND_MS = 1000


class ListRecentParams(UpperParams, frozen=True):
    skip_openlines: Annotated[bool, Meta(description="Accepted: there are none.")] = False
    skip_dialog: Annotated[bool, Meta(description="No private dialogs.")] = False
    skip_chat: Annotated[bool, Meta(description="No groups.")] = False
    last_message_date: Annotated[
        str, Meta(description="Only dialogs last used in this second or before it.")
    ] = ""
    unread_only: Annotated[
        bool, Meta(description="Only dialogs with unread messages or a mark.")
    ] = False
    parse_text: Annotated[bool, Meta(description="Texts without BB codes, on one line.")] = False
    get_original_text: Annotated[bool, Meta(description="Texts as written after all.")] = False
    skip_undistributed_openlines: Annotated[
        bool, Meta(description="Accepted: there are none.")
    ] = False
    only_copilot: Annotated[bool, Meta(description="Only AI chats: there are none.")] = False
    only_channel: Annotated[bool, Meta(description="Only channels: there are none.")] = False
    can_manage_messages: Annotated[bool, Meta(description="Accepted, without effect.")] = False
    offset: Annotated[int, Meta(description="Dialogs to pass over.")] = 0
    limit: Annotated[int, Meta(description="Dialogs on a page, 1 to 200.")] = 50


class CopilotView(Struct, frozen=True, rename="camel"):
    """There are no AI chats."""

    chats: None = None
    messages: None = None
    roles: list[Never] = []
    recommended_roles: list[Never] = []


class RecentDialogs(Result, frozen=True):
    items: Annotated[
        list[RecentView],
        Meta(
            description="The most recently used first, below those pinned unless a date is given."
        ),
    ]
    has_more: Annotated[bool, Meta(description="More follow.")]
    has_more_pages: Annotated[bool, Meta(description="The same, by its old name.")]
    copilot: Annotated[CopilotView, Meta(description="AI chats.")] = CopilotView()
    messages_auto_delete_configs: Annotated[list[Never], Meta(description="None.")] = []


@user_method("im.recent.list", scopes=("im",), reads=True)
async def list_recent(call: Call, params: ListRecentParams) -> Page[RecentDialogs]:
    """List the person's dialogs with the last message of each, a page at a time."""
    if params.only_copilot or params.only_channel:
        return Page(RecentDialogs([], has_more=False, has_more_pages=False), total=UNCOUNTED)
    choice = RecentChoice(
        before=end_of(call, params.last_message_date),
        with_private=not params.skip_dialog,
        with_groups=not params.skip_chat,
        unread_only=params.unread_only,
        pins_first=not params.last_message_date,
        skipped=max(params.offset, 0),
        limit=min(max(params.limit, 1), MAX_LIMIT),
    )
    found = await recents.page(call.tx, call.caller.user_id, choice)
    plain = params.parse_text and not params.get_original_text
    items = await view_recents(call, found.items, plain=plain)
    return Page(
        RecentDialogs(items, has_more=found.has_more, has_more_pages=found.has_more),
        total=UNCOUNTED,
    )


def end_of(call: Call, date: str) -> Moment:
    """The end of the second that is named: dates are answered without fractions."""
    return Moment(date_of(call, "LAST_MESSAGE_DATE", date, EVER) + SECOND_MS)

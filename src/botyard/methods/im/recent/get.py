"""im.recent.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import recents
from botyard.chat.recents import ALWAYS, RecentChoice
from botyard.model.entities import Moment
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_recents
from botyard.rpc.dates import date_of
from botyard.rpc.method import UpperParams, user_method
from botyard.wire.views_v1 import RecentView

# It has no pages, and the docs call it short.
MAX_DIALOGS = 200
# Docs page im.recent.get, parameter LAST_SYNC_DATE.
MAX_SYNC_MS = 7 * 24 * 60 * 60 * 1000


class GetRecentParams(UpperParams, frozen=True):
    skip_openlines: Annotated[bool, Meta(description="Accepted: there are none.")] = False
    skip_chat: Annotated[bool, Meta(description="No groups.")] = False
    skip_dialog: Annotated[bool, Meta(description="No private dialogs.")] = False
    last_update: Annotated[str, Meta(description="Only dialogs that changed since.")] = ""
    only_openlines: Annotated[bool, Meta(description="Only these: there are none.")] = False
    last_sync_date: Annotated[
        str, Meta(description="The same, but never more than seven days back.")
    ] = ""


@user_method("im.recent.get", scopes=("im",), reads=True)
async def get_recent(call: Call, params: GetRecentParams) -> list[RecentView]:
    """List the person's 200 first dialogs, pinned ones on top, with plain texts."""
    if params.only_openlines:
        return []
    choice = RecentChoice(
        since=since(call, params),
        with_private=not params.skip_dialog,
        with_groups=not params.skip_chat,
        limit=MAX_DIALOGS,
    )
    found = await recents.page(call.tx, call.caller.user_id, choice)
    return await view_recents(call, found.items, plain=True)


def since(call: Call, params: GetRecentParams) -> Moment:
    updated = date_of(call, "LAST_UPDATE", params.last_update, ALWAYS)
    synced = date_of(call, "LAST_SYNC_DATE", params.last_sync_date, ALWAYS)
    if params.last_sync_date:
        synced = Moment(max(synced, call.now - MAX_SYNC_MS))
    return max(updated, synced)

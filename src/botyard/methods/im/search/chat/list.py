"""im.search.chat.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import searches
from botyard.model.errors import FIND_SHORT
from botyard.rpc.admit import Call
from botyard.rpc.method import Page, UpperParams, user_method
from botyard.rpc.search_pages import OFFSET, PAGE_LIMIT, page_of, view_found_chats
from botyard.wire.search_views import FoundChatView


class SearchChatsParams(UpperParams, frozen=True):
    find: Annotated[
        str,
        Meta(
            description="At least two characters; each word begins one of a title or of a name.",
            extra={"error": FIND_SHORT},
        ),
    ] = ""
    find_lines: Annotated[
        str,
        Meta(
            description="For open lines, of which there are none; `FIND` goes before it.",
            extra={"error": FIND_SHORT},
        ),
    ] = ""
    offset: OFFSET = 0
    limit: PAGE_LIMIT = 10


@user_method("im.search.chat.list", scopes=("im",), errors=[FIND_SHORT], reads=True)
async def search_chats(call: Call, params: SearchChatsParams) -> Page[list[FoundChatView]]:
    """Find the person's groups by title or by who is in them, the newest first."""
    viewer = await call.user()
    found = await searches.groups(call.tx, viewer, params.find or params.find_lines)
    if not params.find:
        found = []
    part = page_of(found, params.offset, params.limit)
    return Page(await view_found_chats(call, part.items), total=part.total, next=part.next)

"""im.search.user.list"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import searches, users
from botyard.model.errors import FIND_SHORT
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_people
from botyard.rpc.method import Page, UpperParams, user_method
from botyard.rpc.search_pages import OFFSET, PAGE_LIMIT, page_of
from botyard.wire.search_spelling import found_person
from botyard.wire.search_views import FoundPersonView
from botyard.wire.views_v1 import Empty


class SearchPeopleParams(UpperParams, frozen=True):
    find: Annotated[
        str,
        Meta(
            description="At least two characters; each word begins one of a name or a position.",
            extra={"error": FIND_SHORT},
        ),
    ] = ""
    business: Annotated[bool, Meta(description="Accepted, without effect.")] = False
    offset: OFFSET = 0
    limit: PAGE_LIMIT = 10


@user_method("im.search.user.list", scopes=("im",), errors=[FIND_SHORT], reads=True)
async def search_people(
    call: Call, params: SearchPeopleParams
) -> Page[dict[str, FoundPersonView] | Empty]:
    """Find people and bots by name and position, hidden bots excepted."""
    found = await searches.people(call.tx, await call.user(), params.find)
    part = page_of(found, params.offset, params.limit)
    shown = await view_people(call, await users.of_ids(call.tx, part.items))
    people = {str(one.id): found_person(one) for one in shown}
    return Page(people or [], total=part.total, next=part.next)

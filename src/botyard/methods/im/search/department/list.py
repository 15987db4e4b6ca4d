"""im.search.department.list"""

from typing import Annotated

from msgspec import UNSET, Meta

from botyard.chat import searches
from botyard.model.errors import FIND_SHORT, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Page, UpperParams, user_method
from botyard.rpc.search_pages import OFFSET, PAGE_LIMIT, page_of
from botyard.wire.search_views import DepartmentView


class SearchDepartmentsParams(UpperParams, frozen=True):
    find: Annotated[
        str | None,
        Meta(
            description="Part of a name; less than two characters find all.",
            extra={"error": FIND_SHORT},
        ),
    ] = None
    user_data: Annotated[bool, Meta(description="Show who manages it.")] = False
    offset: OFFSET = 0
    limit: PAGE_LIMIT = 10


@user_method("im.search.department.list", scopes=("im",), errors=[FIND_SHORT], reads=True)
async def search_departments(
    call: Call, params: SearchDepartmentsParams
) -> Page[list[DepartmentView]]:
    """Find the departments that people are in; each is called `Department` and its number."""
    if params.find is None:
        raise ApiError(FIND_SHORT)
    found = await searches.departments(call.tx, params.find)
    part = page_of(found, params.offset, params.limit)
    shown = [view_of(number, with_manager=params.user_data) for number in part.items]
    return Page(shown, total=part.total, next=part.next)


def view_of(number: int, *, with_manager: bool) -> DepartmentView:
    name = searches.department_name(number)
    return DepartmentView(
        id=number,
        name=name,
        full_name=name,
        manager_user_id=0,
        manager_user_data=[] if with_manager else UNSET,
    )

"""user.search"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import user_fields
from botyard.chat.user_filters import read_search
from botyard.rpc.admit import Call
from botyard.rpc.method import user_method
from botyard.rpc.user_pages import UserListParams, UserPage, page_of_users


class SearchUsersParams(UserListParams, frozen=True):
    find: Annotated[object, Meta(description="Old form of the filter of this name.")] = None
    name: Annotated[object, Meta(description="Old form of the filter.")] = None
    last_name: Annotated[object, Meta(description="Old form of the filter.")] = None
    work_position: Annotated[object, Meta(description="Old form of the filter.")] = None
    uf_department_name: Annotated[object, Meta(description="Old form of the filter.")] = None
    user_type: Annotated[object, Meta(description="Old form of the filter.")] = None


@user_method("user.search", scopes=user_fields.SCOPES, reads=True)
async def search_users(call: Call, params: SearchUsersParams) -> UserPage:
    """Find people by a filter, and in it by how their names, position or department begin.

    `FIND` in the filter looks for each of its words in all of these, and for nothing else then.
    """
    return await page_of_users(call, params, read_search)

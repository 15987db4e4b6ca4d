"""user.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import user_fields
from botyard.chat.user_filters import read_conditions
from botyard.rpc.admit import Call
from botyard.rpc.method import user_method
from botyard.rpc.user_pages import UserListParams, UserPage, page_of_users


class GetUsersParams(UserListParams, frozen=True):
    image_resize: Annotated[str, Meta(description="Accepted, without effect.")] = ""


@user_method("user.get", scopes=user_fields.SCOPES, reads=True)
async def list_users(call: Call, params: GetUsersParams) -> UserPage:
    """List people by a filter, 50 on a page; bots and e-mail users are never among them."""
    return await page_of_users(call, params, read_conditions)

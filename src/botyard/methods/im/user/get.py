"""im.user.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import acquaintance, searches
from botyard.model.entities import User
from botyard.model.errors import ID_EMPTY, USER_ACCESS_DENIED, USER_NOT_EXISTS, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_people
from botyard.rpc.method import UpperParams, user_method
from botyard.wire.views_v1 import PersonView


class GetUserParams(UpperParams, frozen=True):
    id: Annotated[
        int | None,
        Meta(description="A user; who calls where it is absent.", extra={"error": ID_EMPTY}),
    ] = None
    avatar_hr: Annotated[bool, Meta(description="Accepted: it is always there.")] = False


@user_method(
    "im.user.get",
    scopes=("im",),
    errors=[ID_EMPTY, USER_NOT_EXISTS, USER_ACCESS_DENIED],
    reads=True,
)
async def get_user(call: Call, params: GetUserParams) -> PersonView:
    """Show the profile of a user, by default of who calls."""
    user = await wanted_user(call, params.id)
    (shown,) = await view_people(call, [user])
    return shown


async def wanted_user(call: Call, user_id: int | None) -> User:
    viewer = await call.user()
    if user_id is None or user_id == viewer.id:
        return viewer
    if user_id <= 0:
        raise ApiError(ID_EMPTY)
    visible = await acquaintance.visible_people(call.tx, viewer, [user_id])
    if visible:
        return visible[0]
    is_there = await searches.is_user(call.tx, user_id)
    raise ApiError(USER_ACCESS_DENIED if is_there else USER_NOT_EXISTS)

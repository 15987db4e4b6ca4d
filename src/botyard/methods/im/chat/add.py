"""im.chat.add"""

from typing import Annotated

from msgspec import Meta

from botyard.rpc import groups_v1
from botyard.rpc.admit import Call
from botyard.rpc.groups_v1 import GroupFields
from botyard.rpc.method import Preparation, prepared_by, user_method


class AddGroupParams(GroupFields, frozen=True):
    users: Annotated[
        list[int], Meta(description="People and bots; unknown ones are skipped.")
    ] = []
    copilot_main_role: Annotated[str, Meta(description="Accepted, without effect.")] = ""


async def read_group_picture(preparation: Preparation, params: AddGroupParams) -> str:
    return await groups_v1.keep_picture(preparation, params)


@user_method("im.chat.add", scopes=("im",))
@prepared_by(read_group_picture)
async def add_group(call: Call, params: AddGroupParams, avatar: str) -> int:
    """Create a group chat that the person owns; the answer is its id."""
    return await groups_v1.create(call, params, params.users, avatar)

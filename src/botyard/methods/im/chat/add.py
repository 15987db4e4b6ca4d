"""im.chat.add"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import chats
from botyard.chat.chats import ChatDraft
from botyard.model.errors import ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Preparation, UpperParams, prepared_by, user_method
from botyard.rpc.pictures import keep_avatar


class AddGroupParams(UpperParams, frozen=True):
    users: Annotated[
        list[int], Meta(description="People and bots; unknown ones are skipped.")
    ] = []
    type: Annotated[str, Meta(description="`OPEN`, or `CHAT` for a closed one.")] = "CHAT"
    title: Annotated[
        str, Meta(description="Made of the members' names when absent.", max_length=255)
    ] = ""
    description: Annotated[str, Meta(description="What the chat is for.", max_length=20_000)] = ""
    color: Annotated[str, Meta(description="`LIGHT_BLUE`; unknown ones are assigned.")] = ""
    message: Annotated[str, Meta(description="First message.")] = ""
    avatar: Annotated[str, Meta(description="Picture as base64; no picture is no error.")] = ""
    entity_type: Annotated[
        str, Meta(description="What the chat belongs to: `CRM`.", max_length=255)
    ] = ""
    entity_id: Annotated[str, Meta(description="Which one: `DEAL|13`.", max_length=255)] = ""
    copilot_main_role: Annotated[str, Meta(description="Accepted, without effect.")] = ""


async def read_group_picture(preparation: Preparation, params: AddGroupParams) -> str:
    key = await keep_avatar(preparation, params.avatar)
    return "" if isinstance(key, ApiError) else key


@user_method("im.chat.add", scopes=("im",))
@prepared_by(read_group_picture)
async def add_group(call: Call, params: AddGroupParams, avatar: str) -> int:
    """Create a group chat that the person owns; the answer is its id."""
    draft = ChatDraft(
        title=params.title,
        description=params.description,
        color=params.color,
        avatar=avatar,
        type="open" if params.type.upper() == "OPEN" else "chat",
        user_ids=params.users,
        message=params.message,
        entity_type=params.entity_type,
        entity_id=params.entity_id,
    )
    dialog = await chats.create(call.tx, await call.user(), draft, call.now)
    return dialog.chat.id

"""im.chat.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bindings
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method


class FindChatParams(UpperParams, frozen=True):
    entity_type: Annotated[object, Meta(description="What the chat belongs to: `CRM`.")] = None
    entity_id: Annotated[object, Meta(description="Which one: `DEAL|13`.")] = None


class FoundChatId(Result, frozen=True, rename="upper"):
    id: Annotated[int, Meta(description="Id of the chat.")]


@user_method("im.chat.get", scopes=("im",), reads=True)
async def find_chat(call: Call, params: FindChatParams) -> FoundChatId | None:
    """Find the chat of something outside the messenger; null where there is none."""
    chat_id = await bindings.find(call.tx, name_of(params.entity_type), name_of(params.entity_id))
    return None if chat_id is None else FoundChatId(chat_id)


def name_of(value: object) -> str:
    """What is no name finds nothing, as a missing one does."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

"""Chats of a call that belong to something outside the messenger."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import bindings
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams


class BoundChatParams(UpperParams, frozen=True):
    entity_type: Annotated[object, Meta(description="What the chat belongs to: `CRM`.")] = None
    entity_id: Annotated[object, Meta(description="Which one: `DEAL|13`.")] = None


class FoundChatId(Result, frozen=True, rename="upper"):
    id: Annotated[int, Meta(description="Id of the chat.")]


async def find_bound_chat(call: Call, params: BoundChatParams) -> FoundChatId | None:
    entity_type, entity_id = _name_of(params.entity_type), _name_of(params.entity_id)
    chat_id = await bindings.find(call.tx, entity_type, entity_id)
    return None if chat_id is None else FoundChatId(chat_id)


def _name_of(value: object) -> str:
    """What is no name finds nothing, as a missing one does."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

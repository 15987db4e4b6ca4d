"""im.message.like"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import MESSAGE_ID_ERROR, WITHOUT_CHANGES
from botyard.rpc.admit import Call
from botyard.rpc.liking_v1 import change_like
from botyard.rpc.method import UpperParams, user_method


class LikeMessageParams(UpperParams, frozen=True):
    message_id: Annotated[
        int,
        Meta(
            description="A message of a chat that the person is in.",
            extra={"error": MESSAGE_ID_ERROR},
        ),
    ] = 0
    action: Annotated[
        str, Meta(description="`plus` likes, `minus` takes it back, `auto` does the other one.")
    ] = "auto"


@user_method("im.message.like", scopes=("im",), errors=[MESSAGE_ID_ERROR, WITHOUT_CHANGES])
async def like_message(call: Call, params: LikeMessageParams) -> bool:
    """Like a message as the person, in the place of another reaction, or take the like back."""
    await change_like(call, params.message_id, params.action)
    return True

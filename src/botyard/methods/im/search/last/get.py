"""im.search.last.get"""

from typing import Annotated

from msgspec import Meta

from botyard.chat import searches
from botyard.rpc.admit import Call
from botyard.rpc.method import UpperParams, user_method
from botyard.rpc.search_pages import view_choices
from botyard.wire.search_views import ChoiceView


class ListChoicesParams(UpperParams, frozen=True):
    skip_openlines: Annotated[bool, Meta(description="Accepted: there are none.")] = False
    skip_chat: Annotated[bool, Meta(description="No groups.")] = False
    skip_dialog: Annotated[bool, Meta(description="No people.")] = False


@user_method("im.search.last.get", scopes=("im",), reads=True)
async def list_choices(call: Call, params: ListChoicesParams) -> list[ChoiceView]:
    """List what the person chose from searches, the last one first."""
    found = await searches.remembered(call.tx, await call.user())
    wanted = [
        one
        for one in found
        if not (params.skip_dialog if one.dialog is None else params.skip_chat)
    ]
    return await view_choices(call, wanted)

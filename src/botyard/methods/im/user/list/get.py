"""im.user.list.get"""

from typing import Annotated

import msgspec
from msgspec import Meta

from botyard.chat import acquaintance
from botyard.model.errors import INVALID_FORMAT, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.chat_views_v1 import view_people
from botyard.rpc.method import UpperParams, user_method
from botyard.wire.coerce import BadValue, read_integer
from botyard.wire.views_v1 import Empty, PersonView


class ListPeopleParams(UpperParams, frozen=True):
    id: Annotated[object, Meta(description="A list of user ids, or the same as JSON.")] = None
    avatar_hr: Annotated[bool, Meta(description="Accepted: it is always there.")] = False
    result_type: Annotated[
        str, Meta(description="`array` for a list; else a map by id, `[]` when it is empty.")
    ] = ""


@user_method("im.user.list.get", scopes=("im",), errors=[INVALID_FORMAT], reads=True)
async def list_people(
    call: Call, params: ListPeopleParams
) -> dict[str, PersonView] | list[PersonView] | Empty:
    """Show the profiles of several users; who is unknown or hidden from the caller is left out."""
    user_ids = read_ids(params.id)
    visible = await acquaintance.visible_people(call.tx, await call.user(), user_ids)
    shown = await view_people(call, visible)
    if params.result_type == "array":
        return shown
    return {str(person.id): person for person in shown} or []


def read_ids(given: object) -> list[int]:
    if isinstance(given, str):
        try:
            given = msgspec.json.decode(given)
        except (msgspec.DecodeError, RecursionError) as failure:
            raise ApiError(INVALID_FORMAT) from failure
    if isinstance(given, dict):
        given = list(given.values())
    if not isinstance(given, list) or not given:
        raise ApiError(INVALID_FORMAT)
    try:
        found = [read_integer(one) for one in given]
    except BadValue as bad:
        raise ApiError(INVALID_FORMAT) from bad
    if not all(isinstance(one, int) for one in found):
        raise ApiError(INVALID_FORMAT)
    return found

"""placement.bind"""

from typing import Annotated

from msgspec import Meta, UnsetType

from botyard.access import placements
from botyard.chat.bots import is_web_address
from botyard.model.applications import Placement
from botyard.model.errors import (
    PLACEMENT_ACCESS_DENIED,
    PLACEMENT_ARGUMENT,
    PLACEMENT_AUTH_TYPE,
    PLACEMENT_MAX_COUNT,
    PLACEMENT_NO_TEXT,
    PLACEMENT_NOT_FOUND,
    PLACEMENT_TAKEN,
    PLACEMENT_USER_MODE,
    ApiError,
)
from botyard.model.scopes import PLACEMENT
from botyard.rpc.admit import AppCall
from botyard.rpc.method import UpperParams, app_method
from botyard.rpc.placing import check_may_place
from botyard.wire.placements import BadOption, read_labels, read_options

MAX_URL = 500
MAX_TITLE = 255
MAX_LANGUAGES = 50


class BindPlacementParams(UpperParams, frozen=True):
    placement: Annotated[
        str,
        Meta(description="The place, such as `IM_SIDEBAR`.", extra={"error": PLACEMENT_NO_TEXT}),
    ] = ""
    handler: Annotated[
        str, Meta(description="The page that is shown there.", max_length=MAX_URL)
    ] = ""
    title: Annotated[
        str, Meta(description="What people press; else the application's.", max_length=MAX_TITLE)
    ] = ""
    description: Annotated[str, Meta(description="Kept and told.", max_length=MAX_TITLE)] = ""
    group_name: Annotated[str, Meta(description="Kept and told.", max_length=MAX_TITLE)] = ""
    lang_all: Annotated[
        dict[str, object | UnsetType | None],
        Meta(description="`TITLE`, `DESCRIPTION` and `GROUP_NAME` by language."),
    ] = {}
    options: Annotated[
        dict[str, object | UnsetType | None],
        Meta(description="How it is shown: `iconName`, `context`, `role`, `extranet`, `color`."),
    ] = {}
    user_id: Annotated[
        int, Meta(description="No place of the messenger is for one person: 0.")
    ] = 0


@app_method(
    "placement.bind",
    scopes=(PLACEMENT,),
    errors=[
        PLACEMENT_ACCESS_DENIED,
        PLACEMENT_ARGUMENT,
        PLACEMENT_NOT_FOUND,
        PLACEMENT_USER_MODE,
        PLACEMENT_MAX_COUNT,
        PLACEMENT_TAKEN,
    ],
    refuses_others=PLACEMENT_AUTH_TYPE,
)
async def bind_placement(call: AppCall, params: BindPlacementParams) -> bool:
    """Show a page of the application at a place of the messenger, as an administrator."""
    check_may_place(call)
    placement = _placement_of(call, params)
    await placements.bind(call.tx, call.app, placement, call.now)
    return True


def _placement_of(call: AppCall, params: BindPlacementParams) -> Placement:
    if not params.placement:
        raise ApiError(PLACEMENT_ARGUMENT)
    if not params.handler:
        raise _missing("HANDLER")
    if params.placement not in placements.PLACES:
        raise ApiError(PLACEMENT_NOT_FOUND)
    if params.user_id:
        raise ApiError(PLACEMENT_USER_MODE)
    if not is_web_address(params.handler):
        raise ApiError(PLACEMENT_ARGUMENT, "Argument 'HANDLER' must be an address of the web")
    try:
        options = read_options(params.placement, params.options)
    except BadOption as bad:
        if bad.name in params.options:
            raise ApiError(PLACEMENT_ARGUMENT, f"Argument '{bad.name}' is invalid") from bad
        raise _missing(bad.name) from bad
    title = params.title or call.app.title
    return Placement(
        code=params.placement,
        handler=params.handler,
        title=title,
        description=params.description,
        labels=_labels_of(call, params, title),
        options=options,
    )


def _labels_of(
    call: AppCall, params: BindPlacementParams, title: str
) -> dict[str, dict[str, str]]:
    """As they were given, or those of the portal's language."""
    given = read_labels(params.lang_all)
    if len(given) > MAX_LANGUAGES or any(
        len(text) > MAX_TITLE for labels in given.values() for text in labels.values()
    ):
        raise ApiError(PLACEMENT_ARGUMENT, "Argument 'LANG_ALL' is too long")
    plain = {
        "TITLE": title,
        "DESCRIPTION": params.description,
        "GROUP_NAME": params.group_name,
    }
    return given or {call.portal.language: plain}


def _missing(name: str) -> ApiError:
    return ApiError(PLACEMENT_ARGUMENT, f"Argument '{name}' is null or empty")

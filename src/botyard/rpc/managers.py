"""Managers of a call's group, whether a bot owns it or a person."""

from typing import Annotated

from msgspec import Meta

from botyard.chat import roles
from botyard.chat.dialogs import Dialog
from botyard.model.errors import ACCESS_DENIED, EMPTY_USER_IDS, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Params


class AppointParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_ids: Annotated[
        list[int],
        Meta(
            description="Who becomes a manager; who is no member is skipped.",
            extra={"error": EMPTY_USER_IDS},
        ),
    ] = []


class DismissParams(Params, frozen=True):
    dialog_id: Annotated[
        str, Meta(description="`chat5`: a group.", extra={"error": ACCESS_DENIED})
    ] = ""
    user_ids: Annotated[
        list[int],
        Meta(
            description="Who is no longer a manager; others are skipped.",
            extra={"error": EMPTY_USER_IDS},
        ),
    ] = []


async def appoint(call: Call, dialog: Dialog, params: AppointParams) -> None:
    """Refuses with ACCESS_DENIED who is no owner, and then EMPTY_USER_IDS."""
    _check(dialog, params.user_ids)
    await roles.appoint(call.tx, dialog, params.user_ids)


async def dismiss(call: Call, dialog: Dialog, params: DismissParams) -> None:
    """Refuses as `appoint`."""
    _check(dialog, params.user_ids)
    await roles.dismiss(call.tx, dialog, params.user_ids)


def _check(dialog: Dialog, user_ids: list[int]) -> None:
    roles.check_owner(dialog)
    if not user_ids:
        raise ApiError(EMPTY_USER_IDS)

"""user.fields"""

from botyard.chat import user_fields
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method


class UserFieldsParams(Params, frozen=True):
    pass


@user_method("user.fields", scopes=user_fields.SCOPES, reads=True)
async def list_fields(call: Call, params: UserFieldsParams) -> dict[str, str]:  # noqa: ARG001
    """Name the fields of a person that the scope shows, each with its label."""
    visible = user_fields.visible_fields(call.caller.scopes)
    return {field: label for field, label in user_fields.LABELS.items() if field in visible}

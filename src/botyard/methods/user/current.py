"""user.current"""

from botyard.chat import user_fields
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method
from botyard.wire.people import spell_field

FIELDS = (
    "ID", "ACTIVE", "NAME", "LAST_NAME", "EMAIL", "LAST_LOGIN", "DATE_REGISTER", "IS_ONLINE",
    "LAST_ACTIVITY_DATE", "PERSONAL_GENDER", "PERSONAL_BIRTHDAY", "WORK_POSITION",
    "UF_EMPLOYMENT_DATE", "UF_DEPARTMENT",
)  # fmt: skip


class CurrentUserParams(Params, frozen=True):
    pass


@user_method("user.current", scopes=user_fields.SCOPES, reads=True)
async def get_current(call: Call, params: CurrentUserParams) -> dict[str, object]:  # noqa: ARG001
    """Show the calling person, as far as the scope allows."""
    visible = user_fields.visible_fields(call.caller.scopes)
    values = user_fields.values_of(await call.user(), online=True)
    photo = ("PERSONAL_PHOTO",) if values["PERSONAL_PHOTO"] else ()
    return {
        field: spell_field(field, values.get(field, ""), call.views)
        for field in (*FIELDS, *photo)
        if field in visible
    }

"""What user.get and user.search share: their parameters, and a page of the people found."""

from collections.abc import Collection, Sequence
from typing import Annotated

from msgspec import UNSET, Meta

from botyard.chat import user_fields, user_filters, users
from botyard.chat.user_filters import Condition, FilterTooLarge, ReadConditions, Values
from botyard.model.entities import User
from botyard.model.errors import INVALID_ARGUMENT, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Page, UpperParams
from botyard.wire.dates import read_moment
from botyard.wire.people import spell_field

PAGE = 50
# Shown only where there is one.
PHOTO = "PERSONAL_PHOTO"
FIELDS = (
    "ID", "ACTIVE", "NAME", "LAST_NAME", "EMAIL", "LAST_LOGIN", "DATE_REGISTER", "IS_ONLINE",
    "LAST_ACTIVITY_DATE", "PERSONAL_GENDER", "PERSONAL_BIRTHDAY", "WORK_POSITION",
    "UF_EMPLOYMENT_DATE", "UF_DEPARTMENT", "SECOND_NAME", "TIME_ZONE", "TIMESTAMP_X",
    "PERSONAL_WWW", "PERSONAL_MOBILE", "PERSONAL_CITY", "WORK_PHONE", "USER_TYPE", PHOTO,
)  # fmt: skip
# What may also stand beside the filter, where the method takes it.
_OLD_FORMS = (
    "id", "uf_department", "find", "name", "last_name", "work_position", "uf_department_name",
    "user_type",
)  # fmt: skip
# The value of `start` that asks for a page without counting.
UNCOUNTED = -1


class UserListParams(UpperParams, frozen=True):
    filter: Annotated[
        dict[str, object], Meta(description="Field, with an operator before it, to value.")
    ] = {}
    sort: Annotated[str, Meta(description="Field to sort by.")] = "ID"
    order: Annotated[object, Meta(description="`ASC` or `DESC`, or a field to one of them.")] = (
        "ASC"
    )
    select: Annotated[list[str], Meta(description="Fields to show, `*` or `UF_*`.")] = []
    start: Annotated[int, Meta(description="People to pass over; -1 does not count.")] = 0
    admin_mode: Annotated[bool, Meta(description="Accepted, without effect.")] = False
    id: Annotated[object, Meta(description="Old form of the filter of this name.")] = None
    uf_department: Annotated[object, Meta(description="Old form of the filter.")] = None


UserPage = Page[list[dict[str, object]]]


async def page_of_users(call: Call, params: UserListParams, read: ReadConditions) -> UserPage:
    """The people whom the filter, as `read` understands it, leaves."""
    visible = user_fields.visible_fields(call.caller.scopes)
    conditions = conditions_of(call, params, visible, read)
    field, descending = order_of(params, visible)
    start = max(params.start, 0)
    if not conditions and field == "ID":
        people, total = await users.page_of_people(
            call.tx, skipped=start, count=PAGE, descending=descending
        )
        shown = [values_of(call, user) for user in people]
    else:
        found = user_filters.in_order(
            await matching(call, conditions), field, descending=descending
        )
        shown, total = found[start : start + PAGE], len(found)
    chosen = selected(params.select, visible)
    page = [spelled(call, one, chosen) for one in shown]
    if params.start == UNCOUNTED:
        return Page(page, total=0)
    follows = start + PAGE < total
    return Page(page, total=total, next=start + PAGE if follows else UNSET)


async def matching(call: Call, conditions: Sequence[Condition]) -> list[Values]:
    """Everybody is read, unless the filter names ids."""
    ids = user_filters.wanted_ids(conditions)
    everybody = await (users.list_all(call.tx) if ids is None else users.of_ids(call.tx, ids))
    found = (values_of(call, user) for user in everybody if user_fields.is_listed(user))
    return [one for one in found if user_filters.meets(one, conditions)]


def values_of(call: Call, user: User) -> Values:
    online = user_fields.is_online(user, call.caller.user_id, call.now)
    return user_fields.values_of(user, online=online)


def conditions_of(
    call: Call, params: UserListParams, visible: Collection[str], read: ReadConditions
) -> list[Condition]:
    beside = {name.upper(): getattr(params, name, None) for name in _OLD_FORMS}
    old = {field: value for field, value in beside.items() if value is not None}
    wanted = old | params.filter
    try:
        return read(wanted, visible, lambda text: read_moment(text, call.views.zone))
    except FilterTooLarge as failure:
        names = " or ".join(("FILTER", *old))
        raise ApiError(INVALID_ARGUMENT, f"Parameter {names} must be shorter") from failure


def order_of(params: UserListParams, visible: Collection[str]) -> tuple[str, bool]:
    """The field, and whether it descends. Some clients send `{"ID": "ASC"}` as the order."""
    field, way = params.sort, params.order
    if isinstance(way, dict) and way:
        field, way = next(iter(way.items()))
    field = str(field).upper()
    return field if field in visible else "ID", str(way).upper() == "DESC"


def selected(masks: list[str], visible: Collection[str]) -> list[str]:
    """Names that do not exist, or may not be seen, are left out."""
    names = {mask.upper() for mask in masks}
    chosen = [field for field in sorted(visible) if names & {field, _mask_of(field)}]
    return chosen or [field for field in FIELDS if field in visible]


def _mask_of(field: str) -> str:
    return "UF_*" if field.startswith("UF_") else "*"


def spelled(call: Call, values: Values, chosen: list[str]) -> dict[str, object]:
    return {
        field: spell_field(field, values.get(field, ""), call.views)
        for field in chosen
        if field != PHOTO or values[PHOTO]
    }

"""The caller and other people as `profile` and the `user` methods answer them."""

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from botyard.model.entities import Moment
from botyard.wire.dates import iso
from botyard.wire.views import Views


class ProfileView(Struct, frozen=True, kw_only=True, rename="upper"):
    """`PERSONAL_PHOTO` is there only when there is a photo."""

    id: str
    admin: bool
    name: str
    last_name: str
    personal_gender: str
    time_zone: str
    personal_photo: str | UnsetType = UNSET


def spell_field(field: str, value: object, views: Views) -> object:
    """One field of a person in the form of the docs' examples."""
    match field, value:
        case "ID", int():
            return str(value)
        case "LAST_LOGIN" | "DATE_REGISTER", int():
            return iso(Moment(value), views.zone)
        case "LAST_ACTIVITY_DATE", int():
            return str(datetime.fromtimestamp(value // 1000, views.zone).replace(tzinfo=None))
        case "PERSONAL_PHOTO", str():
            return views.picture(value)
        case "UF_DEPARTMENT", tuple():
            return list(value)
        case _:
            return value

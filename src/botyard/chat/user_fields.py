"""The fields of a person as the `user` methods know them, and which scope shows which."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

from botyard.model.entities import Moment, User, UserId

# Moments are told apart by their field.
FieldValue: TypeAlias = str | int | bool | tuple[int, ...]

DATES = frozenset(("LAST_LOGIN", "DATE_REGISTER", "LAST_ACTIVITY_DATE"))
# Listed on no page of a scope, but filtered by and shown in every example.
USER_TYPE = "USER_TYPE"
# Who did something this recently counts as online.
ONLINE_MS = 24 * 60 * 1000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Docs page "scopes of users".
_BRIEF = _words(
    """
    ID XML_ID ACTIVE NAME LAST_NAME SECOND_NAME TITLE IS_ONLINE TIME_ZONE PERSONAL_PHOTO
    TIMESTAMP_X DATE_REGISTER PERSONAL_PROFESSION PERSONAL_GENDER PERSONAL_BIRTHDAY PERSONAL_CITY
    PERSONAL_STATE PERSONAL_COUNTRY WORK_POSITION WORK_CITY WORK_STATE WORK_COUNTRY
    LAST_ACTIVITY_DATE UF_EMPLOYMENT_DATE UF_TIMEMAN UF_SKILLS UF_INTERESTS UF_DEPARTMENT
    UF_PHONE_INNER
    """
)
_BASIC = _BRIEF | _words(
    """
    EMAIL PERSONAL_PHONE WORK_PHONE WORK_COMPANY PERSONAL_FAX PERSONAL_MOBILE PERSONAL_PAGER
    PERSONAL_STREET PERSONAL_MAILBOX PERSONAL_ZIP PERSONAL_NOTES WORK_DEPARTMENT WORK_WWW WORK_FAX
    WORK_PAGER WORK_STREET WORK_MAILBOX WORK_ZIP WORK_PROFILE WORK_LOGO WORK_NOTES UF_DISTRICT
    UF_SKYPE UF_SKYPE_LINK UF_ZOOM UF_TWITTER UF_FACEBOOK UF_LINKEDIN UF_XING UF_WEB_SITES
    """
)
_ALL = _BASIC | frozenset(("LAST_LOGIN", "PERSONAL_WWW", "PERSONAL_ICQ"))

_BY_SCOPE: Mapping[str, frozenset[str]] = {
    "user": _ALL,
    "user_basic": _BASIC,
    "user_brief": _BRIEF,
}

SCOPES = tuple(_BY_SCOPE)


def visible_fields(scopes: Collection[str]) -> frozenset[str]:
    """What a caller with `scopes` may read, sort by and filter by."""
    shown = (fields for scope, fields in _BY_SCOPE.items() if scope in scopes)
    return frozenset((USER_TYPE,)).union(*shown)


def is_online(user: User, caller_id: UserId, now: Moment) -> bool:
    return user.id == caller_id or now - user.last_activity_at < ONLINE_MS


def values_of(user: User, *, online: bool) -> dict[str, FieldValue]:
    """What is known of a person; every other field is empty."""
    return {
        "ID": user.id,
        "ACTIVE": user.active,
        "NAME": user.first_name,
        "LAST_NAME": user.last_name,
        "EMAIL": user.email,
        "LAST_LOGIN": user.last_activity_at,
        "DATE_REGISTER": user.created_at,
        "TIME_ZONE": user.timezone,
        "IS_ONLINE": "Y" if online else "N",
        "LAST_ACTIVITY_DATE": user.last_activity_at,
        "PERSONAL_GENDER": user.gender,
        "PERSONAL_WWW": user.website,
        "PERSONAL_PHOTO": user.avatar,
        "PERSONAL_PHONE": user.phones.get("personal_phone", ""),
        "PERSONAL_MOBILE": user.phones.get("personal_mobile", ""),
        "WORK_PHONE": user.phones.get("work_phone", ""),
        "WORK_POSITION": user.work_position,
        "UF_DEPARTMENT": user.departments,
        "UF_PHONE_INNER": user.phones.get("inner_phone", ""),
        USER_TYPE: user.type,
    }


def is_listed(user: User) -> bool:
    """Docs page user.get, notes: bots and e-mail users are never listed."""
    return user.type not in ("bot", "email")

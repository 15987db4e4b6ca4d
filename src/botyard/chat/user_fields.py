"""The fields of a person as the `user` methods know them, and which scope shows which."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

from botyard.model.entities import Moment, User, UserId

# Moments are told apart by their field.
FieldValue: TypeAlias = str | int | bool | tuple[int, ...]

DATES = frozenset(("LAST_LOGIN", "DATE_REGISTER", "LAST_ACTIVITY_DATE", "TIMESTAMP_X"))
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

# Docs page user.fields: the order, and which fields have no label but their name.
LABELS: Mapping[str, str] = {
    "ID": "ID",
    "XML_ID": "External code",
    "ACTIVE": "Active",
    "NAME": "First name",
    "LAST_NAME": "Last name",
    "SECOND_NAME": "Middle name",
    "TITLE": "Title",
    "EMAIL": "E-Mail",
    "LAST_LOGIN": "Last login",
    "DATE_REGISTER": "Registered on",
    "TIME_ZONE": "TIME_ZONE",
    "IS_ONLINE": "IS_ONLINE",
    "TIMESTAMP_X": "TIMESTAMP_X",
    "LAST_ACTIVITY_DATE": "LAST_ACTIVITY_DATE",
    "PERSONAL_GENDER": "Gender",
    "PERSONAL_PROFESSION": "Profession",
    "PERSONAL_WWW": "Home page",
    "PERSONAL_BIRTHDAY": "Date of birth",
    "PERSONAL_PHOTO": "Photo",
    "PERSONAL_ICQ": "ICQ",
    "PERSONAL_PHONE": "Personal phone",
    "PERSONAL_FAX": "Fax",
    "PERSONAL_MOBILE": "Personal mobile",
    "PERSONAL_PAGER": "Pager",
    "PERSONAL_STREET": "Street",
    "PERSONAL_CITY": "City",
    "PERSONAL_STATE": "State or region",
    "PERSONAL_ZIP": "Postal code",
    "PERSONAL_COUNTRY": "Country",
    "PERSONAL_MAILBOX": "Mailbox",
    "PERSONAL_NOTES": "Notes",
    "WORK_PHONE": "Company phone",
    "WORK_COMPANY": "Company",
    "WORK_POSITION": "Position",
    "WORK_DEPARTMENT": "Department",
    "WORK_WWW": "Company website",
    "WORK_FAX": "WORK_FAX",
    "WORK_PAGER": "WORK_PAGER",
    "WORK_STREET": "WORK_STREET",
    "WORK_MAILBOX": "WORK_MAILBOX",
    "WORK_CITY": "Company city",
    "WORK_STATE": "WORK_STATE",
    "WORK_ZIP": "WORK_ZIP",
    "WORK_COUNTRY": "WORK_COUNTRY",
    "WORK_PROFILE": "WORK_PROFILE",
    "WORK_LOGO": "WORK_LOGO",
    "WORK_NOTES": "WORK_NOTES",
    "UF_SKYPE_LINK": "Link to a chat in Skype",
    "UF_ZOOM": "Zoom",
    "UF_EMPLOYMENT_DATE": "Employed since",
    "UF_TIMEMAN": "Time management",
    "UF_DEPARTMENT": "Departments",
    "UF_INTERESTS": "Interests",
    "UF_SKILLS": "Skills",
    "UF_WEB_SITES": "Other websites",
    "UF_XING": "Xing",
    "UF_LINKEDIN": "LinkedIn",
    "UF_TWITTER": "Twitter",
    "UF_SKYPE": "Skype",
    "UF_DISTRICT": "District",
    "UF_PHONE_INNER": "Extension",
    USER_TYPE: USER_TYPE,
}

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
        "PERSONAL_PHONE": user.phones.get("personalPhone", ""),
        "PERSONAL_MOBILE": user.phones.get("personalMobile", ""),
        "WORK_PHONE": user.phones.get("workPhone", ""),
        "WORK_POSITION": user.work_position,
        "UF_DEPARTMENT": user.departments,
        "UF_PHONE_INNER": user.phones.get("innerPhone", ""),
        USER_TYPE: user.type,
    }


def is_listed(user: User) -> bool:
    """Docs page user.get, notes: bots and e-mail users are never listed."""
    return user.type not in ("bot", "email")

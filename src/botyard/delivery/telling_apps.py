"""A stored event -> what handlers are told. Source: docs page "OnAppInstall" and others."""

from typing import NamedTuple

from botyard.model.entities import User
from botyard.model.event_names import APP_EVENTS
from botyard.model.events import (
    AppEvent,
    AppInstalled,
    AppUninstalled,
    AppUpdated,
    HandlersTested,
    MethodDecided,
    OfflineQueued,
    PersonAdded,
)
from botyard.store import users
from botyard.store.tx import Tx
from botyard.wire.dates import iso
from botyard.wire.views import Views

Facts = dict[str, object]


class AppTold(NamedTuple):
    name: str
    data: Facts


async def tell(tx: Tx, language: str, views: Views, event: AppEvent) -> AppTold:
    return AppTold(APP_EVENTS[type(event)], await _data(tx, language, views, event))


async def _data(tx: Tx, language: str, views: Views, event: AppEvent) -> Facts:
    match event:
        case AppInstalled():
            version = str(event.version)
            return {"VERSION": version, "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": language}
        case AppUpdated():
            return {
                "VERSION": str(event.version),
                "PREVIOUS_VERSION": str(event.previous_version),
                "LANGUAGE_ID": language,
            }
        case AppUninstalled():
            return {"LANGUAGE_ID": language, "CLEAN": int(event.is_clean)}
        case HandlersTested():
            return {"QUERY": event.query, "LANGUAGE_ID": language}
        case PersonAdded():
            user = await users.get(tx, event.user_id)
            return {} if user is None else _person(user, views)
        case MethodDecided():
            # Of real portals it is a token; whom the word is for is told by no secret here.
            return {
                "TOKEN": event.client_id,
                "METHOD": event.method,
                "CONFIRMED": str(int(event.is_confirmed)),
                "LANGUAGE_ID": language,
            }
        case OfflineQueued():
            return {}


def _person(user: User, views: Views) -> Facts:
    return {
        "ID": user.id,
        "ACTIVE": "Y" if user.active else "N",
        "EMAIL": user.email,
        "NAME": user.first_name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": user.gender,
        "PERSONAL_BIRTHDAY": user.birthday,
        "UF_DEPARTMENT": list(user.departments),
        "DATE_REGISTER": iso(user.created_at, views.zone),
        "WORK_POSITION": user.work_position,
        "UF_EMPLOYMENT_DATE": "",
    }

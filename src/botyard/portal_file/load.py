"""Reads a portal file whole, so that applying it can no longer fail on what it says."""

import re
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path

from msgspec import UNSET, UnsetType

from botyard.portal_file.entries import (
    APP_STATUSES,
    DELIVERY_MODES,
    GENDERS,
    LIMITS,
    PLANS,
    SCHEMES,
    STATUSES,
    USER_TYPES,
    AppEntry,
    DeliverySection,
    OutgoingWebhookEntry,
    PortalFile,
    PortalSection,
    UserEntry,
    WebhookEntry,
)
from botyard.portal_file.lines import Place, line_of
from botyard.portal_file.table import Refused, Table
from botyard.portal_file.values import (
    birthday,
    boolean,
    client_id,
    colour,
    department,
    domain_or_nothing,
    each,
    email,
    event_name,
    fault,
    language,
    method,
    network,
    number,
    one_of,
    scope,
    secret,
    text,
    timezone,
    timezone_or_nothing,
    url,
    url_or_nothing,
    user_id,
    webhook_code,
)

_PHONES = ("personal_mobile", "personal_phone", "work_phone", "inner_phone")
_LONGEST_PHONE = 50
_LONGEST_PASSWORD = 1024
_MOST_OPERATING_SECONDS = 1_000_000
_TOML_POSITION = re.compile(r" \(at line (\d+), column \d+\)$|\s*\(at end of document\)$")


class BadPortalFile(Exception):
    """A portal file that cannot be used, told in one line: which file, which line, what."""


def load_portal_file(path: Path) -> PortalFile:
    content = _content(path)
    document = _document(path, content)
    try:
        return _portal_file(document)
    except Refused as refusal:
        line = line_of(content, refusal.place)
        raise BadPortalFile(f"{path}:{line}: {refusal}") from None


def read_portal_document(document: Mapping[str, object]) -> PortalFile:
    """What tables in the form of a portal file say; the refusal has no file and no line."""
    try:
        return _portal_file(document)
    except Refused as refusal:
        raise BadPortalFile(str(refusal)) from None


def told_with_line(path: Path, place: Place, problem: str) -> str:
    """What is wrong with a portal file that could be read, and in which line of it."""
    return f"{path}:{line_of(_content(path), place)}: {problem}"


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as failure:
        raise BadPortalFile(f"{path}: cannot be read: {failure.strerror}") from None
    except UnicodeDecodeError:
        raise BadPortalFile(f"{path}: cannot be read: it is not UTF-8 text") from None


def _document(path: Path, content: str) -> object:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as failure:
        line, problem = _toml_failure(str(failure), content)
        raise BadPortalFile(f"{path}:{line}: {problem}") from None
    except (RecursionError, ValueError):
        # What the parser lets through: lists nested too deep, numbers of thousands of digits.
        raise BadPortalFile(f"{path}: cannot be read: a value is too deep or too long") from None


def _toml_failure(message: str, content: str) -> tuple[int, str]:
    position = _TOML_POSITION.search(message)
    problem = _TOML_POSITION.sub("", message)
    if position is None or position[1] is None:
        return content.rstrip().count("\n") + 1, f"{problem} at the end of the file"
    return int(position[1]), problem


def _portal_file(document: object) -> PortalFile:
    file = Table(document, (), "", PortalFile.__struct_fields__)
    return PortalFile(
        portal=_portal(file.table("portal", "[portal]", PortalSection.__struct_fields__)),
        delivery=_delivery(
            file.table("delivery", "[delivery]", DeliverySection.__struct_fields__)
        ),
        users=_users(file),
        webhooks=_webhooks(file),
        outgoing_webhooks=_outgoing_webhooks(file),
        apps=_apps(file),
    )


def _portal(portal: Table) -> PortalSection:
    return PortalSection(
        domain=portal.optional("domain", domain_or_nothing),
        scheme=portal.optional("scheme", one_of(SCHEMES)),
        language=portal.optional("language", language),
        timezone=portal.optional("timezone", timezone),
        plan=portal.optional("plan", one_of(PLANS)),
        require_https=portal.optional("require_https", boolean),
        closed=portal.optional("closed", boolean),
        blocked=portal.optional("blocked", boolean),
        limits=portal.optional("limits", one_of(LIMITS)),
        operating_limit=portal.optional("operating_limit", number(0, _MOST_OPERATING_SECONDS)),
        statuses=portal.optional("statuses", one_of(STATUSES)),
        confirm=portal.optional("confirm", each(method)),
        fault=portal.optional("fault", each(fault)),
    )


def _delivery(delivery: Table) -> DeliverySection:
    return DeliverySection(
        mode=delivery.optional("mode", one_of(DELIVERY_MODES)),
        allow_private=delivery.optional("allow_private", each(network)),
    )


def _users(file: Table) -> tuple[UserEntry, ...]:
    tables = file.tables("users", "[[users]]", UserEntry.__struct_fields__)
    entries = tuple(_user(table) for table in tables)
    _refuse_repeated(tables, "id", [entry.id for entry in entries])
    _refuse_repeated(tables, "email", [_folded(entry.email) for entry in entries])
    return entries


def _user(user: Table) -> UserEntry:
    return UserEntry(
        id=user.required("id", user_id),
        name=user.required("name", text(least=1)),
        last_name=user.optional("last_name", text()),
        email=user.optional("email", email),
        password=user.optional("password", secret(most=_LONGEST_PASSWORD)),
        admin=user.optional("admin", boolean),
        type=user.optional("type", one_of(USER_TYPES)),
        active=user.optional("active", boolean),
        work_position=user.optional("work_position", text()),
        gender=user.optional("gender", one_of(GENDERS)),
        birthday=user.optional("birthday", birthday),
        color=user.optional("color", colour),
        website=user.optional("website", url_or_nothing),
        timezone=user.optional("timezone", timezone_or_nothing),
        departments=user.optional("departments", each(department)),
        phones=_phones(user),
    )


def _phones(user: Table) -> Mapping[str, str] | UnsetType:
    if not user.has("phones"):
        return UNSET
    phones = user.table("phones", "[users.phones]", _PHONES)
    read = text(most=_LONGEST_PHONE)
    return {kind: phones.required(kind, read) for kind in _PHONES if phones.has(kind)}


def _webhooks(file: Table) -> tuple[WebhookEntry, ...]:
    tables = file.tables("webhooks", "[[webhooks]]", WebhookEntry.__struct_fields__)
    entries = tuple(
        WebhookEntry(
            user=table.required("user", user_id),
            code=table.required("code", webhook_code),
            scopes=table.required("scopes", each(scope)),
        )
        for table in tables
    )
    _refuse_repeated(tables, "code", [entry.code for entry in entries])
    return entries


def _outgoing_webhooks(file: Table) -> tuple[OutgoingWebhookEntry, ...]:
    keys = OutgoingWebhookEntry.__struct_fields__
    tables = file.tables("outgoing_webhooks", "[[outgoing_webhooks]]", keys)
    entries = tuple(
        OutgoingWebhookEntry(
            url=table.required("url", url),
            events=table.required("events", each(event_name, least=1)),
            application_token=table.required("application_token", secret()),
        )
        for table in tables
    )
    _refuse_repeated(tables, "url", [entry.url for entry in entries])
    return entries


def _apps(file: Table) -> tuple[AppEntry, ...]:
    tables = file.tables("apps", "[[apps]]", AppEntry.__struct_fields__)
    entries = tuple(_app(table) for table in tables)
    _refuse_repeated(tables, "client_id", [entry.client_id for entry in entries])
    return entries


def _app(app: Table) -> AppEntry:
    return AppEntry(
        client_id=app.required("client_id", client_id),
        client_secret=app.required("client_secret", secret()),
        title=app.optional("title", text()),
        scopes=app.optional("scopes", each(scope)),
        redirect_uri=app.optional("redirect_uri", url_or_nothing),
        handler=app.optional("handler", url_or_nothing),
        install_handler=app.optional("install_handler", url_or_nothing),
        installed_by=app.optional("installed_by", user_id),
        status=app.optional("status", one_of(APP_STATUSES)),
        users=app.optional("users", each(user_id)),
    )


def _folded(email_address: str | UnsetType) -> str | None:
    return None if isinstance(email_address, UnsetType) else email_address.lower() or None


def _refuse_repeated(tables: list[Table], key: str, names: Iterable[Hashable]) -> None:
    """None names nothing, so it may repeat."""
    seen = set()
    for table, name in zip(tables, names, strict=True):
        if name in seen:
            raise table.refusal(key, f'"{key}" repeats an earlier one')
        if name is not None:
            seen.add(name)

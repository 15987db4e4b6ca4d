"""What a portal file says. A field that it does not name is UNSET, and so left alone."""

from collections.abc import Mapping
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from botyard.model.entities import Limits, Statuses, UserId, UserType

Scheme = Literal["http", "https"]
Plan = Literal["commercial", "free"]
DeliveryMode = Literal["reliable", "bitrix24"]
Gender = Literal["M", "F", ""]
AppStatus = Literal["L", "F", "D", "T", "P", "S"]

SCHEMES: tuple[Scheme, ...] = ("http", "https")
PLANS: tuple[Plan, ...] = ("commercial", "free")
LIMITS: tuple[Limits, ...] = ("off", "standard", "enterprise")
STATUSES: tuple[Statuses, ...] = ("documented", "observed")
DELIVERY_MODES: tuple[DeliveryMode, ...] = ("reliable", "bitrix24")
GENDERS: tuple[Gender, ...] = ("M", "F", "")
APP_STATUSES: tuple[AppStatus, ...] = ("L", "F", "D", "T", "P", "S")
# A bot is registered over the API; a file cannot make one.
USER_TYPES: tuple[UserType, ...] = ("employee", "extranet", "email", "collaber")


class PortalSection(Struct, frozen=True, kw_only=True):
    """An empty `domain` is the address served."""

    domain: str | UnsetType = UNSET
    scheme: Scheme | UnsetType = UNSET
    language: str | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    plan: Plan | UnsetType = UNSET
    require_https: bool | UnsetType = UNSET
    closed: bool | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET
    limits: Limits | UnsetType = UNSET
    operating_limit: int | UnsetType = UNSET
    statuses: Statuses | UnsetType = UNSET
    confirm: tuple[str, ...] | UnsetType = UNSET
    fault: tuple[str, ...] | UnsetType = UNSET


class DeliverySection(Struct, frozen=True, kw_only=True):
    """`allow_private` holds networks as `ipaddress` writes them."""

    mode: DeliveryMode | UnsetType = UNSET
    allow_private: tuple[str, ...] | UnsetType = UNSET


class UserEntry(Struct, frozen=True, kw_only=True):
    """`color` is #rrggbb, whatever the file called it; `birthday` is DD-MM or empty."""

    id: UserId
    name: str
    last_name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    password: str | UnsetType = UNSET
    admin: bool | UnsetType = UNSET
    type: UserType | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    work_position: str | UnsetType = UNSET
    gender: Gender | UnsetType = UNSET
    birthday: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    website: str | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    departments: tuple[int, ...] | UnsetType = UNSET
    phones: Mapping[str, str] | UnsetType = UNSET


class WebhookEntry(Struct, frozen=True, kw_only=True):
    user: UserId
    code: str
    scopes: tuple[str, ...]


class OutgoingWebhookEntry(Struct, frozen=True, kw_only=True):
    """`events` are in upper case."""

    url: str
    events: tuple[str, ...]
    application_token: str


class AppEntry(Struct, frozen=True, kw_only=True):
    client_id: str
    client_secret: str
    title: str | UnsetType = UNSET
    scopes: tuple[str, ...] | UnsetType = UNSET
    redirect_uri: str | UnsetType = UNSET
    handler: str | UnsetType = UNSET
    install_handler: str | UnsetType = UNSET
    installed_by: UserId | UnsetType = UNSET
    status: AppStatus | UnsetType = UNSET
    users: tuple[UserId, ...] | UnsetType = UNSET


class PortalFile(Struct, frozen=True, kw_only=True):
    portal: PortalSection = PortalSection()
    delivery: DeliverySection = DeliverySection()
    users: tuple[UserEntry, ...] = ()
    webhooks: tuple[WebhookEntry, ...] = ()
    outgoing_webhooks: tuple[OutgoingWebhookEntry, ...] = ()
    apps: tuple[AppEntry, ...] = ()

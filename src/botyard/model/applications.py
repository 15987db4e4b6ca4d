"""Applications, what people let them do, and where they hear and show themselves."""

from msgspec import Struct

from botyard.model.entities import HandlerId, Moment, UserId, owner_of_app


class App(Struct, frozen=True, kw_only=True):
    """An OAuth client. `users` is None when everybody may use it.

    `installed_by` is None while it is not installed; `is_uninstalled` tells that it was before.
    Its events prove by `application_token` and `signing_key` where they are from, and so does its
    page by the former.
    """

    id: int = 0
    client_id: str
    secret_hash: str
    title: str = ""
    scopes: tuple[str, ...] = ()
    redirect_uri: str = ""
    handler: str = ""
    install_handler: str = ""
    installed_by: UserId | None = None
    is_uninstalled: bool = False
    status: str = "L"
    users: tuple[int, ...] | None = None
    version: int = 1
    application_token: str = ""
    signing_key: str = ""

    @property
    def owner(self) -> str:
        """Who the application is to its bots."""
        return owner_of_app(self.client_id)

    @property
    def event_address(self) -> str:
        """Where it hears of its own installation; empty where it does not."""
        return self.install_handler or self.handler


class Grant(Struct, frozen=True, kw_only=True):
    """What an application may do in the name of a person.

    `family` names all codes and tokens that came from one agreement.
    """

    family: str
    client_id: str
    user_id: UserId
    scopes: tuple[str, ...]


class Handler(Struct, frozen=True, kw_only=True):
    """Hears of an event, by POST or, when it `is_offline`, from a queue.

    `client_id` is empty for an outgoing webhook. An empty `event` is the application's own
    address. `auth_user_id` is 0 where the events carry a token of who caused them.
    """

    id: HandlerId
    client_id: str = ""
    event: str = ""
    url: str = ""
    auth_user_id: UserId = UserId(0)
    bound_by: UserId = UserId(0)
    is_offline: bool = False
    connector: str = ""
    min_timeout_s: int = 1
    told_at: Moment = Moment(0)
    application_token: str
    signing_key: str
    is_ended: bool = False

    @property
    def number(self) -> int:
        """As its operator and the events themselves name it."""
        return -self.id


class OutgoingWebhook(Struct, frozen=True, kw_only=True):
    url: str
    events: tuple[str, ...]
    application_token: str


class Placement(Struct, frozen=True, kw_only=True):
    """Where an application shows itself in the messenger, and by which page of its own.

    `labels` are titles and the like by language, as the application spelled them.
    """

    code: str
    handler: str
    title: str
    description: str
    labels: dict[str, dict[str, str]]
    options: dict[str, str | int]

"""What the older API says of a bot: its looks, and the addresses of its events."""

from datetime import datetime
from typing import Annotated, NamedTuple

from msgspec import Meta

from botyard.chat.bots import Handlers, Looks, is_web_address
from botyard.model.errors import (
    EVENT_BOT_DELETE_ERROR,
    EVENT_BOT_DELETE_MISSING,
    EVENT_MESSAGE_ADD_ERROR,
    EVENT_MESSAGE_ADD_MISSING,
    EVENT_MESSAGE_DELETE_ERROR,
    EVENT_MESSAGE_UPDATE_ERROR,
    EVENT_WELCOME_MESSAGE_ERROR,
    EVENT_WELCOME_MESSAGE_MISSING,
    ApiError,
    ErrorCode,
)
from botyard.rpc.method import Preparation, UpperParams
from botyard.rpc.pictures import keep_avatar

MAX_URL_LENGTH = 2048


class OlderProperties(UpperParams, frozen=True):
    name: Annotated[str | None, Meta(description="Shown in dialogs.", max_length=255)] = None
    last_name: Annotated[
        str | None, Meta(description="Second part of the name.", max_length=255)
    ] = None
    color: Annotated[str | None, Meta(description="`LIGHT_BLUE`; unknown ones are assigned.")] = (
        None
    )
    email: Annotated[str | None, Meta(description="Shown in the profile.", max_length=255)] = None
    personal_birthday: Annotated[str | None, Meta(description="`YYYY-MM-DD`.", max_length=10)] = (
        None
    )
    work_position: Annotated[
        str | None, Meta(description="Shown in the profile.", max_length=255)
    ] = None
    personal_www: Annotated[
        str | None, Meta(description="Address of a page about the bot.", max_length=255)
    ] = None
    personal_gender: Annotated[str | None, Meta(description="`M` or `F`.")] = None
    personal_photo: Annotated[
        str | None, Meta(description="Picture as base64; no picture is no error.")
    ] = None

    def looks(self, avatar: str | None) -> Looks:
        """`avatar` is the key of the picture."""
        return Looks(
            name=self.name,
            last_name=self.last_name,
            work_position=self.work_position,
            color=self.color,
            gender=self.personal_gender,
            avatar=avatar,
            email=None if self.email is None else self.email.strip(),
            birthday=_birthday_of(self.personal_birthday),
            website=self.personal_www,
        )


def _birthday_of(given: str | None) -> str | None:
    """`DD-MM`, as profiles show it. Empty takes it away; what is no date changes nothing."""
    if not given:
        return given
    try:
        return datetime.strptime(given, "%Y-%m-%d").strftime("%d-%m")  # noqa: DTZ007 - a day
    except ValueError:
        return None


class AddressFields(UpperParams, frozen=True):
    """Where events go, by kind. Those of one kind go to the address of that kind alone."""

    event_handler: Annotated[
        str | None,
        Meta(
            description="Address for every kind of event that has none of its own.",
            extra={"error": EVENT_MESSAGE_ADD_ERROR},
        ),
    ] = None
    event_message_add: Annotated[
        str | None,
        Meta(description="For ONIMBOTMESSAGEADD.", extra={"error": EVENT_MESSAGE_ADD_ERROR}),
    ] = None
    event_message_update: Annotated[
        str | None,
        Meta(description="For ONIMBOTMESSAGEUPDATE.", extra={"error": EVENT_MESSAGE_UPDATE_ERROR}),
    ] = None
    event_message_delete: Annotated[
        str | None,
        Meta(description="For ONIMBOTMESSAGEDELETE.", extra={"error": EVENT_MESSAGE_DELETE_ERROR}),
    ] = None
    event_welcome_message: Annotated[
        str | None,
        Meta(description="For ONIMBOTJOINCHAT.", extra={"error": EVENT_WELCOME_MESSAGE_ERROR}),
    ] = None
    event_bot_delete: Annotated[
        str | None,
        Meta(description="For ONIMBOTDELETE.", extra={"error": EVENT_BOT_DELETE_ERROR}),
    ] = None


class _Kind(NamedTuple):
    kind: str
    wrong: ErrorCode
    missing: ErrorCode | None = None


_KINDS = (
    _Kind("message_added", EVENT_MESSAGE_ADD_ERROR, EVENT_MESSAGE_ADD_MISSING),
    _Kind("message_updated", EVENT_MESSAGE_UPDATE_ERROR),
    _Kind("message_deleted", EVENT_MESSAGE_DELETE_ERROR),
    _Kind("chat_joined", EVENT_WELCOME_MESSAGE_ERROR, EVENT_WELCOME_MESSAGE_MISSING),
    _Kind("bot_deleted", EVENT_BOT_DELETE_ERROR, EVENT_BOT_DELETE_MISSING),
)


def handlers_of(given: AddressFields, *, whole: bool) -> Handlers:
    """The address for each kind of event; with `whole` the three that must be there are.

    Refuses with the code of the first address that is missing or no address.
    """
    single = (
        given.event_message_add,
        given.event_message_update,
        given.event_message_delete,
        given.event_welcome_message,
        given.event_bot_delete,
    )
    handlers = {}
    for kind, wanted in zip(_KINDS, single, strict=True):
        url = given.event_handler if wanted is None else wanted
        if url is None:
            if whole and kind.missing is not None:
                raise ApiError(kind.missing)
            continue
        if not is_web_address(url) or len(url) > MAX_URL_LENGTH:
            raise ApiError(kind.wrong)
        handlers[kind.kind] = url
    return handlers


async def keep_photo(preparation: Preparation, properties: OlderProperties) -> str | None:
    """The key of the picture, or None where there is none."""
    if properties.personal_photo is None:
        return None
    key = await keep_avatar(preparation, properties.personal_photo)
    return None if isinstance(key, ApiError) else key

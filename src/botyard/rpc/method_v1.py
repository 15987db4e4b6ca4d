"""How the older bot methods are declared."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias, TypeVar

from msgspec import Meta

from botyard.model.errors import (
    BOT_OF_ANOTHER,
    CLIENT_NOT_SPECIFIED,
    OLDER_BOT_NOT_FOUND,
    ErrorCode,
)
from botyard.rpc.admit import OwnerCall
from botyard.rpc.admit_v1 import (
    OlderBotCall,
    admit_bot_of_known_owner,
    admit_known_owner,
    admit_named_older_bot,
    admit_older_bot,
    admit_older_owner,
)
from botyard.rpc.method import Handler, Method, Params, UpperParams

P = TypeVar("P", bound=Params)
R = TypeVar("R")

_BOT_ERRORS = (CLIENT_NOT_SPECIFIED, OLDER_BOT_NOT_FOUND, BOT_OF_ANOTHER)


ClientId: TypeAlias = Annotated[
    str | None,
    Meta(
        description="Over a webhook: the word under which the bot was registered. An application "
        "needs none.",
        extra={"error": CLIENT_NOT_SPECIFIED},
    ),
]
BotId: TypeAlias = Annotated[
    int | None,
    Meta(
        description="The bot that acts; without it the first one of the owner.",
        extra={"error": OLDER_BOT_NOT_FOUND},
    ),
]


class ClientParams(UpperParams, frozen=True):
    client_id: ClientId = None


class BotParams(ClientParams, frozen=True):
    bot_id: BotId = None


class NamedBotParams(ClientParams, frozen=True):
    bot_id: Annotated[
        int | None, Meta(description="The bot.", extra={"error": OLDER_BOT_NOT_FOUND})
    ] = None


def older_owner_method(
    name: str, *, errors: Sequence[ErrorCode] = (), known: bool = False
) -> Callable[[Handler[OwnerCall, P, R]], Method[OwnerCall, P, R]]:
    """A method for whoever owns bots, without BOT_ID.

    With `known` a webhook without CLIENT_ID is refused as such; else it owns nothing.
    """

    def declare(handler: Handler[OwnerCall, P, R]) -> Method[OwnerCall, P, R]:
        return Method(
            name,
            handler,
            admit_known_owner if known else admit_older_owner,
            scopes=("imbot",),
            errors=(CLIENT_NOT_SPECIFIED, *errors),
            reads=False,
        )

    return declare


def older_bot_method(
    name: str,
    *,
    errors: Sequence[ErrorCode] = (),
    reads: bool = False,
    named: bool = False,
    known: bool = False,
    calls_back: bool = False,
) -> Callable[[Handler[OlderBotCall, P, R]], Method[OlderBotCall, P, R]]:
    """A method that acts as the caller's bot.

    With `named` BOT_ID must be there; with `known` so must CLIENT_ID over a webhook.
    """
    admit = admit_named_older_bot if named else admit_older_bot

    def declare(handler: Handler[OlderBotCall, P, R]) -> Method[OlderBotCall, P, R]:
        return Method(
            name,
            handler,
            admit_bot_of_known_owner if known else admit,
            scopes=("imbot",),
            errors=(*_BOT_ERRORS, *errors),
            reads=reads,
            calls_back=calls_back,
        )

    return declare

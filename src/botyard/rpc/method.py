"""What an API method is: one value that holds its name, parameters, result, errors and handler."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from msgspec import UNSET, Struct, UnsetType

from botyard.blobs.port import Blobs
from botyard.model.entities import BotType
from botyard.model.errors import (
    BOT_ID_REQUIRED,
    BOT_NOT_FOUND,
    BOT_OWNERSHIP_ERROR,
    BOT_TOKEN_NOT_SPECIFIED,
    BOT_TYPE_NOT_ALLOWED,
    WRONG_AUTH_TYPE,
    ErrorCode,
)
from botyard.model.scopes import BASIC
from botyard.model.secrets import Secrets
from botyard.rpc.admit import (
    AppCall,
    BotCall,
    Call,
    OwnerCall,
    Rules,
    admit_app,
    admit_bot,
    admit_owner,
    admit_user,
)
from botyard.wire.coerce import compile_reader, file_paths

A = TypeVar("A")
C = TypeVar("C", bound=Call)
C_contra = TypeVar("C_contra", bound=Call, contravariant=True)
P = TypeVar("P", bound="Params")
P_contra = TypeVar("P_contra", bound="Params", contravariant=True)
R = TypeVar("R")
V = TypeVar("V")


class Params(Struct, frozen=True, kw_only=True, rename="camel"):
    """Parameters of one method, spelled as version 2 does."""


class UpperParams(Params, frozen=True, kw_only=True, rename="upper"):
    """Parameters of the older methods, which write DIALOG_ID. Any case is taken."""


class LowerParams(Params, frozen=True, kw_only=True, rename="lower"):
    """Parameters of methods about applications, which write auth_type. Any case is taken."""


class AnyParams(Params, frozen=True, kw_only=True):
    """Any parameters at all: see `AppCall.arguments`."""


class Result(Struct, frozen=True, rename="camel"):
    """What one method answers."""


class Done(Result, frozen=True):
    """`{"result": true}`, which imbot.v2 wraps once more."""

    result: bool = True


class Page(Struct, Generic[R], frozen=True, omit_defaults=True):
    """A result with `total` and `next` beside it. `next` is absent on the last page."""

    result: R
    total: int
    next: int | UnsetType = UNSET


class Later(Struct, Generic[R], frozen=True):
    """An answer that may become a better one while the caller waits.

    The call is made again when one of `recipients` is woken, and answered as it is after
    `timeout_s` seconds.
    """

    answer: R
    recipients: tuple[int, ...]
    timeout_s: float


class Preparation(Struct, frozen=True):
    """What a method may use before its transaction, while it may still wait.

    `kept` are the blobs that were put: those that no row names in the end are removed.
    """

    blobs: Blobs
    secrets: Secrets
    background: Executor
    kept: list[str]

    async def work_out(self, function: Callable[[A], V], argument: A) -> V:
        """In a thread, for what takes long."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.background, function, argument)

    async def keep(self, pieces: Iterable[bytes]) -> str:
        """Put a blob and answer its key. Failures of the disk are OSError."""
        key = await self.blobs.put(pieces)
        self.kept.append(key)
        return key


class PreparedHandler(Generic[C, P, R]):
    """A handler whose third argument is made before its transaction."""

    def __init__(
        self,
        prepare: Callable[[Preparation, P], Awaitable[Any]],
        handle: Callable[[C, P, Any], Awaitable[R]],
    ) -> None:
        self.prepare = prepare
        self.handle = handle


def prepared_by(
    prepare: Callable[[Preparation, P], Awaitable[V]],
) -> Callable[[Callable[[C, P, V], Awaitable[R]]], PreparedHandler[C, P, R]]:
    """Have `prepare` wait and write blobs first; its value becomes the third argument."""

    def wrap(handle: Callable[[C, P, V], Awaitable[R]]) -> PreparedHandler[C, P, R]:
        return PreparedHandler(prepare, handle)

    return wrap


def with_secrets(
    handle: Callable[[C, P, Secrets], Awaitable[R]],
) -> PreparedHandler[C, P, R]:
    """Give a handler what ids and tokens are made with as its third argument."""

    async def prepare(preparation: Preparation, _params: P) -> Secrets:
        return preparation.secrets

    return PreparedHandler(prepare, handle)


class Method(Generic[C, P, R]):
    """Inert data. `reads` methods run apart from the writers.

    A repeat of a `repeatable` one does no harm, so its answers are not kept. One that
    `makes_calls` has no transaction of its own. One that `calls_back` changes addresses, and is
    answered when nothing is under way any more to one that holds no longer.
    """

    def __init__(  # noqa: PLR0913 - what a declaration says, each by its name
        self,
        name: str,
        handler: Callable[[C, P], Awaitable[R]] | PreparedHandler[C, P, R],
        admit: Callable[[Call, Mapping[str, object], Rules], Awaitable[C]],
        *,
        scopes: tuple[str, ...],
        errors: Sequence[ErrorCode],
        reads: bool,
        bot_types: tuple[BotType, ...] = (),
        token_in_fields: bool = False,
        of_former_bots: bool = False,
        repeatable: bool = False,
        makes_calls: bool = False,
        calls_back: bool = False,
        refuses_others: ErrorCode | None = None,
    ) -> None:
        self.name = name
        self.admit = admit
        self.scopes = scopes
        self.errors = tuple(dict.fromkeys(errors))
        self.reads = reads
        self.bot_types = bot_types
        self.token_in_fields = token_in_fields
        self.of_former_bots = of_former_bots
        self.repeatable = repeatable or reads
        self.makes_calls = makes_calls
        self.calls_back = calls_back
        self.refuses_others = refuses_others
        self.prepare, self.handler = _parts(handler)
        self.doc = inspect.cleandoc(self.handler.__doc__ or "")
        hints = get_type_hints(self.handler, include_extras=True)
        self.params: type[P] = hints["params"]
        self.result: Any = _answered(hints["return"])
        self.takes_upper_names = issubclass(self.params, UpperParams)
        self.read_params: Callable[[Any], P] = compile_reader(self.params)
        self.file_paths = file_paths(self.params)

    @property
    def summary(self) -> str:
        """The first paragraph of its doc."""
        return self.doc.partition("\n\n")[0]


def _parts(
    handler: Callable[[C, P], Awaitable[R]] | PreparedHandler[C, P, R],
) -> tuple[Callable[[Preparation, P], Awaitable[Any]] | None, Callable[..., Awaitable[R]]]:
    """What comes before the transaction, if anything, and what runs in it."""
    if isinstance(handler, PreparedHandler):
        return handler.prepare, handler.handle
    return None, handler


def _answered(declared: Any) -> Any:  # noqa: ANN401 - a type as it was written
    """What a caller gets: Later only says when."""
    kinds = [kind for kind in get_args(declared) if get_origin(kind) is not Later]
    return kinds[0] if len(kinds) < len(get_args(declared)) else declared


AnyMethod = Method[Any, Any, Any]
Prepare = Callable[[Preparation, Any], Awaitable[Any]]

Handler = Callable[[C, P], Awaitable[R]] | PreparedHandler[C, P, R]
_OWNER_ERRORS = (BOT_TOKEN_NOT_SPECIFIED,)
_BOT_ERRORS = (BOT_TOKEN_NOT_SPECIFIED, BOT_ID_REQUIRED, BOT_NOT_FOUND, BOT_OWNERSHIP_ERROR)


def user_method(
    name: str,
    *,
    scopes: tuple[str, ...] = (BASIC,),
    errors: Sequence[ErrorCode] = (),
    reads: bool = False,
    repeatable: bool = False,
) -> Callable[[Handler[Call, P, R]], Method[Call, P, R]]:
    """A method that acts for the person whose webhook is called. Any of `scopes` is enough."""

    def declare(handler: Handler[Call, P, R]) -> Method[Call, P, R]:
        return Method(
            name,
            handler,
            admit_user,
            scopes=scopes,
            errors=errors,
            reads=reads,
            repeatable=repeatable,
        )

    return declare


def app_method(
    name: str,
    *,
    scopes: tuple[str, ...] = (BASIC,),
    errors: Sequence[ErrorCode] = (),
    reads: bool = False,
    repeatable: bool = False,
    refuses_others: ErrorCode = WRONG_AUTH_TYPE,
) -> Callable[[Handler[AppCall, P, R]], Method[AppCall, P, R]]:
    """A method for applications: a webhook is refused with `refuses_others` before its scopes."""

    def declare(handler: Handler[AppCall, P, R]) -> Method[AppCall, P, R]:
        return Method(
            name,
            handler,
            admit_app,
            scopes=scopes,
            errors=(refuses_others, *errors),
            reads=reads,
            repeatable=repeatable,
            refuses_others=refuses_others,
        )

    return declare


def owner_method(
    name: str,
    *,
    errors: Sequence[ErrorCode] = (),
    reads: bool = False,
    token_in_fields: bool = False,
) -> Callable[[Handler[OwnerCall, P, R]], Method[OwnerCall, P, R]]:
    """A method for whoever owns bots, without naming one of them.

    With `token_in_fields` the token may also stand as `fields.botToken`, which wins.
    """

    def declare(handler: Handler[OwnerCall, P, R]) -> Method[OwnerCall, P, R]:
        return Method(
            name,
            handler,
            admit_owner,
            scopes=("imbot",),
            errors=(*_OWNER_ERRORS, *errors),
            reads=reads,
            token_in_fields=token_in_fields,
        )

    return declare


def bot_method(
    name: str,
    *,
    errors: Sequence[ErrorCode] = (),
    reads: bool = False,
    bot_types: tuple[BotType, ...] = (),
    of_former_bots: bool = False,
    repeatable: bool = False,
    calls_back: bool = False,
) -> Callable[[Handler[BotCall, P, R]], Method[BotCall, P, R]]:
    """A method that acts as the caller's bot. Empty `bot_types` means every type.

    With `of_former_bots` it goes on for a day after the bot was unregistered.
    """
    type_errors = (BOT_TYPE_NOT_ALLOWED,) if bot_types else ()

    def declare(handler: Handler[BotCall, P, R]) -> Method[BotCall, P, R]:
        return Method(
            name,
            handler,
            admit_bot,
            scopes=("imbot",),
            errors=(*_BOT_ERRORS, *type_errors, *errors),
            reads=reads,
            bot_types=bot_types,
            of_former_bots=of_former_bots,
            repeatable=repeatable,
            calls_back=calls_back,
        )

    return declare

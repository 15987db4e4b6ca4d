"""Wire arguments -> the parameters that a method declared."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import cast

from botyard.model.errors import INVALID_ARGUMENT, ApiError, ErrorCode
from botyard.rpc.admit_v1 import in_capitals
from botyard.rpc.method import AnyMethod, AnyParams, LowerParams, Params
from botyard.wire.coerce import BadValue, UnknownName, unknown_names

# A header has to stay short, whatever the request held.
MAX_NOTICES = 20
MAX_NAME_LENGTH = 100
_NO_PARAMETERS = ("auth", "botId", "botToken")


def bind(method: AnyMethod, arguments: Mapping[str, object]) -> Params | ApiError:
    """A bad value is answered, not raised: whoever may not call at all must not learn of it."""
    try:
        return cast("Params", method.read_params(spelled(method, arguments)))
    except BadValue as bad:
        if bad.error is not None:
            return ApiError(cast("ErrorCode", bad.error))
        return ApiError(INVALID_ARGUMENT, f"Parameter {bad.path} must be {bad.expected}")


def ignored(method: AnyMethod, arguments: Mapping[str, object]) -> list[str]:
    """Parameters that had no effect, each with the one that was perhaps meant."""
    if issubclass(method.params, AnyParams):
        return []
    given = {name: value for name, value in arguments.items() if name not in _NO_PARAMETERS}
    unknown = unknown_names(method.params, spelled(method, given))
    notices = [_notice(one) for one in unknown[:MAX_NOTICES]]
    if len(unknown) > MAX_NOTICES:
        notices.append(f"and {len(unknown) - MAX_NOTICES} more")
    return notices


def _notice(unknown: UnknownName) -> str:
    name = unknown.name[:MAX_NAME_LENGTH]
    notice = f"{unknown.prefix}{name} is ignored"
    meant = get_close_matches(name, unknown.known, n=1)
    return f"{notice}: did you mean {unknown.prefix}{meant[0]}?" if meant else notice


def spelled(method: AnyMethod, arguments: Mapping[str, object]) -> Mapping[str, object]:
    if method.takes_upper_names:
        return in_capitals(arguments)
    if issubclass(method.params, LowerParams):
        return {name.lower(): value for name, value in arguments.items()}
    return arguments

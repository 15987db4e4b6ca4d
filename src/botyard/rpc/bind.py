"""Wire arguments -> the parameters that a method declared."""

from collections.abc import Mapping
from typing import cast

from botyard.model.errors import INVALID_ARGUMENT, ApiError, ErrorCode
from botyard.rpc.method import AnyMethod, Params
from botyard.wire.coerce import BadValue, unknown_names


def bind(method: AnyMethod, arguments: Mapping[str, object]) -> Params | ApiError:
    """A bad value is answered, not raised: whoever may not call at all must not learn of it."""
    try:
        return cast("Params", method.read_params(spelled(method, arguments)))
    except BadValue as bad:
        if bad.error is not None:
            return ApiError(cast("ErrorCode", bad.error))
        return ApiError(INVALID_ARGUMENT, f"Parameter {bad.path} must be {bad.expected}")


def ignored(method: AnyMethod, arguments: Mapping[str, object]) -> list[str]:
    """Names of parameters that had no effect."""
    known = ("auth", "botId", "botToken")
    given = {name: value for name, value in arguments.items() if name not in known}
    return unknown_names(method.params, spelled(method, given))


def spelled(method: AnyMethod, arguments: Mapping[str, object]) -> Mapping[str, object]:
    if not method.takes_upper_names:
        return arguments
    return {name.upper(): value for name, value in arguments.items()}

"""Finds every declared method once, at the start; and what is declared for all of them."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from botyard.model import errors
from botyard.rpc.method import AnyMethod, Method

Registry = Mapping[str, AnyMethod]

# In the order in which a request meets them.
ERRORS_OF_ALL = (
    errors.PORTAL_DELETED, errors.OVERLOAD_LIMIT, errors.PLAN_ACCESS_DENIED,
    errors.HTTPS_REQUIRED, errors.QUERY_LIMIT_EXCEEDED, errors.NO_AUTH_FOUND,
    errors.INVALID_CREDENTIALS, errors.EXPIRED_TOKEN, errors.USER_ACCESS_ERROR,
    errors.METHOD_NOT_FOUND, errors.INSUFFICIENT_SCOPE, errors.METHOD_CONFIRM_WAITING,
    errors.METHOD_CONFIRM_DENIED, errors.OPERATION_TIME_LIMIT,
    errors.INVALID_REQUEST, errors.REQUEST_TOO_LARGE, errors.IDEMPOTENCY_KEY_REUSED,
    errors.INVALID_ARGUMENT, errors.STORAGE_UNAVAILABLE, errors.INTERNAL_SERVER_ERROR,
)  # fmt: skip


def load(package: ModuleType) -> Registry:
    """Every method below `package` by its name in lower case: names match without case."""
    found: dict[str, AnyMethod] = {}
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Method):
                if value.name.lower() in found:
                    raise ValueError(f"{value.name} is declared twice")
                found[value.name.lower()] = value
    return found

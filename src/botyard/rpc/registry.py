"""Finds every declared method once, at the start."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from botyard.rpc.method import AnyMethod, Method

Registry = Mapping[str, AnyMethod]


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

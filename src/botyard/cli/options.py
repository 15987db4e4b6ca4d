"""Options of the commands: each one is also an environment variable BOTYARD_<OPTION>."""

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from botyard.settings import SETTINGS, BadSetting, Setting, Settings, read_settings

F = TypeVar("F", bound=Callable[..., Any])


def settings_options(*names: str) -> Callable[[F], F]:
    """Options for these settings. They reach the command as text, for `settings_of` to read."""
    chosen = [setting for setting in SETTINGS if not names or setting.name in names]

    def add(command: F) -> F:
        for setting in reversed(chosen):
            command = _option(setting)(command)
        return command

    return add


def settings_of(given: Mapping[str, object]) -> Settings:
    try:
        return read_settings(given, os.environ)  # noqa: TID251 - read here only, and passed down
    except BadSetting as refusal:
        raise click.UsageError(str(refusal)) from None


def option(*names: str, **attributes: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own
    """An option that is no setting of a server, with its variable."""
    variable = f"BOTYARD_{names[0].lstrip('-').replace('-', '_').upper()}"
    return click.option(*names, envvar=variable, show_envvar=True, **attributes)


as_json = option("--json", "as_json", is_flag=True, help="Answer in JSON.")


def _option(setting: Setting) -> Callable[[F], F]:
    # Click must not read the variable itself: an option wins over it, and each is told apart.
    told = f"{setting.sentence}  [{setting.variable}; {_shown(setting)}]"
    if setting.is_flag:
        return click.option(f"{setting.option}/--no-{setting.option[2:]}", default=None, help=told)
    return click.option(setting.option, metavar=setting.name.upper(), default=None, help=told)


def _shown(setting: Setting) -> str:
    return "unset" if setting.default is None else f"default: {setting.default}"

"""The pages of the settings and of the command line, made from their declarations."""

import inspect
from collections.abc import Iterator

import click

from botyard.cli.commands import botyard_command
from botyard.cli.reference.tables import page, table
from botyard.settings import SETTINGS, Setting

_SETTINGS_MADE = "<!-- Made by `make docs` from src/botyard/settings.py. -->"
_CLI_MADE = "<!-- Made by `make docs` from the commands. -->"
_SETTINGS_INTRODUCTION = """\
Each setting is an option of `botyard serve` and a variable of the environment.
The option wins over the variable, and the variable over the default.
An empty variable counts as not given.
Other [commands](cli.md) take those that they need."""
_NOT_YET = "This release runs one process: `--workers` above 1 and `--redis` are refused."
_CLI_INTRODUCTION = """\
Every problem is one line on stderr and the exit code 2, and nothing was changed.
Commands that manage a portal also work while a server runs: it follows within a second.
Every option is also a variable `BOTYARD_<OPTION>`.
What is named after "Settings" is described on the page of the [settings](settings.md)."""
_SETTING_NAMES = {setting.name for setting in SETTINGS}


def settings_page() -> str:
    names = ("Option", "Variable", "Default", "Meaning")
    rows = [
        (f"`{_option(one)}`", f"`{one.variable}`", _default(one), one.sentence) for one in SETTINGS
    ]
    return page(_SETTINGS_MADE, "# Settings", _SETTINGS_INTRODUCTION, table(names, rows), _NOT_YET)


def command_page() -> str:
    sections = [
        _section(words, command) for words, command in _commands("botyard", botyard_command)
    ]
    return page(_CLI_MADE, "# The command line", _CLI_INTRODUCTION, *sections)


def _option(setting: Setting) -> str:
    if setting.is_flag:
        return f"{setting.option} / --no-{setting.option[2:]}"
    return f"{setting.option} {setting.name.upper()}"


def _default(setting: Setting) -> str:
    if setting.default is None:
        return "unset"
    return f"`{str(setting.default).lower() if setting.is_flag else setting.default}`"


def _commands(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Those that do something, not the groups that hold them."""
    if not isinstance(command, click.Group):
        yield words, command
        return
    for name, inner in command.commands.items():
        yield from _commands(f"{words} {name}", inner)


def _section(words: str, command: click.Command) -> str:
    options = [one for one in command.params if isinstance(one, click.Option)]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    settings = [f"`{one.opts[0]}`" for one in options if one.name in _SETTING_NAMES]
    rows = [(_spelled(one), _meaning(one)) for one in options if one.name not in _SETTING_NAMES]
    return page(
        f"## {words}",
        inspect.cleandoc(command.help or ""),
        f"It takes `{' '.join(one.human_readable_name for one in arguments)}`."
        if arguments
        else "",
        table(("Option", "Meaning"), rows),
        f"Settings: {', '.join(settings)}." if settings else "",
    ).rstrip()


def _spelled(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.opts[0][2:].upper()}"
    return f"`{option.opts[0]}{value}`"


def _meaning(option: click.Option) -> str:
    return f"{option.help} Required." if option.required else str(option.help)

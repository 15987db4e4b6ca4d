"""botyard portal"""

import re
from collections.abc import Mapping

import click

from botyard.access import portal_files
from botyard.cli import opening
from botyard.cli.confirmations import deciding, list_confirmations
from botyard.cli.desk import Desk, answer, on_portal, table
from botyard.cli.options import as_json, settings_options
from botyard.model.entities import Portal
from botyard.portal_file import PortalFile, read_portal_document

_LISTS = {"confirm", "fault", "delivery.allow_private"}
_SECTIONS = ("portal", "delivery")
_NUMBER = re.compile("[0-9]{1,9}")


@click.group("portal")
def portal_group() -> None:
    """The portal itself. A running server follows within a second."""


@portal_group.command("show")
@as_json
@settings_options("data", "database")
def show_portal(*, as_json: bool, **settings: object) -> None:
    """Show the switches of the portal."""

    async def work(desk: Desk) -> Portal:
        return desk.portal

    _answer(on_portal(settings, work), as_json=as_json)


@portal_group.command("set")
@click.argument("changes", metavar="KEY=VALUE...", nargs=-1, required=True)
@as_json
@settings_options("data", "database")
def set_portal(changes: tuple[str, ...], *, as_json: bool, **settings: object) -> None:
    """Change switches, by their names and rules in the portal file.

    Those of its section [delivery] are written delivery.mode and delivery.allow_private. Values
    of a list are parted by commas; an empty text is an empty list.
    """
    document: dict[str, dict[str, object]] = {section: {} for section in _SECTIONS}
    for change in changes:
        key, equals, text = change.partition("=")
        if not equals:
            raise click.UsageError(f"{change!r} is not KEY=VALUE")
        section, dot, name = key.rpartition(".")
        if dot and section not in _SECTIONS:
            raise click.UsageError(f"there is no switch {key!r}")
        document[section or "portal"][name] = _value(key, text)
    _change(document, settings, as_json=as_json)


def _switch(name: str, key: str, sentence: str, *, on: bool) -> None:
    @portal_group.command(name, help=sentence)
    @as_json
    @settings_options("data", "database")
    def command(*, as_json: bool, **settings: object) -> None:
        _change({"portal": {key: on}}, settings, as_json=as_json)


_switch("close", "closed", "Answer every call as a deleted portal does.", on=True)
_switch("open", "closed", "Undo close.", on=False)
_switch("block", "blocked", "Answer every call as an overloaded portal does.", on=True)
_switch("unblock", "blocked", "Undo block.", on=False)

portal_group.add_command(list_confirmations)
portal_group.add_command(
    deciding("confirm", "confirmed", "Let who asks call a method that needs a word.")
)
portal_group.add_command(
    deciding("deny", "denied", "Refuse a method that needs a word to who asks.")
)
portal_group.add_command(
    deciding("unconfirm", None, "Undo confirm or deny: the next call asks anew.")
)


def _value(key: str, text: str) -> object:
    if key in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if _NUMBER.fullmatch(text) else text


def _change(
    document: Mapping[str, object], settings: Mapping[str, object], *, as_json: bool
) -> None:
    with opening.told_in_one_line():
        changes: PortalFile = read_portal_document(document)
        opening.check_methods(changes)

    async def work(desk: Desk) -> Portal:
        return await portal_files.apply(desk.tx, changes, {}, desk.world.secrets, desk.now)

    _answer(on_portal(settings, work), as_json=as_json)


def _answer(portal: Portal, *, as_json: bool) -> None:
    shown = _shown(portal)
    rows = [("KEY", "VALUE"), *((key, _text(value)) for key, value in shown.items())]
    answer(shown, table(list(rows)), as_json=as_json)


def _shown(portal: Portal) -> dict[str, object]:
    """By the keys that `set` takes."""
    return {
        "domain": portal.domain,
        "scheme": portal.scheme,
        "language": portal.language,
        "timezone": portal.timezone,
        "plan": portal.plan,
        "require_https": portal.require_https,
        "closed": portal.closed,
        "blocked": portal.blocked,
        "limits": portal.limits,
        "operating_limit": portal.operating_limit,
        "statuses": portal.statuses,
        "confirm": list(portal.confirm),
        "fault": list(portal.fault),
        "delivery.mode": portal.delivery_mode,
        "delivery.allow_private": list(portal.allow_private),
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)

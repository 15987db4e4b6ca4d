"""Placements as `placement.bind` is told of them and `placement.get` tells.

Source: docs pages under "chat widgets". What is not named there is dropped.
"""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from botyard.model.applications import Placement

_CONTEXTS = ("ALL", "USER", "CHAT", "LINES", "CRM")
_ROLES = ("USER", "ADMIN")
_COLOURS = (
    "RED", "GREEN", "MINT", "LIGHT_BLUE", "DARK_BLUE", "PURPLE", "AQUA", "PINK", "LIME", "BROWN",
    "AZURE", "KHAKI", "SAND", "ORANGE", "MARENGO", "GRAY", "GRAPHITE",
)  # fmt: skip
# Letters, spaces and hyphens by the docs; icons such as fa-500px have digits too.
_ICON = re.compile("[A-Za-z0-9 -]{1,50}")
_LABELS = ("TITLE", "DESCRIPTION", "GROUP_NAME")
_ALL = "ALL"
_DIGITS = 9
_FULL_SIZE = 100


class BadOption(Exception):
    """`name` is missing or has no value that it may have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PlacementView(Struct, frozen=True, kw_only=True):
    """`userId` is 0: no place of the messenger is for one person."""

    placement: str
    user_id: int = field(name="userId", default=0)
    handler: str
    options: dict[str, str | int]
    title: str
    description: str
    lang_all: dict[str, dict[str, str]] = field(name="langAll")


def placement_view(placement: Placement) -> PlacementView:
    return PlacementView(
        placement=placement.code,
        handler=placement.handler,
        options=placement.options,
        title=placement.title,
        description=placement.description,
        lang_all=placement.labels,
    )


def read_options(code: str, given: Mapping[str, object]) -> dict[str, str | int]:
    """The options of a place with every default filled in. Refuses with BadOption."""
    return {
        name: read(name, given.get(name))
        for name, read in _OPTIONS.get(code, {}).items()
        if given.get(name) not in (None, "") or name not in _NO_DEFAULT
    }


def read_labels(given: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """By language; what is no text is dropped."""
    return {
        language: {name: _text(labels.get(name)) for name in _LABELS}
        for language, labels in given.items()
        if isinstance(labels, dict)
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _icon(name: str, value: object) -> str:
    if not isinstance(value, str) or not _ICON.fullmatch(value):
        raise BadOption(name)
    return value


def _one_of(*choices: str) -> Callable[[str, object], str]:
    """The first is the default."""

    def read(name: str, value: object) -> str:
        if value in (None, ""):
            return choices[0]
        word = str(value).upper()
        if word not in choices:
            raise BadOption(name)
        return word

    return read


def _contexts(name: str, value: object) -> str:
    """Several, with `;` between them; `ALL` beside others is `ALL`."""
    if value in (None, ""):
        return _ALL
    words = [word.strip().upper() for word in str(value).split(";")]
    if not set(words) <= set(_CONTEXTS):
        raise BadOption(name)
    return _ALL if _ALL in words else ";".join(dict.fromkeys(words))


def _flag(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    return _one_of("N", "Y")(name, value)


def _size(name: str, value: object) -> int:
    if value in (None, ""):
        return _FULL_SIZE
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or len(text) > _DIGITS:
        raise BadOption(name)
    return int(text)


Read = Callable[[str, object], str | int]
_SHOWN_TO: dict[str, Read] = {"extranet": _flag, "role": _one_of(*_ROLES)}
_WHERE: dict[str, Read] = {"context": _contexts}
_ICONED: dict[str, Read] = {"iconName": _icon}
_COLOURED: dict[str, Read] = {"color": _one_of(*_COLOURS)}
_SIZED: dict[str, Read] = {"width": _size, "height": _size}
_NO_DEFAULT = frozenset(("color",))
_OPTIONS: dict[str, dict[str, Read]] = {
    "IM_TEXTAREA": _ICONED | _SHOWN_TO | _WHERE | _COLOURED | _SIZED,
    "IM_SIDEBAR": _ICONED | _SHOWN_TO | _WHERE | _COLOURED,
    "IM_CONTEXT_MENU": _SHOWN_TO | _WHERE,
    "IM_NAVIGATION": _ICONED | _SHOWN_TO,
    "IM_SMILES_SELECTOR": _SHOWN_TO | _WHERE,
}

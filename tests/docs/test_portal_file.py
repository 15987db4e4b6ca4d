"""docs/portal-file.md names every key of a portal file, with its choices and its default."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

import msgspec
import pytest
from msgspec import NODEFAULT, Struct

from botyard.model.applications import App, OutgoingWebhook
from botyard.model.entities import Portal, User, WebhookKey
from botyard.portal_file import (
    AppEntry,
    DeliverySection,
    OutgoingWebhookEntry,
    PortalFile,
    PortalSection,
    UserEntry,
    WebhookEntry,
    load_portal_file,
)
from tests.docs.pages import ROOT, examples

PAGE = ROOT / "docs" / "portal-file.md"
SECTIONS: dict[str, tuple[type[Struct], type[Struct]]] = {
    "[portal]": (PortalSection, Portal),
    "[delivery]": (DeliverySection, Portal),
    "[[users]]": (UserEntry, User),
    "[[webhooks]]": (WebhookEntry, WebhookKey),
    "[[outgoing_webhooks]]": (OutgoingWebhookEntry, OutgoingWebhook),
    "[[apps]]": (AppEntry, App),
}
# Where the portal keeps a key under another name.
_KEPT_AS = {"domain": "named_domain", "mode": "delivery_mode"}
# An empty choice is told in a word, and bots are made over the API only.
_NOT_TOLD = ("", "bot")
_IN_WORDS = {"none": None, "assigned": ""}

every_section = pytest.mark.parametrize("title", SECTIONS)


class Row(NamedTuple):
    type: str
    default: str


def table_of(title: str) -> dict[str, Row]:
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    section = next(one for one in sections if one.startswith(f"{title}\n"))
    found = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+ \|$", section, re.MULTILINE)
    return {key: Row(kind, default) for key, kind, default in found}


def choices_of(declared: object) -> tuple[str, ...]:
    if get_origin(declared) is Literal:
        return get_args(declared)
    return next((found for part in get_args(declared) if (found := choices_of(part))), ())


def is_default(told: str, kept: object) -> bool:
    if told in _IN_WORDS:
        return kept in (_IN_WORDS[told], "")
    value: Any = tomllib.loads(f"value = {told.strip('`')}")["value"]
    return bool(value == (list(kept) if isinstance(kept, tuple) else kept))


def defaults_of(entity: type[Struct]) -> Mapping[str, object]:
    return {one.name: one.default for one in msgspec.structs.fields(entity)} | {
        one.name: one.default_factory()
        for one in msgspec.structs.fields(entity)
        if one.default_factory is not NODEFAULT
    }


def test_each_section_is_on_the_page() -> None:
    assert {title.strip("[]") for title in SECTIONS} == set(PortalFile.__struct_fields__)


@every_section
def test_each_key_is_on_the_page(title: str) -> None:
    assert tuple(table_of(title)) == SECTIONS[title][0].__struct_fields__


@every_section
def test_the_page_tells_what_may_be_chosen(title: str) -> None:
    rows = table_of(title)
    for field in msgspec.structs.fields(SECTIONS[title][0]):
        choices = [one for one in choices_of(field.type) if one not in _NOT_TOLD]
        told = re.findall(r"`(\w+)`", rows[field.name].type)
        assert not choices or told == choices, field.name


@every_section
def test_the_page_tells_what_must_be_given_and_what_is_taken_otherwise(title: str) -> None:
    entry, entity = SECTIONS[title]
    rows, kept = table_of(title), defaults_of(entity)
    for field in msgspec.structs.fields(entry):
        told = rows[field.name].default
        assert field.required == (told == "required"), field.name
        kept_as = _KEPT_AS.get(field.name, field.name)
        if not field.required and kept_as in kept:
            assert is_default(told, kept[kept_as]), field.name


def test_the_example_can_be_read(tmp_path: Path) -> None:
    for example in examples(PAGE):
        if example.words.startswith("toml"):
            (tmp_path / "portal.toml").write_text(example.text)
            assert load_portal_file(tmp_path / "portal.toml").users

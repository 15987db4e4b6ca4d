"""Menus of messages are read from every form that the docs allow."""

import json

import pytest

from botyard.model.rich import UnreadableRichContent
from botyard.wire.menu import read_menu

ITEM = {"TEXT": "Open", "LINK": "https://example.com"}
READ = ITEM | {"BOT_ID": 39, "CONTEXT": "ALL", "DISABLED": "N"}
FORMS: list[object] = [
    [ITEM],
    {"ITEMS": [ITEM]},
    {"ITEMS": {"0": ITEM}},
    {"0": ITEM},
    json.dumps([ITEM]),
    json.dumps({"ITEMS": [ITEM]}),
    [ITEM, {"TEXT": "no action"}, {"LINK": "/no-text"}, {"TYPE": "NEWLINE"}, "x"],
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_menu(form: object) -> None:
    assert read_menu(form, 39) == [READ]


def test_an_item_keeps_its_command_and_where_it_is_shown() -> None:
    item = {"TEXT": "Go", "COMMAND": "/help", "CONTEXT": "DESKTOP", "DISABLED": "Y", "WIDTH": 5}
    assert read_menu([item], None) == [
        {
            "TEXT": "Go",
            "COMMAND": "help",
            "COMMAND_PARAMS": "",
            "CONTEXT": "DESKTOP",
            "DISABLED": "Y",
        }
    ]


@pytest.mark.parametrize("value", [None, "N", "x", [], {}, 5, ITEM, [{"TEXT": "no action"}]])
def test_what_is_no_menu_is_refused(value: object) -> None:
    with pytest.raises(UnreadableRichContent):
        read_menu(value, 39)


def test_a_menu_ends_below_60_000_characters() -> None:
    with pytest.raises(UnreadableRichContent):
        read_menu([ITEM | {"TEXT": "x" * 60_000}], 39)


@pytest.mark.parametrize(
    "value",
    [
        " " * 360_000 + json.dumps([ITEM]),
        {"ITEMS": " " * 360_000 + json.dumps([ITEM])},
        [ITEM, ITEM | {"TEXT": "x" * 60_001}],
    ],
)
def test_what_is_much_too_long_is_refused_as_a_whole(value: object) -> None:
    with pytest.raises(UnreadableRichContent):
        read_menu(value, 39)

"""Keyboards are read from every form that the docs allow, and kept in one."""

import json
from typing import Any

import pytest

from botyard.model.rich import UnreadableRichContent
from botyard.wire.keyboard import read_keyboard
from botyard.wire.php_form import build, nest, parse_pairs

BOT = 39
DEFAULTS = {
    "BOT_ID": BOT,
    "TYPE": "BUTTON",
    "DISPLAY": "BLOCK",
    "BLOCK": "N",
    "DISABLED": "N",
    "CONTEXT": "ALL",
    "BG_COLOR_TOKEN": "base",
}
LINK = {"TEXT": "Open", "LINK": "https://example.com"}


def only(button: object) -> dict[str, str | int]:
    [read] = read_keyboard([button], BOT)
    return read


def test_a_link_button_gets_every_default() -> None:
    assert only(LINK) == DEFAULTS | LINK


def test_a_command_button_keeps_all_that_it_says() -> None:
    button = {
        "TEXT": "Go",
        "COMMAND": "help",
        "COMMAND_PARAMS": "now",
        "BLOCK": "Y",
        "DISABLED": "Y",
        "CONTEXT": "MOBILE",
        "DISPLAY": "LINE",
        "WIDTH": 120,
        "BG_COLOR": "#29619b",
        "BG_COLOR_TOKEN": "alert",
        "TEXT_COLOR": "#fff",
        "OFF_BG_COLOR": "#000000",
        "OFF_TEXT_COLOR": "#ccc",
    }
    assert only(button) == DEFAULTS | button


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"COMMAND": "/help"}, {"COMMAND": "help", "COMMAND_PARAMS": ""}),
        ({"COMMAND": "c", "COMMAND_PARAMS": 5}, {"COMMAND": "c", "COMMAND_PARAMS": "5"}),
        ({"ACTION": "SEND", "ACTION_VALUE": "hi"}, {"ACTION": "SEND", "ACTION_VALUE": "hi"}),
        ({"ACTION": "CALL", "ACTION_VALUE": 42}, {"ACTION": "CALL", "ACTION_VALUE": "42"}),
        ({"APP_ID": "7", "APP_PARAMS": "x"}, {"APP_ID": 7, "APP_PARAMS": "x"}),
        ({"APP_ID": 7}, {"APP_ID": 7}),
        ({"LINK": "javascript:x", "COMMAND": "c"}, {"COMMAND": "c", "COMMAND_PARAMS": ""}),
        ({"LINK": "/a", "COMMAND": "c", "BLOCK": "Y"}, {"LINK": "/a"}),
        (
            {"ACTION": "PUT", "ACTION_VALUE": "x", "BLOCK": "Y"},
            {"ACTION": "PUT", "ACTION_VALUE": "x"},
        ),
    ],
)
def test_a_button_keeps_one_action(given: dict[str, Any], kept: dict[str, Any]) -> None:
    assert only({"TEXT": "Go"} | given) == DEFAULTS | {"TEXT": "Go"} | kept


@pytest.mark.parametrize("yes", ["Y", "y", True, 1, "1", "true"])
def test_flags_are_read_as_clients_write_them(yes: object) -> None:
    assert only({"TEXT": "Go", "COMMAND": "c", "BLOCK": yes})["BLOCK"] == "Y"


@pytest.mark.parametrize(
    "extra",
    [
        {"DISPLAY": "ROW", "CONTEXT": "WEB", "DISABLED": "maybe", "BLOCK": None},
        {"WIDTH": "wide", "BG_COLOR": "red", "TEXT_COLOR": "#12", "BG_COLOR_TOKEN": "pink"},
        {"WIDTH": -1, "BG_COLOR": "#fff;x", "OFF_BG_COLOR": 5, "unknown": {"a": []}},
        {"WIDTH": True, "display": "LINE", "COMMAND_PARAMS": "x", "APP_PARAMS": "x"},
    ],
)
def test_what_is_optional_and_wrong_is_left_out(extra: dict[str, object]) -> None:
    assert only(LINK | extra) == DEFAULTS | LINK


@pytest.mark.parametrize(
    "button",
    [
        {},
        {"TEXT": "Go"},
        {"TEXT": "", "COMMAND": "c"},
        {"TEXT": " ", "COMMAND": "c"},
        {"TEXT": ["a"], "COMMAND": "c"},
        {"TEXT": True, "COMMAND": "c"},
        {"COMMAND": "c"},
        {"text": "Go", "command": "c"},
        {"TEXT": "Go", "COMMAND": "/"},
        {"TEXT": "Go", "COMMAND": {}},
        {"TEXT": "Go", "ACTION": "SEND"},
        {"TEXT": "Go", "ACTION": "EVAL", "ACTION_VALUE": "x"},
        {"TEXT": "Go", "APP_ID": "x"},
        {"TEXT": "Go", "APP_ID": 2**63},
        {"TEXT": "Go", "LINK": "ftp://example.com"},
        {"TYPE": "newline"},
        "TEXT",
        None,
        5,
        ["TEXT"],
    ],
)
def test_an_invalid_button_is_dropped_and_alone_it_is_an_error(button: object) -> None:
    assert read_keyboard([button, LINK], BOT) == [DEFAULTS | LINK]
    with pytest.raises(UnreadableRichContent):
        read_keyboard([button], BOT)


def test_a_line_break_stands_alone() -> None:
    assert read_keyboard([LINK, {"TYPE": "NEWLINE"}, LINK], BOT)[1] == {
        "BOT_ID": BOT,
        "TYPE": "NEWLINE",
        "CONTEXT": "ALL",
    }


FORMS: list[object] = [
    [LINK],
    {"BUTTONS": [LINK]},
    {"BOT_ID": BOT, "BUTTONS": [LINK]},
    {"0": LINK},
    {"5": LINK},
    {"BUTTONS": {"0": LINK}},
    {"BUTTONS": json.dumps([LINK])},
    json.dumps([LINK]),
    json.dumps({"BUTTONS": [LINK]}),
    nest(parse_pairs(build({"k": {"BUTTONS": [LINK]}}).encode()))["k"],
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_keyboard(form: object) -> None:
    assert read_keyboard(form, BOT) == [DEFAULTS | LINK]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "N",
        "not json",
        "[" * 100,
        '"text"',
        "\ud800",
        5,
        True,
        [],
        {},
        {"BUTTONS": []},
        {"BUTTONS": "x"},
        {"buttons": [LINK]},
        LINK,
        {"BUTTONS": LINK},
        [[LINK]],
    ],
)
def test_what_is_no_keyboard_is_refused(value: object) -> None:
    with pytest.raises(UnreadableRichContent):
        read_keyboard(value, BOT)


@pytest.mark.parametrize(
    ("named", "sender", "expected"),
    [
        (7, BOT, {"BOT_ID": 7}),
        ("7", BOT, {"BOT_ID": 7}),
        (7, None, {"BOT_ID": 7}),
        ("x", BOT, {"BOT_ID": BOT}),
        (0, BOT, {"BOT_ID": BOT}),
        (None, None, {}),
    ],
)
def test_the_bot_is_the_keyboard_s_or_the_sender(
    named: object, sender: int | None, expected: dict[str, int]
) -> None:
    [button] = read_keyboard({"BOT_ID": named, "BUTTONS": [LINK]}, sender)
    assert {key: value for key, value in button.items() if key == "BOT_ID"} == expected


def test_a_keyboard_ends_below_60_000_characters() -> None:
    button = {"TEXT": "Go", "COMMAND": "go", "COMMAND_PARAMS": ""}
    [empty] = read_keyboard([button], BOT)
    room = 60_000 - 1 - len(json.dumps([empty], separators=(",", ":")))
    assert read_keyboard([button | {"COMMAND_PARAMS": "é" * room}], BOT)
    with pytest.raises(UnreadableRichContent):
        read_keyboard([button | {"COMMAND_PARAMS": "é" * (room + 1)}], BOT)


@pytest.mark.parametrize(
    "value",
    [
        " " * 360_000 + json.dumps([LINK]),
        {"BUTTONS": " " * 360_000 + json.dumps([LINK])},
        [LINK, {"TEXT": "x" * 60_001, "LINK": "/"}],
        [LINK, {"TEXT": "Go", "LINK": "/" * 60_001}],
    ],
)
def test_what_is_much_too_long_is_refused_as_a_whole(value: object) -> None:
    with pytest.raises(UnreadableRichContent):
        read_keyboard(value, BOT)

"""Attachments: both forms, the seven blocks, and what is left of a wrong one."""

import json

import pytest

from botyard.model.rich import OversizeRichContent, UnreadableRichContent
from botyard.wire.attach import is_short_attach, read_attach
from botyard.wire.php_form import build, nest, parse_pairs

URL = "https://example.com/a.png"
TEXT: dict[str, object] = {"MESSAGE": "ready in [B]24.0.0[/B]"}
BAD_LINK = "javascript:alert(1)"

WHOLE_BLOCKS: list[dict[str, object]] = [
    TEXT,
    {
        "USER": {
            "NAME": "Ada",
            "AVATAR": "/a.png",
            "LINK": URL,
            "USER_ID": 1,
            "CHAT_ID": 2,
            "BOT_ID": 3,
            "NETWORK_ID": "n",
            "AVATAR_TYPE": "BOT",
        }
    },
    {
        "LINK": {
            "LINK": "/company/personal/user/1/",
            "NAME": "Open",
            "DESC": "today",
            "HTML": "<b>today</b>",
            "PREVIEW": URL,
            "WIDTH": 10,
            "HEIGHT": 20,
            "USER_ID": 1,
            "CHAT_ID": 2,
            "NETWORK_ID": "n",
        }
    },
    {"DELIMITER": {"SIZE": 300, "COLOR": "#c6c6c6"}},
    {
        "GRID": [
            {
                "DISPLAY": "LINE",
                "NAME": "Priority",
                "VALUE": "High",
                "WIDTH": 250,
                "HEIGHT": 20,
                "COLOR_TOKEN": "alert",
                "COLOR": "#f00",
                "LINK": URL,
                "USER_ID": 1,
                "CHAT_ID": 2,
            },
            {"DISPLAY": "ROW", "VALUE": "alone"},
        ]
    },
    {"IMAGE": [{"LINK": URL, "NAME": "m", "PREVIEW": URL, "WIDTH": 1000, "HEIGHT": 638}]},
    {"FILE": [{"LINK": URL, "NAME": "m.jpg", "SIZE": 0}]},
]


def blocks(*given: object) -> object:
    return read_attach(list(given))["BLOCKS"]


@pytest.mark.parametrize("content", [True, "true", "Y", 1, {}, [], "", {"SIZE": "wide"}])
def test_a_delimiter_needs_no_fields(content: object) -> None:
    assert blocks({"DELIMITER": content}) == [{"DELIMITER": {"SIZE": 200}}]


@pytest.mark.parametrize("block", WHOLE_BLOCKS, ids=lambda block: next(iter(block)))
def test_a_whole_block_is_kept_as_it_is(block: dict[str, object]) -> None:
    assert blocks(block) == [block]
    assert read_attach(nest(parse_pairs(build({"a": [block]}).encode()))["a"])["BLOCKS"] == [block]


def test_the_full_form_keeps_its_look_and_no_id() -> None:
    full = {
        "ID": 1,
        "COLOR_TOKEN": "primary",
        "COLOR": "#29619b",
        "DESCRIPTION": "News",
        "BLOCKS": [TEXT],
    }
    assert read_attach(full) == {
        "COLOR_TOKEN": "primary",
        "COLOR": "#29619b",
        "DESCRIPTION": "News",
        "BLOCKS": [TEXT],
    }


@pytest.mark.parametrize(
    "form",
    [
        [TEXT],
        {"BLOCKS": [TEXT]},
        {"BLOCKS": {"0": TEXT}},
        {"0": TEXT},
        json.dumps([TEXT]),
        json.dumps({"BLOCKS": [TEXT]}),
        {"BLOCKS": json.dumps([TEXT])},
        {"BLOCKS": [TEXT], "COLOR": "blue", "COLOR_TOKEN": "blue", "DESCRIPTION": " "},
    ],
)
def test_every_form_gives_the_same_attachment(form: object) -> None:
    assert read_attach(form) == {"COLOR_TOKEN": "base", "BLOCKS": [TEXT]}


@pytest.mark.parametrize(
    "block",
    [
        {},
        "MESSAGE",
        None,
        {"message": "lower case"},
        {"RICH_LINK": {"LINK": URL}},
        {"MESSAGE": "two", "DELIMITER": {}},
        {"MESSAGE": " "},
        {"MESSAGE": {"TEXT": "x"}},
        {"USER": {"LINK": URL}},
        {"USER": "Ada"},
        {"LINK": {"NAME": "Open"}},
        {"LINK": {"LINK": BAD_LINK}},
        {"LINK": URL},
        {"DELIMITER": "line"},
        {"DELIMITER": None},
        {"GRID": []},
        {"GRID": [{"NAME": "n", "VALUE": "v"}]},
        {"GRID": [{"DISPLAY": "line", "NAME": "n"}]},
        {"GRID": [{"DISPLAY": "LINE"}]},
        {"IMAGE": [{"NAME": "m"}]},
        {"IMAGE": [{"LINK": "//example.com/m.jpg"}]},
        {"IMAGE": URL},
        {"FILE": [{"LINK": "file:///etc/passwd"}]},
    ],
)
def test_an_invalid_block_is_dropped_and_alone_it_is_an_error(block: object) -> None:
    assert blocks(block, TEXT) == [TEXT]
    with pytest.raises(UnreadableRichContent):
        read_attach([block])


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ({"MESSAGE": 5}, {"MESSAGE": "5"}),
        (
            {"USER": {"NAME": "Ada", "AVATAR": BAD_LINK, "LINK": "//e.com", "AVATAR_TYPE": "X"}},
            {"USER": {"NAME": "Ada"}},
        ),
        ({"LINK": {"LINK": URL, "PREVIEW": BAD_LINK, "WIDTH": "x"}}, {"LINK": {"LINK": URL}}),
        ({"DELIMITER": {}}, {"DELIMITER": {"SIZE": 200}}),
        ({"DELIMITER": []}, {"DELIMITER": {"SIZE": 200}}),
        ({"DELIMITER": {"SIZE": "wide", "COLOR": "red"}}, {"DELIMITER": {"SIZE": 200}}),
        (
            {"GRID": [{"DISPLAY": "ROW", "NAME": "n", "LINK": BAD_LINK, "COLOR_TOKEN": "x"}, "x"]},
            {"GRID": [{"DISPLAY": "ROW", "NAME": "n"}]},
        ),
        ({"IMAGE": {"LINK": URL, "PREVIEW": BAD_LINK}}, {"IMAGE": [{"LINK": URL}]}),
        ({"IMAGE": [{"LINK": BAD_LINK}, {"LINK": URL}]}, {"IMAGE": [{"LINK": URL}]}),
        ({"FILE": {"LINK": URL, "SIZE": "-1"}}, {"FILE": [{"LINK": URL}]}),
    ],
)
def test_a_block_keeps_what_is_valid(block: object, kept: object) -> None:
    assert blocks(block) == [kept]


@pytest.mark.parametrize(
    "value", [None, "N", "x", "{", "\ud800", 5, [], {}, {"BLOCKS": []}, {"BLOCKS": TEXT}, TEXT]
)
def test_what_is_no_attachment_is_refused(value: object) -> None:
    with pytest.raises(UnreadableRichContent):
        read_attach(value)


@pytest.mark.parametrize("character", ["a", "П"])
def test_60_000_characters_are_too_many(character: str) -> None:
    frame = len(json.dumps(read_attach([{"MESSAGE": "a"}]), separators=(",", ":"))) - 1
    longest = character * (60_000 - frame - 1)
    assert blocks({"MESSAGE": longest}) == [{"MESSAGE": longest}]
    with pytest.raises(OversizeRichContent):
        read_attach([{"MESSAGE": longest + character}])


@pytest.mark.parametrize(
    ("value", "is_short"),
    [
        ([TEXT], True),
        ({"0": TEXT}, True),
        (json.dumps([TEXT]), True),
        ({"BLOCKS": [TEXT]}, False),
        (json.dumps({"BLOCKS": [TEXT]}), False),
        (TEXT, False),
    ],
)
def test_the_short_form_is_told_from_the_full_one(value: object, *, is_short: bool) -> None:
    assert is_short_attach(value) is is_short


@pytest.mark.parametrize(
    "value",
    [
        " " * 360_000 + json.dumps([TEXT]),
        {"BLOCKS": " " * 360_000 + json.dumps([TEXT])},
        [TEXT, {"MESSAGE": "x" * 60_001}],
        [TEXT, {"LINK": {"LINK": "/" * 60_001}}],
    ],
)
def test_what_is_much_too_long_is_refused_as_a_whole(value: object) -> None:
    with pytest.raises(OversizeRichContent):
        read_attach(value)

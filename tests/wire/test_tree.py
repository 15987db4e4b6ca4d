"""A message as data: what was stored, with every text of it read."""

from typing import Any

import msgspec
import pytest

from botyard.model.entities import ChatId, Message, MessageId, MessageParams, Moment, UserId
from botyard.wire.attach import read_attach
from botyard.wire.keyboard import read_keyboard
from botyard.wire.menu import read_menu
from botyard.wire.tree import message_tree

BOT = 39
A = {"type": "text", "text": "a"}
BOLD = {"type": "bold", "children": [A]}


def tree(text: str = "a", **params: Any) -> Any:
    message = Message(
        id=MessageId(1),
        chat_id=ChatId(1),
        author_id=UserId(1),
        is_system=False,
        created_at=Moment(0),
        uuid="",
        text=text,
        params=MessageParams(**params),
        forward=None,
    )
    return msgspec.json.decode(msgspec.json.encode(message_tree(message)))


def blocks(*given: dict[str, Any]) -> Any:
    return tree(attach=read_attach(list(given)))["attach"]["blocks"]


def rows(*given: dict[str, Any]) -> Any:
    return tree(keyboard=read_keyboard(list(given), BOT))["keyboard"]


def button(text: str, **fields: Any) -> dict[str, Any]:
    return {"TEXT": text, "ACTION": "SEND", "ACTION_VALUE": text, **fields}


def test_a_text_alone_is_all_there_is() -> None:
    assert tree("[b]a[/b]") == {"text": [BOLD]}
    assert tree("") == {"text": []}


@pytest.mark.parametrize(
    ("block", "read"),
    [
        ({"MESSAGE": "[B]a[/B]"}, {"type": "message", "children": [BOLD]}),
        (
            {"MESSAGE": ">>[CODE]a[/CODE]"},
            {"type": "message", "children": [{"type": "text", "text": ">>[CODE]a[/CODE]"}]},
        ),
        ({"USER": {"NAME": "[b]Ada"}}, {"type": "user", "name": "[b]Ada"}),
        (
            {
                "USER": {
                    "NAME": "Ada",
                    "AVATAR": "/a.png",
                    "LINK": "/ada",
                    "USER_ID": 1,
                    "CHAT_ID": 2,
                    "BOT_ID": 3,
                    "NETWORK_ID": "n",
                    "AVATAR_TYPE": "BOT",
                }
            },
            {
                "type": "user",
                "name": "Ada",
                "avatar": "/a.png",
                "link": "/ada",
                "userId": 1,
                "chatId": 2,
                "botId": 3,
                "networkId": "n",
                "avatarType": "BOT",
            },
        ),
        (
            {"LINK": {"LINK": "/a", "NAME": "Open", "DESC": "<b>a", "PREVIEW": "/p", "WIDTH": 5}},
            {
                "type": "link",
                "link": "/a",
                "name": "Open",
                "desc": "<b>a",
                "preview": "/p",
                "width": 5,
            },
        ),
        ({"DELIMITER": {}}, {"type": "delimiter", "size": 200}),
        (
            {"DELIMITER": {"SIZE": 5, "COLOR": "#fff"}},
            {"type": "delimiter", "size": 5, "color": "#fff"},
        ),
        (
            {
                "GRID": [
                    {"DISPLAY": "ROW", "NAME": "n", "VALUE": "[B]a[/B]", "COLOR_TOKEN": "alert"}
                ]
            },
            {
                "type": "grid",
                "items": [{"display": "ROW", "name": "n", "value": [BOLD], "colorToken": "alert"}],
            },
        ),
        (
            {"GRID": [{"DISPLAY": "LINE", "NAME": "n"}]},
            {"type": "grid", "items": [{"display": "LINE", "name": "n"}]},
        ),
        (
            {"IMAGE": {"LINK": "/a.png", "NAME": "a", "PREVIEW": "/p.png", "HEIGHT": 5}},
            {
                "type": "image",
                "items": [{"link": "/a.png", "name": "a", "preview": "/p.png", "height": 5}],
            },
        ),
        (
            {"FILE": [{"LINK": "/a", "SIZE": 0}, {"LINK": "/b", "NAME": "b"}]},
            {"type": "file", "items": [{"link": "/a", "size": 0}, {"link": "/b", "name": "b"}]},
        ),
    ],
)
def test_each_block_says_its_type(block: dict[str, Any], read: dict[str, Any]) -> None:
    assert blocks(block) == [read]


def test_an_attachment_has_its_looks() -> None:
    given = {
        "COLOR_TOKEN": "primary",
        "COLOR": "#29619b",
        "DESCRIPTION": "d",
        "BLOCKS": [{"MESSAGE": "a"}],
    }
    assert tree(attach=read_attach(given))["attach"] == {
        "colorToken": "primary",
        "color": "#29619b",
        "description": "d",
        "blocks": [{"type": "message", "children": [A]}],
    }


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>a</b>", "a"),
        ("a<br>b<BR />c", "a\nb\nc"),
        ('<img src=x onerror="alert(1)">a', "a"),
        ("<<script>script>alert(1)", "<script>alert(1)"),
        ("a < b &amp; &lt;c&gt; &#65;", "a < b & <c> A"),
        ("&#" + "9" * 5_000 + ";a", "\ufffda"),
        ("&#x" + "9" * 5_000 + ";a", "\ufffda"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    [block] = blocks({"LINK": {"LINK": "/a", "DESC": "unused", "HTML": html}})
    assert block["desc"] == text


@pytest.mark.parametrize(
    ("fields", "press"),
    [
        ({"LINK": "/a"}, {"type": "link", "url": "/a"}),
        (
            {"COMMAND": "go", "COMMAND_PARAMS": "1"},
            {"type": "command", "command": "go", "params": "1", "botId": BOT},
        ),
        ({"ACTION": "PUT", "ACTION_VALUE": "v"}, {"type": "put", "text": "v"}),
        ({"ACTION": "SEND", "ACTION_VALUE": "v"}, {"type": "send", "text": "v"}),
        ({"ACTION": "COPY", "ACTION_VALUE": "v"}, {"type": "copy", "text": "v"}),
        ({"ACTION": "CALL", "ACTION_VALUE": "1"}, {"type": "call", "number": "1"}),
        ({"ACTION": "DIALOG", "ACTION_VALUE": "chat1"}, {"type": "dialog", "dialogId": "chat1"}),
        ({"APP_ID": 5}, {"type": "app", "appId": 5}),
        ({"APP_ID": 5, "APP_PARAMS": "p"}, {"type": "app", "appId": 5, "params": "p"}),
    ],
)
def test_a_press_says_what_it_does(fields: dict[str, Any], press: dict[str, Any]) -> None:
    [[shown]] = rows({"TEXT": "[b]a", **fields})
    assert shown == {"text": "[b]a", "press": press, "context": "ALL", "bgColorToken": "base"}
    [item] = tree(menu=read_menu([{"TEXT": "[b]a", **fields}], BOT))["menu"]
    assert item == {"text": "[b]a", "press": press, "context": "ALL"}


def test_a_button_and_a_menu_item_keep_what_else_is_said() -> None:
    said = {"TEXT": "a", "COMMAND": "go", "DISABLED": "Y", "CONTEXT": "MOBILE"}
    looks = {
        "BLOCK": "Y",
        "WIDTH": 5,
        "BG_COLOR_TOKEN": "alert",
        "BG_COLOR": "#111",
        "TEXT_COLOR": "#222",
        "OFF_BG_COLOR": "#333",
        "OFF_TEXT_COLOR": "#444",
    }
    press = {"type": "command", "command": "go", "params": "", "botId": BOT}
    shown = {"text": "a", "press": press, "disabled": True, "context": "MOBILE"}
    assert rows(said | looks) == [
        [
            shown
            | {
                "block": True,
                "width": 5,
                "bgColorToken": "alert",
                "bgColor": "#111",
                "textColor": "#222",
                "offBgColor": "#333",
                "offTextColor": "#444",
            }
        ]
    ]
    assert tree(menu=read_menu([said], BOT))["menu"] == [shown]


def test_line_buttons_share_a_row_until_it_ends() -> None:
    line, newline = {"DISPLAY": "LINE"}, {"TYPE": "NEWLINE"}
    shown = rows(
        newline,
        button("a", **line),
        button("b", **line),
        button("c"),
        button("d"),
        button("e", **line),
        newline,
        newline,
        button("f", **line),
    )
    assert [[one["text"] for one in row] for row in shown] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e"],
        ["f"],
    ]


def test_line_breaks_alone_are_no_keyboard() -> None:
    assert tree(keyboard=read_keyboard([{"TYPE": "NEWLINE"}], BOT)) == {"text": [A]}

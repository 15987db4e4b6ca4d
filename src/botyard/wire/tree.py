"""The tree of a message, from its text and the rich content that is stored with it.

Stored content was read once and is valid, so nothing is refused here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Any, TypeVar

from msgspec import Struct

from botyard.model.bbcode import parse_block, parse_message
from botyard.model.entities import Message
from botyard.model.rich import Button, MenuItem
from botyard.model.rich_tree import (
    AppPress,
    AttachBlock,
    AttachTree,
    ButtonTree,
    CallPress,
    CommandPress,
    CopyPress,
    DelimiterBlock,
    DialogPress,
    FileBlock,
    FileItem,
    GridBlock,
    GridItem,
    ImageBlock,
    ImageItem,
    LinkBlock,
    LinkPress,
    MenuItemTree,
    MessageBlock,
    MessageTree,
    Press,
    PutPress,
    SendPress,
    UserBlock,
)

S = TypeVar("S", bound=Struct)

_HTML_BREAK = re.compile(r"<br\s*+/?>", re.IGNORECASE)
# Longer than any character's number, and in the end than int() takes.
_HTML_NUMBER = re.compile("&#[0-9]{8}[0-9]*+;?")
_HTML_TAG = re.compile("<[^<>]*+>")


def message_tree(message: Message) -> MessageTree:
    """What to show of the message; the work grows as its text and its rich content do."""
    params = message.params
    return MessageTree(
        text=parse_message(message.text),
        attach=None if params.attach is None else _attach(params.attach),
        keyboard=_rows(params.keyboard or ()),
        menu=tuple(_menu_item(item) for item in params.menu or ()),
    )


def _rows(buttons: Iterable[Button]) -> tuple[tuple[ButtonTree, ...], ...]:
    """A row ends at a line break, and a button that is no `LINE` has one of its own."""
    rows: list[list[ButtonTree]] = [[]]
    for button in buttons:
        if button["TYPE"] == "NEWLINE":
            rows.append([])
        elif button["DISPLAY"] == "LINE":
            rows[-1].append(_button(button))
        else:
            rows += [[_button(button)], []]
    return tuple(tuple(row) for row in rows if row)


def _button(stored: Button) -> ButtonTree:
    return _fields(
        ButtonTree,
        stored,
        press=_press(stored),
        disabled=stored["DISABLED"] == "Y",
        block=stored["BLOCK"] == "Y",
    )


def _menu_item(stored: MenuItem) -> MenuItemTree:
    return _fields(MenuItemTree, stored, press=_press(stored), disabled=stored["DISABLED"] == "Y")


def _press(stored: Mapping[str, Any]) -> Press:
    if "LINK" in stored:
        return LinkPress(url=stored["LINK"])
    if "COMMAND" in stored:
        return CommandPress(
            command=stored["COMMAND"],
            params=stored["COMMAND_PARAMS"],
            bot_id=stored.get("BOT_ID"),
        )
    if "ACTION" in stored:
        return _ACTIONS[stored["ACTION"]](stored["ACTION_VALUE"])
    return AppPress(app_id=stored["APP_ID"], params=stored.get("APP_PARAMS", ""))


_ACTIONS: Mapping[str, Callable[[str], Press]] = {
    "PUT": lambda value: PutPress(text=value),
    "SEND": lambda value: SendPress(text=value),
    "COPY": lambda value: CopyPress(text=value),
    "CALL": lambda value: CallPress(number=value),
    "DIALOG": lambda value: DialogPress(dialog_id=value),
}


def _attach(stored: Mapping[str, Any]) -> AttachTree:
    blocks = [
        _BLOCKS[kind](content) for block in stored["BLOCKS"] for kind, content in block.items()
    ]
    return _fields(AttachTree, stored, blocks=tuple(blocks))


def _message_block(content: str) -> MessageBlock:
    return MessageBlock(children=parse_block(content))


def _link_block(content: Mapping[str, Any]) -> LinkBlock:
    html = content.get("HTML")
    return _fields(LinkBlock, content, **({} if html is None else {"desc": _text_of(html)}))


def _grid_item(content: Mapping[str, Any]) -> GridItem:
    return _fields(GridItem, content, value=parse_block(content.get("VALUE", "")))


def _text_of(html: str) -> str:
    """Without its tags: whoever shows this shows text."""
    text = _HTML_TAG.sub("", _HTML_BREAK.sub("\n", html))
    return unescape(_HTML_NUMBER.sub("\ufffd", text))


def _fields(shape: type[S], stored: Mapping[str, Any], **read: object) -> S:
    """Stored keys are the names of fields in capitals; `read` has those that differ."""
    same = {
        name: stored[name.upper()] for name in shape.__struct_fields__ if name.upper() in stored
    }
    return shape(**(same | read))


_BLOCKS: Mapping[str, Callable[[Any], AttachBlock]] = {
    "MESSAGE": _message_block,
    "USER": lambda content: _fields(UserBlock, content),
    "LINK": _link_block,
    "DELIMITER": lambda content: _fields(DelimiterBlock, content),
    "GRID": lambda items: GridBlock(items=tuple(_grid_item(item) for item in items)),
    "IMAGE": lambda items: ImageBlock(items=tuple(_fields(ImageItem, item) for item in items)),
    "FILE": lambda items: FileBlock(items=tuple(_fields(FileItem, item) for item in items)),
}

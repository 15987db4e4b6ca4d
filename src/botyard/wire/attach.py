"""Attachments: both forms of the docs, down to the blocks that are valid."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from botyard.model.rich import (
    Attach,
    Block,
    BlockFields,
    OversizeRichContent,
    UnreadableRichContent,
)
from botyard.wire.rich_forms import (
    DEFAULT_COLOR_TOKEN,
    choice,
    color,
    color_token,
    flag,
    integer,
    is_oversize,
    link,
    listed,
    opened,
    text,
)

_Reader: TypeAlias = Callable[[object], str | int | None]
_DEFAULT_DELIMITER_SIZE = 200


def _avatar_type(value: object) -> str | None:
    return choice(value, "USER", "CHAT", "BOT")


def _display(value: object) -> str | None:
    return choice(value, "BLOCK", "LINE", "ROW", "TABLE")


def _file_size(value: object) -> int | None:
    return integer(value, minimum=0)


_USER: dict[str, _Reader] = {
    "NAME": text,
    "AVATAR": link,
    "LINK": link,
    "USER_ID": integer,
    "CHAT_ID": integer,
    "BOT_ID": integer,
    "NETWORK_ID": text,
    "AVATAR_TYPE": _avatar_type,
}
_LINK: dict[str, _Reader] = {
    "LINK": link,
    "NAME": text,
    "DESC": text,
    "HTML": text,
    "PREVIEW": link,
    "WIDTH": integer,
    "HEIGHT": integer,
    "USER_ID": integer,
    "CHAT_ID": integer,
    "NETWORK_ID": text,
}
_DELIMITER: dict[str, _Reader] = {"SIZE": integer, "COLOR": color}
_GRID_ITEM: dict[str, _Reader] = {
    "DISPLAY": _display,
    "NAME": text,
    "VALUE": text,
    "WIDTH": integer,
    "HEIGHT": integer,
    "COLOR_TOKEN": color_token,
    "COLOR": color,
    "LINK": link,
    "USER_ID": integer,
    "CHAT_ID": integer,
}
_IMAGE: dict[str, _Reader] = {
    "LINK": link,
    "NAME": text,
    "PREVIEW": link,
    "WIDTH": integer,
    "HEIGHT": integer,
}
_FILE: dict[str, _Reader] = {"LINK": link, "NAME": text, "SIZE": _file_size}


def read_attach(value: object) -> Attach:
    """The attachment with its valid blocks, defaults filled in, and no id.

    Raises UnreadableRichContent when no block is valid, OversizeRichContent when it is too long.
    """
    given = opened(value)
    if isinstance(given, dict) and "BLOCKS" in given:
        attach, raw_blocks = _read_head(given), listed(opened(given["BLOCKS"]))
    else:
        attach, raw_blocks = _read_head({}), listed(given)
    blocks = [block for raw in raw_blocks or [] if (block := _read_block(raw)) is not None]
    if not blocks:
        raise UnreadableRichContent
    attach["BLOCKS"] = blocks
    if is_oversize(attach):
        raise OversizeRichContent
    return attach


def is_short_attach(value: object) -> bool:
    """Whether the attachment is a bare list of blocks, which an update does not take.

    Raises UnreadableRichContent for text that is no JSON.
    """
    return listed(opened(value)) is not None


def _read_head(given: Mapping[str, object]) -> Attach:
    head: Attach = {"COLOR_TOKEN": color_token(given.get("COLOR_TOKEN")) or DEFAULT_COLOR_TOKEN}
    if shade := color(given.get("COLOR")):
        head["COLOR"] = shade
    if description := text(given.get("DESCRIPTION")):
        head["DESCRIPTION"] = description
    return head


def _read_block(raw: object) -> Block | None:
    if not isinstance(raw, dict) or len(raw) != 1:
        return None
    [(name, content)] = raw.items()
    read = _BLOCKS.get(name)
    value = read(content) if read is not None else None
    return None if value is None else {name: value}


def _read_fields(
    readers: Mapping[str, _Reader], content: object, required: str
) -> BlockFields | None:
    if not isinstance(content, dict):
        return None
    fields = {
        key: value
        for key, read in readers.items()
        if key in content and (value := read(content[key])) is not None
    }
    return fields if required in fields else None


def _read_items(
    readers: Mapping[str, _Reader], content: object, required: str
) -> list[BlockFields] | None:
    items = listed(content)
    if items is None:
        items = [content]
    read = [item for raw in items if (item := _read_fields(readers, raw, required)) is not None]
    return read or None


def _read_user(content: object) -> BlockFields | None:
    return _read_fields(_USER, content, required="NAME")


def _read_link(content: object) -> BlockFields | None:
    return _read_fields(_LINK, content, required="LINK")


def _read_delimiter(content: object) -> BlockFields | None:
    # PHP writes a delimiter without fields as an empty list, and a form as empty text; the docs
    # page imbot.command.answer writes true.
    given = {} if content in ([], "") or flag(content) == "Y" else content
    if not isinstance(given, dict):
        return None
    with_size = given | {"SIZE": integer(given.get("SIZE")) or _DEFAULT_DELIMITER_SIZE}
    return _read_fields(_DELIMITER, with_size, required="SIZE")


def _read_grid(content: object) -> list[BlockFields] | None:
    items = _read_items(_GRID_ITEM, content, required="DISPLAY") or []
    return [item for item in items if "NAME" in item or "VALUE" in item] or None


def _read_images(content: object) -> list[BlockFields] | None:
    return _read_items(_IMAGE, content, required="LINK")


def _read_files(content: object) -> list[BlockFields] | None:
    return _read_items(_FILE, content, required="LINK")


_BLOCKS: dict[str, Callable[[object], str | BlockFields | list[BlockFields] | None]] = {
    "MESSAGE": text,
    "USER": _read_user,
    "LINK": _read_link,
    "DELIMITER": _read_delimiter,
    "GRID": _read_grid,
    "IMAGE": _read_images,
    "FILE": _read_files,
}

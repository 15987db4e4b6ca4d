"""Keyboards, menus and attachments of a call, with the refusals of the API that is spoken."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_CHANGE_ERROR,
    MENU_ERROR,
    MENU_OVERSIZE,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
    ApiError,
    ErrorCode,
)
from botyard.model.rich import (
    Attach,
    Button,
    MenuItem,
    OversizeRichContent,
    UnreadableRichContent,
)
from botyard.wire.attach import is_short_attach, read_attach
from botyard.wire.keyboard import read_keyboard
from botyard.wire.menu import read_menu
from botyard.wire.rich_forms import asks_removal

R = TypeVar("R")


class RichErrors(NamedTuple):
    attach: ErrorCode
    attach_size: ErrorCode
    keyboard: ErrorCode
    keyboard_size: ErrorCode
    menu: ErrorCode
    menu_size: ErrorCode
    # How long keyboards and menus may be as JSON, where it is less than for attachments.
    button_bytes: int | None = None


BOT_ERRORS = RichErrors(
    PARAM_ATTACH_ERROR,
    PARAM_ATTACH_ERROR,
    PARAM_KEYBOARD_ERROR,
    PARAM_KEYBOARD_ERROR,
    PARAM_KEYBOARD_ERROR,
    PARAM_KEYBOARD_ERROR,
)
PEOPLE_ERRORS = RichErrors(
    ATTACH_ERROR, ATTACH_OVERSIZE, KEYBOARD_ERROR, KEYBOARD_ERROR, MENU_ERROR, MENU_ERROR
)
# Docs pages imbot.message.add and imbot.message.update: 30 KB.
OLDER_BUTTON_BYTES = 30 * 1024
OLDER_BOT_ERRORS = RichErrors(
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_ERROR,
    MENU_OVERSIZE,
    OLDER_BUTTON_BYTES,
)
CHANGE_ERRORS = RichErrors(
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    KEYBOARD_ERROR,
    KEYBOARD_OVERSIZE,
    MENU_CHANGE_ERROR,
    MENU_OVERSIZE,
)
OLDER_BOT_CHANGE_ERRORS = CHANGE_ERRORS._replace(button_bytes=OLDER_BUTTON_BYTES)


def attach_of(value: object, errors: RichErrors) -> Attach | None:
    """None where there is none; an empty one counts as none."""
    return _read(value, read_attach, errors.attach, errors.attach_size)


def keyboard_of(value: object, bot_id: int | None, errors: RichErrors) -> list[Button] | None:
    if value is None:
        return None
    read = partial(read_keyboard, bot_id=bot_id)
    buttons = _read(value, read, errors.keyboard, errors.keyboard_size)
    _check_size(buttons, errors.button_bytes, errors.keyboard_size)
    return buttons


def menu_of(value: object, bot_id: int | None, errors: RichErrors) -> list[MenuItem] | None:
    read = partial(read_menu, bot_id=bot_id)
    items = _read(value, read, errors.menu, errors.menu_size)
    _check_size(items, errors.button_bytes, errors.menu_size)
    return items


def _check_size(content: object, most: int | None, oversize: ErrorCode) -> None:
    if content and most is not None and len(msgspec.json.encode(content)) > most:
        raise ApiError(oversize)


def _read(
    value: object, read: Callable[[object], R], unreadable: ErrorCode, oversize: ErrorCode
) -> R | None:
    if value is None or asks_removal(value):
        return None
    try:
        return read(value)
    except OversizeRichContent as failure:
        raise ApiError(oversize) from failure
    except UnreadableRichContent as failure:
        raise ApiError(unreadable) from failure


def changed_attach(value: object, errors: RichErrors) -> Attach | UnsetType | None:
    """UNSET where it stays as it is."""
    return UNSET if value is None else attach_of(value, errors)


def changed_keyboard(
    value: object, bot_id: int | None, errors: RichErrors
) -> list[Button] | UnsetType | None:
    """UNSET where it stays as it is."""
    return UNSET if value is None else keyboard_of(value, bot_id, errors)


def changed_menu(
    value: object, bot_id: int | None, errors: RichErrors
) -> list[MenuItem] | UnsetType | None:
    """UNSET where it stays as it is."""
    return UNSET if value is None else menu_of(value, bot_id, errors)


def takes_attach_away(value: object) -> bool:
    """Whether version 2 removes the attachment: for a bare list of blocks as for an empty one."""
    try:
        return asks_removal(value) or is_short_attach(value)
    except UnreadableRichContent:
        return False

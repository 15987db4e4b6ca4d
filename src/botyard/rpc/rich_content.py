"""Keyboards, menus and attachments of a call, with the refusals of the API that is spoken."""

from typing import NamedTuple

from botyard.model.errors import (
    ATTACH_ERROR,
    ATTACH_OVERSIZE,
    KEYBOARD_ERROR,
    MENU_ERROR,
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
from botyard.wire.attach import read_attach
from botyard.wire.keyboard import read_keyboard
from botyard.wire.menu import read_menu
from botyard.wire.rich_forms import asks_removal


class RichErrors(NamedTuple):
    attach: ErrorCode
    attach_size: ErrorCode
    keyboard: ErrorCode
    menu: ErrorCode


BOT_ERRORS = RichErrors(
    PARAM_ATTACH_ERROR, PARAM_ATTACH_ERROR, PARAM_KEYBOARD_ERROR, PARAM_KEYBOARD_ERROR
)
PEOPLE_ERRORS = RichErrors(ATTACH_ERROR, ATTACH_OVERSIZE, KEYBOARD_ERROR, MENU_ERROR)


def attach_of(value: object, errors: RichErrors) -> Attach | None:
    """None where there is none; an empty one counts as none."""
    if value is None or asks_removal(value):
        return None
    try:
        return read_attach(value)
    except OversizeRichContent as failure:
        raise ApiError(errors.attach_size) from failure
    except UnreadableRichContent as failure:
        raise ApiError(errors.attach) from failure


def keyboard_of(value: object, bot_id: int | None, errors: RichErrors) -> list[Button] | None:
    if value is None or asks_removal(value):
        return None
    try:
        return read_keyboard(value, bot_id)
    except UnreadableRichContent as failure:
        raise ApiError(errors.keyboard) from failure


def menu_of(value: object, bot_id: int | None, errors: RichErrors) -> list[MenuItem] | None:
    if value is None or asks_removal(value):
        return None
    try:
        return read_menu(value, bot_id)
    except UnreadableRichContent as failure:
        raise ApiError(errors.menu) from failure

"""Buttons under a message, from every form the docs allow to the one that is stored."""

from collections.abc import Mapping

from botyard.model.rich import Button
from botyard.wire.button_actions import read_action, read_owned
from botyard.wire.rich_forms import (
    CONTEXTS,
    DEFAULT_COLOR_TOKEN,
    choice,
    color,
    color_token,
    flag,
    integer,
    text,
)

_DISPLAYS = ("LINE", "BLOCK")
_COLORS = ("BG_COLOR", "TEXT_COLOR", "OFF_BG_COLOR", "OFF_TEXT_COLOR")


def read_keyboard(value: object, bot_id: int | None) -> list[Button]:
    """Every valid button with its defaults filled in, `bot_id` unless the keyboard names a bot.

    Raises UnreadableRichContent when there is none, OversizeRichContent when it is too long.
    """
    return read_owned(value, bot_id, "BUTTONS", _read_button)


def _read_button(given: Mapping[str, object]) -> Button | None:
    context = choice(given.get("CONTEXT"), *CONTEXTS) or "ALL"
    if given.get("TYPE") == "NEWLINE":
        return {"TYPE": "NEWLINE", "CONTEXT": context}
    label, action = text(given.get("TEXT")), read_action(given)
    if label is None or action is None:
        return None
    return {
        "TYPE": "BUTTON",
        "TEXT": label,
        **action,
        "DISPLAY": choice(given.get("DISPLAY"), *_DISPLAYS) or "BLOCK",
        # Only the bot that answers a command can unblock its button.
        "BLOCK": flag(given.get("BLOCK")) if "COMMAND" in action else "N",
        "DISABLED": flag(given.get("DISABLED")),
        "CONTEXT": context,
        "BG_COLOR_TOKEN": color_token(given.get("BG_COLOR_TOKEN")) or DEFAULT_COLOR_TOKEN,
        **_looks(given),
    }


def _looks(given: Mapping[str, object]) -> Button:
    looks: Button = {}
    if width := integer(given.get("WIDTH")):
        looks["WIDTH"] = width
    for key in _COLORS:
        if shade := color(given.get(key)):
            looks[key] = shade
    return looks

"""Items in the context menu of a message, from every form the docs allow."""

from collections.abc import Mapping

from botyard.model.rich import MenuItem
from botyard.wire.button_actions import read_action, read_owned
from botyard.wire.rich_forms import CONTEXTS, choice, flag, text


def read_menu(value: object, bot_id: int | None) -> list[MenuItem]:
    """Every valid item with its defaults filled in, `bot_id` unless the menu names a bot.

    Raises UnreadableRichContent when there is none, OversizeRichContent when it is too long.
    """
    return read_owned(value, bot_id, "ITEMS", _read_item)


def _read_item(given: Mapping[str, object]) -> MenuItem | None:
    label, action = text(given.get("TEXT")), read_action(given)
    if label is None or action is None:
        return None
    return {
        "TEXT": label,
        **action,
        "CONTEXT": choice(given.get("CONTEXT"), *CONTEXTS) or "ALL",
        "DISABLED": flag(given.get("DISABLED")),
    }

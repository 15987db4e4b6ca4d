"""What pressing a button or a menu item does."""

from collections.abc import Mapping

from botyard.wire.rich_forms import choice, integer, link, text

_ACTIONS = ("PUT", "SEND", "COPY", "CALL", "DIALOG")


def read_action(given: Mapping[str, object]) -> dict[str, str | int] | None:
    """The fields of the first valid action in the docs' order; none when there is no such."""
    if address := link(given.get("LINK")):
        return {"LINK": address}
    if command := (text(given.get("COMMAND")) or "").strip().removeprefix("/"):
        return {"COMMAND": command, "COMMAND_PARAMS": text(given.get("COMMAND_PARAMS")) or ""}
    action, action_value = choice(given.get("ACTION"), *_ACTIONS), text(given.get("ACTION_VALUE"))
    if action and action_value:
        return {"ACTION": action, "ACTION_VALUE": action_value}
    if app_id := integer(given.get("APP_ID")):
        parameters = text(given.get("APP_PARAMS"))
        return {"APP_ID": app_id} | ({"APP_PARAMS": parameters} if parameters else {})
    return None

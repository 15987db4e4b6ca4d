"""What a person reads who has just started a server: addresses, and lines to paste."""

from collections.abc import Sequence

from botyard.access.demo import DemoKey
from botyard.model.entities import Portal


def webhook_url(portal: Portal, user_id: int, code: str) -> str:
    return f"{portal.scheme}://{portal.domain}/rest/{user_id}/{code}/"


def greeting(portal: Portal, keys: Sequence[DemoKey]) -> list[str]:
    return [webhook_url(portal, key.user_id, key.code) for key in keys]

"""A bot of the older API, and what its receivers are sent."""

from typing import Any, NamedTuple

from tests.portals import ADA, PortalUnderTest, Refusal

CLIENT = "my-client"
HANDLER = "https://older.example/all"


class OlderBot(NamedTuple):
    """Called through Ada's webhook, by its own CLIENT_ID."""

    portal: PortalUnderTest
    id: int
    client_id: str = CLIENT

    async def call(self, method: str, /, **arguments: Any) -> Any:
        return await self.portal.call(ADA, method, **self._named(arguments))

    async def refusal(self, method: str, /, **arguments: Any) -> Refusal:
        return await self.portal.refusal(ADA, method, **self._named(arguments))

    async def say(self, dialog_id: str, message: str, **fields: Any) -> int:
        """Answer the id of the bot's new message."""
        sent: int = await self.call(
            "imbot.message.add", DIALOG_ID=dialog_id, MESSAGE=message, **fields
        )
        return sent

    async def group(self, *user_ids: int) -> int:
        """Answer the id of a new group of the bot's."""
        made: int = await self.call("imbot.chat.add", TITLE="G", USERS=list(user_ids))
        return made

    def _named(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"BOT_ID": self.id, "CLIENT_ID": self.client_id, **arguments}


async def register_older(
    portal: PortalUnderTest, code: str = "older", client_id: str = CLIENT, **arguments: Any
) -> OlderBot:
    wanted = {
        "CODE": code,
        "EVENT_HANDLER": HANDLER,
        "PROPERTIES": {"NAME": code.title()},
        "CLIENT_ID": client_id,
        **arguments,
    }
    return OlderBot(portal, await portal.call(ADA, "imbot.register", **wanted), client_id)

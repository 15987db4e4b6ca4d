"""A served portal as the tests of the clients see it: its addresses, a bot, and who reads."""

import json
import subprocess
import sys
from typing import Any, NamedTuple

import httpx

from tests import serving
from tests.serving import RunningServer

ADA, GRACE = 1, 2
CODES = {ADA: "ada-secret", GRACE: "grace-secret"}
CLIENT_ID = "local.5f0c1e8a9b"
CLIENT_SECRET = "s3cret"
PAGE_TOKEN = "my_bot_token"
TEXT = "Привет & <b>=1"
# What the page's own example shows under its text.
PAGE_KEYBOARD = [{"TEXT": "Open", "LINK": "https://example.com", "BG_COLOR_TOKEN": "primary"}]

PORTAL_FILE = f"""{serving.PORTAL}
[[apps]]
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
title = "Support desk"
scopes = ["imbot", "im", "user"]
installed_by = {ADA}
"""


class Heard(NamedTuple):
    """A message of the bot, as a person reads it."""

    id: int
    text: str
    keyboard: list[dict[str, Any]]


class Portal(NamedTuple):
    server: RunningServer

    @property
    def http(self) -> str:
        """Ada's webhook, with a slash at its end."""
        return self.server.webhook(ADA, CODES[ADA])

    @property
    def https(self) -> str:
        return self.http.replace(self.server.url, self.server.https_url)

    def call(self, user_id: int, method: str, /, **arguments: Any) -> Any:
        """The result of a person's own call."""
        url = self.server.webhook(user_id, CODES[user_id]) + method
        answer = httpx.post(url, json=arguments, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def add_chat(self, token: str) -> "BotChat":
        """A group chat of Grace and the bot that has this token, empty but for how it began."""
        bot = self.call(
            ADA,
            "imbot.v2.Bot.register",
            fields={"code": token, "botToken": token, "properties": {"name": "Support"}},
        )["bot"]
        chat = self.call(
            ADA,
            "imbot.v2.Chat.add",
            botId=bot["id"],
            botToken=token,
            fields={"title": "Support", "userIds": [ADA, GRACE]},
        )["chat"]
        return BotChat(self, bot["id"], token, chat["dialogId"])

    def issue_token(self) -> str:
        """An access token of the application, for Ada."""
        return str(json.loads(self.issued())["access_token"])

    def expired_tokens(self) -> dict[str, str]:
        """What an application has left of its tokens after a while, and what it refreshes with."""
        issued = json.loads(self.issued("--expires-in", "1"))
        while self._admits(issued["access_token"]):
            pass
        return {
            "access_token": issued["access_token"],
            "refresh_token": issued["refresh_token"],
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }

    def issued(self, *options: str) -> str:
        """What the command prints that issues tokens of the application, for Ada."""
        told = subprocess.run(
            [
                *(sys.executable, "-m", "botyard", "token", "issue", "--json"),
                *("--data", str(self.server.data), "--app", CLIENT_ID, "--user", str(ADA)),
                *options,
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    def _admits(self, token: str) -> bool:
        answer = httpx.get(f"{self.server.url}/rest/server.time?auth={token}", timeout=30)
        return answer.status_code == 200


class BotChat(NamedTuple):
    """A chat in which a bot writes and Grace reads."""

    portal: Portal
    bot_id: int
    token: str
    dialog_id: str

    def heard(self) -> list[Heard]:
        """What the bot said, oldest first."""
        page = self.portal.call(
            GRACE, "im.dialog.messages.get", DIALOG_ID=self.dialog_id, LIMIT=50
        )
        said = [one for one in page["messages"] if one["author_id"] == self.bot_id]
        heard = [Heard(one["id"], one["text"], _keyboard(one["params"])) for one in said]
        return sorted(heard, key=lambda one: one.id)

    def example(self, text: str = TEXT) -> dict[str, Any]:
        """Arguments of the page's own example, said in this chat."""
        return {
            "botId": self.bot_id,
            "botToken": self.token,
            "dialogId": self.dialog_id,
            "fields": {"message": text, "keyboard": PAGE_KEYBOARD},
        }

    def assert_heard_the_example(self, message_id: int, text: str = TEXT) -> None:
        """Once, as it was sent, with nothing beside it."""
        assert [(one.id, one.text) for one in self.heard()] == [(message_id, text)]
        (button,) = self.heard()[0].keyboard
        assert PAGE_KEYBOARD[0].items() <= button.items()


def _keyboard(params: Any) -> list[dict[str, Any]]:
    # Without any, `params` is the empty list that PHP makes of an empty map.
    keyboard: list[dict[str, Any]] = dict(params).get("KEYBOARD", [])
    return keyboard

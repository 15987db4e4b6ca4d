"""What a bot's receiver gets, byte for byte."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from tests.blackbox.clients.portal import ADA, GRACE, Portal

_PATIENCE_S = 30


class _Receiver(HTTPServer):
    timeout = _PATIENCE_S
    body = b""


class _Handler(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        self.server.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_words: Any) -> None:  # type: ignore[explicit-override]
        """Say nothing."""


def posted_event(portal: Portal, text: str) -> str:
    """The body of the event that a bot is told when Grace writes to it for the first time."""
    token = "token-of-a-receiver"
    with _Receiver(("127.0.0.1", 0), _Handler) as receiver:
        fields = {
            "code": token,
            "botToken": token,
            "properties": {"name": "Hears"},
            "eventMode": "webhook",
            "webhookUrl": f"http://127.0.0.1:{receiver.server_port}/events",
        }
        bot = portal.call(ADA, "imbot.v2.Bot.register", fields=fields)["bot"]
        portal.call(GRACE, "im.message.add", DIALOG_ID=str(bot["id"]), MESSAGE=text)
        while b"ONIMBOTV2MESSAGEADD" not in receiver.body:
            receiver.body = b""
            receiver.handle_request()
            assert receiver.body, "no event was posted"
        portal.call(ADA, "imbot.v2.Bot.unregister", botId=bot["id"], botToken=token)
    return receiver.body.decode()

"""A bot that is told of its events: it greets with a card, and opens tickets."""

import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

# A webhook of the person who owns the bot, such as http://127.0.0.1:8080/rest/1/CODE/
WEBHOOK = os.environ["BOT_WEBHOOK"]
PORT = int(os.environ.get("BOT_PORT", "8090"))
# Whoever does not know the path cannot pretend to be the portal.
PATH = os.environ.get("BOT_PATH", "/choose-a-secret-path")
TOKEN = os.environ.get("BOT_TOKEN", "webhook-bot-token")
CARD = [{"MESSAGE": "[B]Help desk[/B]"}, {"MESSAGE": "Write /ticket and what is wrong."}]
RULES = [{"TEXT": "Where are the rules?", "COMMAND": "ticket", "COMMAND_PARAMS": "the rules"}]


def call(method: str, key: str = "", **arguments: object) -> Any:
    # With a key a repeat does nothing, so an event that comes twice is answered once.
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    body = json.dumps({"botToken": TOKEN, **arguments}).encode()
    with urlopen(Request(WEBHOOK + method, body, headers), timeout=60) as response:
        return json.load(response)["result"]


def answer(event: dict[str, str], key: str) -> None:
    place = {"botId": event["data[bot][id]"], "dialogId": event.get("data[chat][dialogId]")}
    if event["event"] == "ONIMBOTV2MESSAGEADD" and "hello" in event["data[message][text]"].lower():
        fields = {"message": "What can I do?", "attach": CARD, "keyboard": RULES}
        call("imbot.v2.Chat.Message.send", key, **place, fields=fields)
    elif event["event"] == "ONIMBOTV2COMMANDADD":
        place["commandId"], message_id = event["data[command][id]"], event["data[message][id]"]
        fields = {"message": f"Ticket {message_id}: {event['data[command][params]']}"}
        call("imbot.v2.Command.answer", key, **place, messageId=message_id, fields=fields)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if is_known := self.path == PATH:
            event = dict(parse_qsl(body, keep_blank_values=True))
            print("heard", event["event"], flush=True)
            answer(event, self.headers["webhook-id"])
        # Only now: what fails before is told again later.
        self.send_response(200 if is_known else 404)
        self.end_headers()


server = HTTPServer(("127.0.0.1", PORT), Handler)
about = {"code": "webhook", "botToken": TOKEN, "properties": {"name": "Webhook Bot"}}
about |= {"eventMode": "webhook", "webhookUrl": f"http://127.0.0.1:{PORT}{PATH}"}
bot_id = call("imbot.v2.Bot.register", fields=about)["bot"]["id"]
command = {"command": "ticket", "title": {"en": "Open a ticket"}, "params": {"en": "what"}}
call("imbot.v2.Command.register", botId=bot_id, fields=command)
print(f"Webhook Bot is user {bot_id}", flush=True)
server.serve_forever()

"""A bot that asks for its events: it greets with a card, tells the time, and asks how you are."""

import json
import os
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

# A webhook of the person who owns the bot, such as http://127.0.0.1:8080/rest/1/CODE/
WEBHOOK = os.environ["BOT_WEBHOOK"]
TOKEN = os.environ.get("BOT_TOKEN", "polling-bot-token")
CARD = [{"GRID": [{"NAME": "Ask me", "VALUE": "/time", "DISPLAY": "LINE"}]}]
MOODS = [
    {"TEXT": mood, "COMMAND": "mood", "COMMAND_PARAMS": mood, "BLOCK": "Y", "DISPLAY": "LINE"}
    for mood in ("Fine", "Tired")
]


def call(method: str, key: str = "", **arguments: object) -> Any:
    # With a key a repeat does nothing, so an event that comes twice is answered once.
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    body = json.dumps({"botToken": TOKEN, **arguments}).encode()
    with urlopen(Request(WEBHOOK + method, body, headers), timeout=60) as response:
        return json.load(response)["result"]


def answer(bot_id: int, event: dict[str, Any]) -> None:
    kind, data, key = event["type"], event["data"], f"event-{event['eventId']}"
    place = {"botId": bot_id, "dialogId": data["chat"]["dialogId"]}
    if kind == "ONIMBOTV2MESSAGEADD" and "hello" in data["message"]["text"].lower():
        text = f"Hello, {data['user']['firstName']}! How are you?"
        fields = {"message": text, "attach": CARD, "keyboard": MOODS}
        call("imbot.v2.Chat.Message.send", key, **place, fields=fields)
    elif kind == "ONIMBOTV2COMMANDADD":
        name, params = data["command"]["command"], data["command"]["params"]
        text = f"{datetime.now(UTC):%H:%M} UTC" if name == "/time" else f"{params}, I see."
        place |= {"commandId": data["command"]["id"], "messageId": data["message"]["id"]}
        call("imbot.v2.Command.answer", key, **place, fields={"message": text})


def main() -> None:
    about = {"code": "polling", "botToken": TOKEN, "properties": {"name": "Polling Bot"}}
    bot_id = call("imbot.v2.Bot.register", fields=about)["bot"]["id"]
    for command in ({"command": "time", "title": {"en": "Tell the time"}},
                    {"command": "mood", "hidden": True}):  # fmt: skip
        call("imbot.v2.Command.register", botId=bot_id, fields=command)
    print(f"Polling Bot is user {bot_id}", flush=True)
    offset = 0
    while True:
        page = call("imbot.v2.Event.get", botId=bot_id, offset=offset, timeout=50)
        for event in page["events"]:
            print("heard", event["type"], flush=True)
            answer(bot_id, event)
        offset = page["nextOffset"]


main()

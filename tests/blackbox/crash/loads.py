"""Clients that send at once, and remember what they were answered."""

import http.client
import json
import threading
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

TOKEN = "token-of-the-crash-test"
SENDERS = 4
# More than any sender gets to before its server ends.
EXHAUSTED = 400
ANSWER_PATIENCE_S = 30
PATIENCE_S = 60


class Place(NamedTuple):
    """Who writes, and where."""

    bot_id: int
    dialog_id: str


class Stage(NamedTuple):
    """A chat for each writer; `listener_id` hears all of them."""

    listener_id: int
    places: list[Place]


@dataclass(slots=True)
class Send:
    """One intended message: `text` is unlike any other. `id` is what the server answered."""

    place: Place
    text: str
    number: int
    id: int | None = None

    @property
    def template_id(self) -> str:
        return str(UUID(int=self.number, version=4)) if self.number % 3 == 0 else ""

    @property
    def idempotency_key(self) -> str:
        return f"key-{self.number}" if self.number % 3 == 1 else ""

    @property
    def is_repeatable(self) -> bool:
        return bool(self.template_id or self.idempotency_key)


class Client:
    """One connection of the portal's administrator."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(
            urlsplit(url).netloc, timeout=ANSWER_PATIENCE_S
        )

    def call(self, method: str, arguments: dict[str, Any], key: str = "") -> Any:
        """The `result`; OSError or HTTPException where no whole answer came."""
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        path = f"/rest/1/ada-secret/{method}"
        self._connection.request("POST", path, json.dumps(arguments), headers)
        response = self._connection.getresponse()
        body = json.loads(response.read())
        if response.status != http.client.OK:
            raise AssertionError(f"{method} was answered {response.status} {body}")
        return body["result"]

    def send(self, send: Send) -> int:
        fields = {"message": send.text}
        if send.template_id:
            fields["templateId"] = send.template_id
        arguments = {
            "botId": send.place.bot_id,
            "botToken": TOKEN,
            "dialogId": send.place.dialog_id,
            "fields": fields,
        }
        message_id: int = self.call("imbot.v2.Chat.Message.send", arguments, send.idempotency_key)[
            "id"
        ]
        return message_id

    def close(self) -> None:
        self._connection.close()


def prepare(url: str) -> Stage:
    client = Client(url)
    listener = _register(client, "listener", "supervisor")
    places = []
    for number in range(2):
        bot_id = _register(client, f"writer-{number}", "bot")
        fields = {"title": f"Chat {number}", "userIds": [1, 2, listener]}
        arguments = {"botId": bot_id, "botToken": TOKEN, "fields": fields}
        chat = client.call("imbot.v2.Chat.add", arguments)["chat"]
        places.append(Place(bot_id, chat["dialogId"]))
    client.close()
    return Stage(listener, places)


def _register(client: Client, code: str, kind: str) -> int:
    fields = {"code": code, "botToken": TOKEN, "type": kind, "properties": {"name": code}}
    bot_id: int = client.call("imbot.v2.Bot.register", {"fields": fields})["bot"]["id"]
    return bot_id


class Load:
    """Senders that go on until they have sent `each` messages or the server is gone."""

    def __init__(self, url: str, stage: Stage, first_number: int, each: int) -> None:
        self._url = url
        self._answers = threading.Semaphore(0)
        self._failures: list[BaseException] = []
        self._sends = [
            [
                Send(place, f"message {number} " + "x" * (number % 7 * 100), number)
                for number in range(first, first + each)
            ]
            for sender in range(SENDERS)
            for place in [stage.places[sender % len(stage.places)]]
            for first in [first_number + sender * each]
        ]
        self._begun: list[list[Send]] = [[] for _ in range(SENDERS)]
        self._threads = [
            threading.Thread(target=self._work, args=(sender,)) for sender in range(SENDERS)
        ]
        for thread in self._threads:
            thread.start()

    def wait_for(self, answers: int) -> None:
        """Until so many answers have come, or the senders are done."""
        for _ in range(answers):
            while not self._answers.acquire(timeout=0.1):
                if not any(thread.is_alive() for thread in self._threads):
                    return

    def finish(self) -> list[Send]:
        """What was begun, answered or not; the senders are gone."""
        for thread in self._threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
        for failure in self._failures:
            raise failure
        return [send for begun in self._begun for send in begun]

    def _work(self, sender: int) -> None:
        client = Client(self._url)
        try:
            for send in self._sends[sender]:
                self._begun[sender].append(send)
                send.id = client.send(send)
                self._answers.release()
        except (OSError, http.client.HTTPException):
            pass  # The server is gone: this send has no answer, and that is noted.
        except BaseException as failure:  # noqa: BLE001 - told by finish(), in the test's thread
            self._failures.append(failure)
        finally:
            client.close()

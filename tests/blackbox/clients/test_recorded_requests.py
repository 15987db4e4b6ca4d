"""What the released clients sent to another server, sent to this one as it was."""

from typing import Any
from uuid import uuid4

import pytest

from tests.blackbox.clients.expectations import (
    B24JSSDK,
    B24PHPSDK,
    B24PYSDK,
    CREST,
    FAST_BITRIX24,
    Shown,
    works,
)
from tests.blackbox.clients.portal import TEXT, BotChat, Portal
from tests.blackbox.clients.recordings import RECORDINGS, TOKEN, Recording

PHP = (B24PHPSDK, CREST)
BUTTON = {"TEXT": "a", "COMMAND": "c"}


def those(*names: str) -> pytest.MarkDecorator:
    chosen = [one for one in RECORDINGS if one.name in names]
    assert len(chosen) == len(names)
    return pytest.mark.parametrize("recording", chosen, ids=lambda one: one.name)


@pytest.fixture
def recorded_chat(served: Portal) -> BotChat:
    return served.add_chat(TOKEN)


def assert_heard_what_was_recorded(chat: BotChat, message_id: int) -> None:
    (heard,) = chat.heard()
    assert (heard.id, heard.text) == (message_id, TEXT)
    (button,) = heard.keyboard
    assert BUTTON.items() <= button.items()
    assert button["BOT_ID"] == chat.bot_id


@works("sends a message with a keyboard", *PHP, shown=Shown.REPLAYED)
@those("crest_hook-1", "fast-2", "js_hook-1", "php_hook-1", "py_hook-1")
def test_a_send_is_heard_as_it_was_meant(recording: Recording, recorded_chat: BotChat) -> None:
    reply = recording.replay(recorded_chat)
    sent = reply.success()
    assert set(sent) == {"id", "uuidMap"}
    assert reply.content_type == "application/json"
    assert_heard_what_was_recorded(recorded_chat, sent["id"])


@works("finds the timing that it insists on", B24PHPSDK, shown=Shown.REPLAYED)
@those("php_hook-1", "py_hook-1")
def test_the_answer_has_all_that_the_strict_clients_read(
    recording: Recording, recorded_chat: BotChat
) -> None:
    time = recording.replay(recorded_chat).body["time"]
    assert {"start", "finish", "duration", "processing", "date_start", "date_finish"} <= set(time)


@works("calls without parameters by GET", CREST, shown=Shown.REPLAYED)
@those("crest_hook-4")
def test_a_call_without_parameters_is_a_get(recording: Recording, recorded_chat: BotChat) -> None:
    assert recording.replay(recorded_chat).success()["ID"] == "1"


@those("js_hook-6", "js_hook-7")
def test_asking_for_the_time_is_answered(recording: Recording, recorded_chat: BotChat) -> None:
    assert recording.replay(recorded_chat).success()


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda one: one.name)
def test_every_request_is_answered_in_json_and_never_as_a_fault(
    recording: Recording, recorded_chat: BotChat
) -> None:
    reply = recording.replay(recorded_chat)
    assert reply.content_type == "application/json"
    assert reply.status < 500
    assert ("result" in reply.body) == (reply.status == 200)
    assert ("error" in reply.body) == (reply.status != 200)


@those("js_hook-1")
def test_the_same_javascript_call_twice_is_one_message(
    recording: Recording, recorded_chat: BotChat
) -> None:
    head = recording.head.replace(b"req-1", str(uuid4()).encode())
    call = recording._replace(head=head)
    first, second = (call.replay(recorded_chat).success() for _ in range(2))
    assert first == second
    assert_heard_what_was_recorded(recorded_chat, first["id"])


@those("js_hook-1")
def test_a_request_id_that_is_a_word_marks_no_repeat(
    recording: Recording, recorded_chat: BotChat
) -> None:
    sent = [recording.replay(recorded_chat).success()["id"] for _ in range(2)]
    assert [one.id for one in recorded_chat.heard()] == sent


@those("php_hook-1")
def test_a_request_id_of_another_sdk_marks_no_repeat(
    recording: Recording, recorded_chat: BotChat
) -> None:
    sent = [recording.replay(recorded_chat).success()["id"] for _ in range(2)]
    assert [one.id for one in recorded_chat.heard()] == sent


@works(
    "sends in a batch", B24PHPSDK, CREST, B24JSSDK, B24PYSDK, FAST_BITRIX24, shown=Shown.REPLAYED
)
@those("crest_hook-2", "fast-1", "fast-3", "fast-4", "js_hook-2", "js_hook-3", "php_hook-2")
def test_a_batch_is_heard(recording: Recording, recorded_chat: BotChat) -> None:
    answers: Any = recording.replay(recorded_chat).success()
    assert len(answers["result"]) + len(answers["result_error"]) >= 1
    assert recorded_chat.heard()


@works("calls with an access token", B24PHPSDK, CREST, shown=Shown.REPLAYED)
@those("crest_oauth-4", "js_oauth-8")
def test_a_call_with_an_access_token_is_admitted(
    recording: Recording, recorded_chat: BotChat, served: Portal
) -> None:
    assert recording.replay(recorded_chat, served.issue_token()).success()["ID"] == "1"

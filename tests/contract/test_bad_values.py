"""Every wrong value in every parameter of every method: a documented refusal, and no effect."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from botyard.model.errors import INVALID_ARGUMENT, INVALID_REQUEST
from botyard.rpc.admit import admit_app
from botyard.rpc.method import AnyMethod
from botyard.store.sql import Sql
from botyard.store.tx import Tx
from tests.applications import install_app
from tests.contract.bad_values import BadCall, bad_calls, valid_arguments
from tests.contract.declared import every_method
from tests.doors import FORM, JSON, DoorUnderTest, Reply, path_of
from tests.portals import (
    ADA,
    BEN,
    METHODS,
    PortalUnderTest,
    open_portal,
    open_sqlite_for_test,
)
from tests.store.schemas import empty_postgres

POSTGRES = os.environ.get("BOTYARD_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
TABLES = (
    "message", "chat", "bot", "member", "event", "delivery", "portal_user", "reply", "command",
    "file", "reaction", "app_option", "placement", "handler", "offline_event",
)  # fmt: skip
# A call that went well may have taken away what the next one needs.
_CONSUMING = (
    "im.chat.leave",
    "imbot.chat.leave",
    "imbot.chat.setOwner",
    "imbot.command.unregister",
    "imbot.message.delete",
    "imbot.message.update",
    "imbot.unregister",
    "imbot.update",
    "im.message.delete",
    "im.message.update",
    "imbot.v2.Bot.unregister",
    "imbot.v2.Bot.update",
    "event.unbind",
    "imbot.v2.Chat.Message.delete",
    "imbot.v2.Chat.Message.update",
    "imbot.v2.Chat.leave",
    "imbot.v2.Chat.setOwner",
    "imbot.v2.Command.unregister",
)
_ON_POSTGRES = (
    "imbot.v2.Bot.register",
    "imbot.v2.Chat.add",
    "imbot.v2.Chat.Message.send",
    "app.option.set",
    "placement.bind",
)
_BESIDE_RESULT = {"time", "total", "next"}

in_one_loop = pytest.mark.asyncio(loop_scope="module")


class Target:
    """One portal that gets every bad call, and what a good call would name."""

    def __init__(self, portal: PortalUnderTest) -> None:
        self._portal = portal
        # Nobody waits for events that never come: a poll is answered at once.
        portal.wakes.stop()
        self.door = DoorUnderTest(portal)
        self._bots = 0
        self._token = ""
        self.known: dict[str, Any] = {}

    async def renew(self) -> None:
        """A bot, a chat and a message that exist."""
        self._bots += 1
        self._token = await _token_of_a_new_app(self._portal, f"local.app{self._bots}")
        bot = await self._portal.register_bot(f"bot{self._bots}", type="supervisor")
        fields = {"title": "T", "userIds": [ADA, BEN], "message": "hello"}
        chat = (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]
        wanted = {"command": "help", "title": {"en": "Help"}}
        made = await bot.call("imbot.v2.Command.register", fields=wanted)
        self.known = {
            "botid": bot.id,
            "bottoken": bot.token,
            "clientid": bot.token,
            "dialogid": chat["dialogId"],
            "chatid": chat["id"],
            "messageid": chat["lastMessageId"],
            "userid": BEN,
            "userids": [BEN],
            "users": [BEN],
            "message": "hello",
            "reaction": "like",
            "content": "SGVsbG8=",
            "code": f"bot{self._bots}",
            "name": "server.time",
            "command": "help",
            "commandid": made["command"]["id"],
            "title": "Help",
            "eventhandler": "https://bot.example/all",
            "eventcommandadd": "https://bot.example/command",
            "context": {"from": "a link"},
            "cmd": {"a": "server.time", "b": "no.such"},
            "id": BEN,
            "placement": "IM_CONTEXT_MENU",
            "handler": "https://desk.example/widget",
            "access": ["AU"],
            "options": {"context": "ALL"},
            "event": "ONAPPTEST",
            "processid": "p",
        }

    async def rows(self) -> list[int]:
        counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
        statement = Sql(f"SELECT {counts}", None, ())

        async def count(tx: Tx) -> list[int]:
            return list(await tx.one(statement) or ())

        return await self._portal.store.read(count)

    async def send(self, method: AnyMethod, body: bytes, content_type: str) -> Reply:
        """Through Ada's webhook, or what only applications may call as one of hers."""
        if method.admit is admit_app:
            bearer = {"authorization": f"Bearer {self._token}", "content-type": content_type}
            return await self.door.send(method.name, body, headers=bearer)
        return await self.door.send(
            path_of(ADA, method.name), body, headers={"content-type": content_type}
        )

    async def judge(self, method: AnyMethod) -> list[str]:
        """Every wrong value in turn; answer what was not as it should be."""
        await self.renew()
        faults = []
        rows = await self.rows()
        for call in bad_calls(method, self.known):
            reply = await self.send(method, call.body, FORM if call.is_form else JSON)
            faults += [f"{call.name}: {fault}" for fault in _faults(method, call, reply)]
            if reply.status == 200:
                if method.name in _CONSUMING:
                    await self.renew()
                rows = await self.rows()
            elif await self.rows() != rows:
                faults.append(f"{call.name}: refused, and yet something was written")
        return faults


async def _token_of_a_new_app(portal: PortalUnderTest, client_id: str) -> str:
    app = await install_app(portal, client_id, scopes=("im", "imbot", "user", "placement"))
    return app.pair.access_token


def _faults(method: AnyMethod, call: BadCall, reply: Reply) -> list[str]:
    body = reply.body
    if reply.status == 200:
        is_whole = "result" in body and "time" in body and set(body) <= {"result"} | _BESIDE_RESULT
        return [] if is_whole else [f"answered with {sorted(body)}"]
    if set(body) != {"error", "error_description"}:
        return [f"refused with {sorted(body)}"]
    declared = {(error.code, error.status) for error in method.errors}
    allowed = declared | {(one.code, one.status) for one in (INVALID_ARGUMENT, INVALID_REQUEST)}
    if (body["error"], reply.status) not in allowed:
        return [f"refused with {reply.status} {body}"]
    if body["error"] == INVALID_ARGUMENT.code and call.parameter.name not in str(body):
        return [f"does not name the parameter: {body}"]
    return []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def target(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Target]:
    data = tmp_path_factory.mktemp("bad_values")
    async with open_sqlite_for_test(data) as store, open_portal(store, data) as portal:
        yield Target(portal)


@in_one_loop
@every_method
async def test_wrong_values_are_refused_as_documented(target: Target, method: AnyMethod) -> None:
    assert await target.judge(method) == []
    await _check_alive(target)


async def _check_alive(target: Target) -> None:
    reply = await target.door.call(ADA, "imbot.v2.Revision.get")
    assert reply.status == 200


@in_one_loop
async def test_the_calls_are_good_but_for_the_wrong_value(target: Target) -> None:
    await target.renew()
    for name in (
        "imbot.v2.Chat.Message.send",
        "imbot.v2.Chat.User.add",
        "imbot.v2.Chat.get",
        "imbot.message.add",
        "imbot.register",
    ):
        method = METHODS[name.lower()]
        reply = await target.door.call(ADA, name, valid_arguments(method, target.known))
        assert reply.status == 200, reply.raw


@in_one_loop
@pytest.mark.parametrize(
    "body",
    [b"{", b"[1]", b"5", b'"text"', b"null", b"\xff\xfe", b"{}{}", b'{"a":}', b'{"a":1e999}',
     b"[" * 100_000, b'{"a":' * 100_000, b'{"fields":[' + b"1," * 20_000 + b"1]}"],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
async def test_a_body_that_cannot_be_read_is_refused(target: Target, body: bytes) -> None:
    before = await target.rows()
    method = METHODS["imbot.v2.chat.message.send"]
    status, code, description = (await target.send(method, body, JSON)).refusal
    assert (status, code) == (400, "INVALID_REQUEST")
    assert description
    assert await target.rows() == before
    await _check_alive(target)


@pytest.mark.parametrize("name", _ON_POSTGRES)
async def test_wrong_values_are_refused_on_postgresql_too(tmp_path: Path, name: str) -> None:
    async with (
        empty_postgres(POSTGRES) as store,
        open_portal(store, tmp_path) as portal,
    ):
        target = Target(portal)
        assert await target.judge(METHODS[name.lower()]) == []
        await _check_alive(target)

"""A portal with everybody who may not call, and what they would call about."""

from functools import reduce
from typing import Any, NamedTuple, get_origin
from urllib.parse import quote

import msgspec

from botyard.access import apps, tokens, webhooks
from botyard.access.tokens import Ungranted
from botyard.model.entities import Moment, UserId
from botyard.model.scopes import SCOPES
from botyard.rpc.method import AnyMethod
from botyard.store.tx import Tx
from tests.applications import SECRETS, change_app, install_app, now
from tests.contract.bad_values import form_pairs, valid_arguments
from tests.contract.declared import parameters_of
from tests.doors import FORM, DoorUnderTest, Reply
from tests.portals import BEN, CLEO, BotUnderTest, PortalUnderTest, code_of

DISMISSED, SCOPELESS = 7, 8
# What nobody but those in the foreign chat may ever read.
HIDDEN = "Wisteria7"
_NO_METHODS_SCOPE = "disk"
_FILE = "SGVsbG8="


class Credentials(NamedTuple):
    """`webhook` is a user and a code, `token` goes into the body, `header` beside it."""

    webhook: tuple[int, str] | None = None
    token: str | None = None
    header: str | None = None


class Request(NamedTuple):
    """One way to write a call: see `WAYS`."""

    suffix: str = ""
    spelling: str = "as it is"
    verb: str = "POST"
    kind: str = "json"


WAYS = {
    "as it is": Request(),
    "with .json": Request(suffix=".json"),
    "with .xml": Request(suffix=".xml"),
    "in capitals": Request(spelling="upper"),
    "in small letters, with a slash": Request(suffix="/", spelling="lower"),
    "by GET": Request(verb="GET", kind="query"),
    "as a form": Request(kind="form"),
}


class Strangers:
    """`callers` and `known` are named as the situations of the matrix name them."""

    def __init__(self, portal: PortalUnderTest) -> None:
        self.portal = portal
        # Nobody waits for events that never come: a poll is answered at once.
        portal.wakes.stop()
        self._door = DoorUnderTest(portal)
        self._turn = 0
        self.callers: dict[str, Credentials] = {}
        self.known: dict[str, dict[str, Any]] = {}

    async def gather(self) -> None:
        """Everybody who may call, and everybody who may not."""
        portal, good = self.portal, (BEN, code_of(BEN))
        await portal.add_person(BEN, *SCOPES, first_name="Ben")
        await portal.add_person(DISMISSED, *SCOPES, first_name="Dora")
        await portal.add_person(SCOPELESS, _NO_METHODS_SCOPE, first_name="Sid")
        app = await install_app(portal, user_id=BEN, scopes=SCOPES)
        own = app.pair.access_token
        self.callers = {
            "nobody": Credentials(),
            "unknown webhook": Credentials((BEN, "guessed")),
            "other's code": Credentials((BEN, code_of(CLEO))),
            "revoked webhook": Credentials((BEN, await self._revoked_webhook())),
            "dismissed": Credentials((DISMISSED, code_of(DISMISSED))),
            "unknown token": Credentials(token="guessed"),
            "refresh token": Credentials(token=app.pair.refresh_token),
            "expired token": Credentials(token=await self._token(app.client_id, lasts_ms=1)),
            "revoked token": Credentials(token=await self._revoked_token(app.client_id)),
            "uninstalled": Credentials(
                token=await self._ended("local.uninstalled", apps.uninstall)
            ),
            "removed": Credentials(token=await self._ended("local.removed", apps.remove)),
            "dismissed's token": Credentials(
                token=await self._token(app.client_id, user_id=DISMISSED)
            ),
            "closed": Credentials(token=await self._changed("local.closed", users=(CLEO,))),
            "token and webhook": Credentials(good, own),
            "two tokens": Credentials(token=own, header="another"),
            "scopeless webhook": Credentials((SCOPELESS, code_of(SCOPELESS))),
            "scopeless application": Credentials(
                token=await self._changed("local.scopeless", (_NO_METHODS_SCOPE,))
            ),
            "poorer application": Credentials(
                token=await self._changed("local.poorer", scopes=(_NO_METHODS_SCOPE,))
            ),
            "webhook": Credentials(good),
            "application": Credentials(token=own),
            "other application": Credentials(token=await self._changed("local.other")),
        }
        await portal.add_person(DISMISSED, first_name="Dora", active=False)
        portal.clock.seconds += 1
        await self.renew()

    async def renew(self) -> None:
        """Bots, chats and messages that exist, in place of those that a call may have ended."""
        for known in (self.known.get("own"), self.known.get("the application's own")):
            await self._end(known)
        self._turn += 1
        portal, turn = self.portal, self._turn
        bot = await portal.register_bot(f"bot{turn}", type="supervisor")
        other = await portal.register_bot(f"other{turn}", type="supervisor")
        own = {**await self._chat(bot, [BEN]), "code": bot.token}
        hidden = await self._chat(other, [CLEO])
        of_app = await self._bot_of_application(own, f"app{turn}")
        foreign = {key: hidden[key] for key in ("dialogid", "chatid", "messageid", "fileid")}
        tokenless = {k: v for k, v in own.items() if k not in ("bottoken", "clientid")}
        self.known = {
            "own": own,
            "tokenless bot": tokenless,
            "another's bot": own | {"bottoken": other.token, "clientid": other.token},
            "application's bot": of_app | {key: own[key] for key in ("bottoken", "clientid")},
            "the application's own": of_app,
            "foreign chat": own | foreign,
            "its foreign chat": of_app | foreign,
        }
        for user_id in (BEN, SCOPELESS):
            # That they were here is written down once a minute.
            await self._door.call(user_id, "im.recent.list")

    async def ask(
        self, method: AnyMethod, by: str, about: str, way: Request = WAYS["as it is"]
    ) -> Reply:
        arguments = good_arguments(method, self.known[about])
        return await self._send(self.callers[by], method.name, arguments, way)

    async def ask_in_batch(self, method: AnyMethod, by: str, about: str) -> Reply:
        """The same as the only command of a batch."""
        arguments = good_arguments(method, self.known[about])
        commands = {"only": {"method": method.name, "params": arguments}}
        return await self._send(self.callers[by], "batch", {"cmd": commands}, WAYS["as it is"])

    async def _send(
        self, caller: Credentials, name: str, arguments: dict[str, Any], way: Request
    ) -> Reply:
        spelled = {"upper": name.upper(), "lower": name.lower()}.get(way.spelling, name)
        place = "/".join(map(str, caller.webhook)) + "/" if caller.webhook else ""
        given = arguments | ({"auth": caller.token} if caller.token else {})
        headers = {"authorization": f"Bearer {caller.header}"} if caller.header else {}
        form = "&".join(quote(one, safe="=") for one in form_pairs(given)).encode()
        return await self._door.send(
            f"{place}{spelled}{way.suffix}",
            {"json": msgspec.json.encode(given), "form": form, "query": b""}[way.kind],
            query=form if way.kind == "query" else b"",
            headers=headers | ({"content-type": FORM} if way.kind == "form" else {}),
            verb=way.verb,
        )

    async def _chat(self, bot: BotUnderTest, user_ids: list[int]) -> dict[str, Any]:
        """What a call would name: the bot, a chat of it, a message and a file there."""
        fields = {"title": HIDDEN, "userIds": user_ids, "message": HIDDEN}
        chat = (await bot.call("imbot.v2.Chat.add", fields=fields))["chat"]
        said = await bot.send(chat["dialogId"], HIDDEN)
        kept = await bot.call(
            "imbot.v2.File.upload",
            dialogId=chat["dialogId"],
            fields={"name": "a.txt", "content": _FILE},
        )
        wanted = {"command": "help", "title": {"en": "Help"}}
        made = await bot.call("imbot.v2.Command.register", fields=wanted)
        return _known(bot.id, bot.token, chat, said, kept["file"]["id"], made["command"]["id"])

    async def _end(self, known: dict[str, Any] | None) -> None:
        """An application has so many bots and no more."""
        if known is not None:
            by = self.callers["webhook" if known["bottoken"] else "application"]
            named = {"botId": known["botid"], "botToken": known["bottoken"]}
            await self._send(by, "imbot.v2.Bot.unregister", named, WAYS["as it is"])

    async def _bot_of_application(self, own: dict[str, Any], code: str) -> dict[str, Any]:
        async def call(method: str, **arguments: Any) -> Any:
            reply = await self._send(
                self.callers["application"], method, arguments, WAYS["as it is"]
            )
            assert reply.status == 200, reply.raw
            return reply.body["result"]

        fields = {"code": code, "type": "supervisor", "properties": {"name": "App"}}
        bot_id = (await call("imbot.v2.Bot.register", fields=fields))["bot"]["id"]
        group = {"title": "T", "userIds": [BEN], "message": "hello"}
        chat = (await call("imbot.v2.Chat.add", botId=bot_id, fields=group))["chat"]
        wanted = {"command": "help", "title": {"en": "Help"}}
        made = await call("imbot.v2.Command.register", botId=bot_id, fields=wanted)
        return own | _known(
            bot_id, None, chat, chat["lastMessageId"], own["fileid"], made["command"]["id"]
        )

    async def _revoked_webhook(self) -> str:
        async def work(tx: Tx) -> None:
            await webhooks.add(tx, UserId(BEN), "code-of-before", ("im", "imbot"), Moment(0))
            await webhooks.revoke(tx, "code-of-before")

        await self.portal.store.write(work)
        return "code-of-before"

    async def _token(
        self, client_id: str, user_id: int = BEN, lasts_ms: int = tokens.ACCESS_MS
    ) -> str:
        portal = self.portal
        _, pair = await portal.store.write(
            lambda tx: apps.issue_token(
                tx, client_id, UserId(user_id), SECRETS, now(portal), lasts_ms
            )
        )
        return pair.access_token

    async def _revoked_token(self, client_id: str) -> str:
        """Of an agreement that ended, because its code was shown twice."""

        async def work(tx: Tx) -> str:
            app = await apps.get(tx, client_id)
            grant = tokens.new_grant(app, UserId(BEN), SECRETS)
            code = await tokens.issue_code(tx, grant, SECRETS, now(self.portal))
            pair = await tokens.redeem(tx, app, code, SECRETS, now(self.portal))
            assert not isinstance(pair, Ungranted)
            again = await tokens.redeem(tx, app, code, SECRETS, now(self.portal))
            assert isinstance(again, Ungranted)
            return pair.access_token

        return await self.portal.store.write(work)

    async def _ended(self, client_id: str, end: Any) -> str:
        app = await install_app(self.portal, client_id, user_id=BEN)
        await self.portal.store.write(lambda tx: end(tx, client_id, now(self.portal)))
        return app.pair.access_token

    async def _changed(
        self, client_id: str, at_first: tuple[str, ...] = SCOPES, **traits: Any
    ) -> str:
        app = await install_app(self.portal, client_id, user_id=BEN, scopes=at_first)
        if traits:
            await change_app(self.portal, client_id, **traits)
        return app.pair.access_token


def good_arguments(method: AnyMethod, known: dict[str, Any]) -> dict[str, Any]:
    """As `valid_arguments`, with lists where the method takes lists of objects."""
    arguments = valid_arguments(method, known)
    for parameter in parameters_of(method):
        *outer, last = parameter.path
        place = reduce(lambda inner, key: inner.get(key, {}), outer, arguments)
        if get_origin(parameter.declared) is list and isinstance(place.get(last), dict):
            place[last] = [place[last]]
    return arguments


def _known(
    bot_id: int, token: str | None, chat: dict[str, Any], said: int, file_id: int, command_id: int
) -> dict[str, Any]:
    """Under the names of parameters, in whatever spelling: see `valid_arguments`."""
    return {
        "botid": bot_id,
        "bottoken": token,
        "clientid": token,
        "dialogid": chat["dialogId"],
        "chatid": chat["id"],
        "messageid": said,
        "fileid": file_id,
        "userid": BEN,
        "userids": [BEN],
        "users": [BEN],
        "message": "hello",
        "reaction": "like",
        "content": _FILE,
        "name": "server.time",
        "command": "help",
        "commandid": command_id,
        "title": "Help",
        "eventhandler": "https://bot.example/all",
        "eventcommandadd": "https://bot.example/command",
        "context": {"from": "a link"},
        "cmd": {"a": "server.time"},
        "id": BEN,
    }

"""A day of a server in a minute: who has a secret uses it, shows it in wrong places, or guesses.

What comes back and should hold no secret is kept, for the search.
"""

import re
from typing import Any

import httpx

from tests.blackbox.canary.canaries import Canaries
from tests.browsers import hidden_fields_of
from tests.cli.shell import botyard
from tests.serving import RunningServer

ADA = 1
EMAIL = "ada@example.com"
_FORM = "application/x-www-form-urlencoded"


def portal_file(canaries: Canaries) -> str:
    """Read by the server alone; it holds its secrets as they are."""
    return f"""
[[users]]
id = {ADA}
name = "Ada"
email = "{EMAIL}"
password = "{canaries.plant("password")}"
admin = true

[[webhooks]]
user = {ADA}
code = "{canaries.plant("webhook code")}"
scopes = ["imbot", "im", "user"]

[[outgoing_webhooks]]
url = "http://127.0.0.1:9/{canaries.plant("address of an outgoing webhook")}"
events = ["ONAPPTEST"]
application_token = "{canaries.plant("application token")}"

[[apps]]
client_id = "{canaries.plant("control: name of an application")}"
client_secret = "{canaries.plant("client secret")}"
title = "{canaries.plant("control: title")}"
scopes = ["imbot", "im"]
redirect_uri = "http://127.0.0.1:9/callback"
installed_by = {ADA}
"""


class Run:
    """`told` are bodies of refusals and pages, `printed` what commands said, by what they are."""

    def __init__(self, server: RunningServer, canaries: Canaries, where: tuple[str, ...]) -> None:
        self._server = server
        self._canaries = canaries
        self._where = where
        self._client_id = canaries["control: name of an application"]
        self._client = httpx.Client(base_url=server.url, timeout=30)
        self.told: list[bytes] = []
        self.printed: list[bytes] = []

    def everything(self) -> None:
        with self._client:
            self._bots_and_messages()
            self._guesses()
            self._applications()
            self._authorization()
            self._broken_requests()
            self._webhooks()
            self._operator()
            self.metrics = self._client.get("/metrics").content

    def _call(self, method: str, /, *, code: str = "webhook code", **arguments: Any) -> Any:
        answer = self._client.post(f"/rest/{ADA}/{self._canaries[code]}/{method}", json=arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def _refused(self, verb: str, path: str, /, **options: Any) -> None:
        answer = self._client.request(verb, path, **options)
        assert answer.status_code >= 400, answer.text
        self.told.append(answer.content + repr(answer.headers).encode())

    def _command(self, *words: str) -> Any:
        done = botyard(*words, "--json", *self._where)
        assert done.code == 0, done.errors
        return done.json

    def _bots_and_messages(self) -> None:
        token = self._canaries.plant("bot token")
        fields = {"code": "a", "botToken": token, "properties": {"name": "Bot"}}
        bot = self._call("imbot.v2.Bot.register", fields=fields)["bot"]["id"]
        own = {"botId": bot, "botToken": token}
        chat = self._call("imbot.v2.Chat.add", **own, fields={"userIds": [ADA]})["chat"]
        said = {**own, "dialogId": chat["dialogId"]}
        control = {"message": self._canaries.plant("control: message")}
        self._call("imbot.v2.Chat.Message.send", **said, fields=control)
        self._call("batch", cmd={"a": {"method": "imbot.v2.Bot.list", "params": own}})
        path = f"/rest/{ADA}/{self._canaries['webhook code']}/"
        for method in ("imbot.v2.Chat.Message.send", "imbot.v2.Event.get", "batch"):
            given = {**said, "fields": {"message": "x"}, "cmd": {"a": "server.time"}}
            self._client.post(path + method, json=given, headers={"Idempotency-Key": method})
        file = self._call(
            "imbot.v2.File.upload", **said, fields={"name": "a.txt", "content": "SGVsbG8="}
        )["file"]["id"]
        self._downloads(path, own | {"fileId": file})
        new = self._canaries.plant("new bot token")
        self._call("imbot.v2.Bot.update", **own, fields={"botToken": new})
        self._refused("POST", path + "imbot.v2.Chat.get", json=said)
        self._refused(
            "POST", path + "imbot.v2.Bot.register", json={"fields": fields | {"type": 5}}
        )

    def _downloads(self, path: str, named: dict[str, Any]) -> None:
        links = [
            self._client.post(path + "imbot.v2.File.download", json=named, headers=headers).json()
            for headers in ({"Idempotency-Key": "once"}, {})
        ]
        for number, told in enumerate(links):
            link = told["result"]["downloadUrl"]
            secret = re.split(r"%7C|\|", link)[-1]
            self._canaries.note(f"download token {number}", secret)
            assert self._client.get(link).status_code == 200
            self._refused("GET", link)

    def _guesses(self) -> None:
        plant = self._canaries.plant
        self._refused("POST", f"/rest/{ADA}/{plant('guessed code')}/profile", json={})
        self._refused("GET", f"/rest/{ADA}/{plant('guessed code alone')}")
        self._refused("POST", "/rest/profile", json={"auth": plant("guessed token")})
        bearer = {"authorization": f"Bearer {plant('guessed bearer')}"}
        self._refused("GET", "/rest/profile.xml", headers=bearer)
        self._refused("GET", f"/rest/download.json?token={plant('guessed download')}")
        wrong = {"botId": 2, "botToken": plant("guessed bot token"), "dialogId": "chat1"}
        path = f"/rest/{ADA}/{self._canaries['webhook code']}/"
        self._refused("POST", path + "imbot.v2.Chat.get", json=wrong)
        self._refused("POST", path + "profile", json={"auth": plant("token beside a webhook")})
        long = {"fields": {"code": "b", "botToken": plant("bot token of 41") * 3}}
        self._refused("POST", path + "imbot.v2.Bot.register", json=long)

    def _applications(self) -> None:
        note = self._canaries.note
        added = self._command("app", "add", "--title", "Other", "--scopes", "im")
        note("client secret that was made", added["client_secret"])
        installed = self._command("app", "install", added["client_id"])
        self._note_pair("installed", installed)
        issued = self._command("token", "issue", "--app", self._client_id, "--user", str(ADA))
        self._note_pair("issued", issued)
        token = issued["access_token"]
        assert self._client.get(f"/rest/app.info?auth={token}").status_code == 200
        assert self._client.post("/rest/profile", json={"auth": token}).status_code == 200
        self._refused("POST", "/rest/user.get", json={"auth": token})
        renewed = self._exchange(grant_type="refresh_token", refresh_token=issued["refresh_token"])
        self._note_pair("renewed", renewed)
        asked = {"client_id": self._client_id, "grant_type": "refresh_token"}
        secret = {"client_secret": self._canaries["client secret"]}
        plant = self._canaries.plant
        for wrong in (
            {**asked, **secret, "refresh_token": plant("guessed refresh token")},
            {**asked, "client_secret": plant("guessed secret"), "refresh_token": token},
            {**asked, **secret, "grant_type": plant("secret as a grant")},
        ):
            self._refused("GET", "/oauth/token/", params=wrong)
            self._refused("POST", "/oauth/token/", data=wrong)
        self._command("app", "uninstall", added["client_id"])
        self._refused("POST", "/rest/app.info", json={"auth": installed["access_token"]})

    def _note_pair(self, name: str, told: Any) -> None:
        for kind in ("access_token", "refresh_token"):
            self._canaries.note(f"{name} {kind}", told[kind])

    def _exchange(self, **shown: str) -> Any:
        secret = self._canaries["client secret"]
        given = {"client_id": self._client_id, "client_secret": secret, **shown}
        answer = self._client.post("/oauth/token/", data=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _authorization(self) -> None:
        """In a browser: a wrong password, the right one, and an agreement."""
        path = f"/oauth/authorize/?client_id={self._client_id}&state=x"
        origin = {"origin": self._server.url, "content-type": _FORM}
        page = self._client.get(path)
        form = hidden_fields_of(page.text) | {"step": "login", "email": EMAIL}
        wrong = {**form, "password": self._canaries.plant("guessed password")}
        self._refused("POST", "/oauth/authorize/", data=wrong, headers=origin)
        right = {**form, "password": self._canaries["password"]}
        answer = self._client.post("/oauth/authorize/", data=right, headers=origin)
        assert answer.status_code == 303, answer.text
        self._canaries.note("login", self._client.cookies["botyard"])
        back = self._client.get(path)
        if back.status_code == 200:
            agreed = hidden_fields_of(back.text) | {"step": "agree"}
            back = self._client.post("/oauth/authorize/", data=agreed, headers=origin)
        code = httpx.URL(back.headers["location"]).params["code"]
        self._canaries.note("authorization code", code)
        pair = self._exchange(grant_type="authorization_code", code=code)
        self._note_pair("agreed", pair)
        used = {"grant_type": "authorization_code", "client_id": self._client_id, "code": code}
        secret = {"client_secret": self._canaries["client secret"]}
        self._refused("GET", "/oauth/token/", params=used | secret)

    def _broken_requests(self) -> None:
        code = self._canaries["webhook code"]
        path = f"/rest/{ADA}/{code}/"
        plant = self._canaries.plant
        self._refused("POST", path + "profile", content=b'{"botToken": "' + code.encode())
        self._refused("POST", path + plant("secret as a method"), json={})
        self._refused("POST", f"/rest/{plant('secret as a user')}/{code}/profile", json={})
        self._refused("DELETE", path + "profile?auth=" + plant("token of a DELETE"))
        self._refused("GET", "/" + plant("secret as a path"))
        self._refused("GET", "/oauth/" + plant("secret below oauth"))
        big = {"auth": plant("token in a large body"), "padding": "x" * 2_000_000}
        self._refused("POST", "/rest/profile", json=big)
        halted = {"halt": 1, "cmd": {"a": f"imbot.v2.Chat.get?botToken={plant('in a command')}"}}
        assert self._client.post(path + "batch", json=halted).status_code == 200

    def _webhooks(self) -> None:
        """A bot whose receiver takes nothing, at an address that is a secret."""
        address = f"http://127.0.0.1:9/{self._canaries.plant('address of a receiver')}"
        token = self._canaries.plant("token of a bot with a receiver")
        fields = {"code": "w", "botToken": token, "eventMode": "webhook", "webhookUrl": address}
        looks = {"properties": {"name": "Webhook"}}
        bot = self._call("imbot.v2.Bot.register", fields={**fields, **looks})["bot"]["id"]
        self._call("im.message.add", DIALOG_ID=str(bot), MESSAGE="Hello")
        while not any(one["attempts"] for one in self._command("delivery", "list")):
            pass

    def _operator(self) -> None:
        code = self._canaries.plant("code by command")
        self._command("webhook", "add", "--user", str(ADA), "--scopes", "im", "--code", code)
        self._call("profile", code="code by command")
        self._command("webhook", "revoke", code)
        self._refused("POST", f"/rest/{ADA}/{code}/profile", json={})
        for words in (
            ("user", "list"), ("webhook", "list"), ("app", "list"), ("portal", "show"),
            ("delivery", "list"),
        ):  # fmt: skip
            for options in ((), ("--json",)):
                done = botyard(*words, *options, *self._where)
                self.printed.append((done.output + done.errors).encode())
        wrong = botyard(
            "webhook", "revoke", self._canaries.plant("revoked by guess"), *self._where
        )
        self.printed.append((wrong.output + wrong.errors).encode())
        # Everything is refused with 5xx for a while, whatever secret it brings.
        self._command("portal", "close")
        path = f"/rest/{ADA}/{self._canaries['webhook code']}/profile"
        while self._client.post(path).status_code != 500:
            pass
        self._refused("POST", path)
        self._command("portal", "open")
        while self._client.post(path).status_code != 200:
            pass

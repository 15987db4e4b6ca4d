"""What a person reads who has just made or started a portal: addresses, and lines to paste."""

import json
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from botyard.access.demo import SCOPES, Demo, DemoKey
from botyard.cli.start import Start
from botyard.model.entities import Portal
from botyard.settings import Settings

_SCOPES = ",".join(SCOPES)


def webhook_url(portal: Portal, user_id: int, code: str) -> str:
    return f"{portal.scheme}://{portal.domain}/rest/{user_id}/{code}/"


def shown_keys(portal: Portal, keys: Sequence[DemoKey]) -> list[dict[str, object]]:
    return [
        {"user": key.user_id, "code": key.code, "scopes": SCOPES, "url": _url(portal, key)}
        for key in keys
    ]


def greeting(start: Start, portal: Portal, settings: Settings) -> list[str]:
    """What follows the lines that say where the server listens. `portal` knows its address."""
    if start.demo is None:
        return portal_lines(portal, settings)
    return demo_lines(start.demo._replace(portal=portal), settings)


def portal_lines(portal: Portal, settings: Settings) -> list[str]:
    add = command_line(settings, "webhook", "add", "--user", "ID", "--scopes", _SCOPES)
    return [
        f"The portal is {portal.scheme}://{portal.domain}, kept in {settings.data}.",
        f"Its people:     {command_line(settings, 'user', 'list')}",
        f"A new webhook:  {add}",
    ]


def demo_lines(demo: Demo, settings: Settings) -> list[str]:
    """For a demo portal just made, whose codes nobody can read again."""
    portal, keys = demo.portal, demo.keys
    person = keys[1]
    width = max(len(_title(key)) for key in keys)
    user_id = str(keys[0].user_id)
    add = command_line(settings, "webhook", "add", "--user", user_id, "--scopes", _SCOPES)
    return [
        "This is a new portal with three people. Each has an incoming webhook:",
        "",
        *(f"  {_title(key):<{width}}  {_url(portal, key)}" for key in keys),
        "",
        "The codes in these addresses are kept as hashes, so they are shown only this once.",
        f"For a new one:  {add}",
        "",
        "While the server runs, paste these lines into another terminal. They register a bot,",
        f"let it write to {person.name}, and read its message as that person:",
        "",
        *_paste_lines(demo, person),
    ]


def trust_lines(authority: Path, https_url: str) -> list[str]:
    """Both official SDKs speak https only, and trust no authority of one's own by themselves."""
    return [
        f"Over https a webhook's address begins with {https_url}/rest/. Clients are told to trust",
        "its authority by these variables:",
        "",
        f"  JavaScript SDK:  export NODE_EXTRA_CA_CERTS={shlex.quote(str(authority))}",
        f"  Python SDK:      export REQUESTS_CA_BUNDLE={shlex.quote(str(authority))}",
        f"  curl:            export CURL_CA_BUNDLE={shlex.quote(str(authority))}",
    ]


def _paste_lines(demo: Demo, person: DemoKey) -> list[str]:
    owner = demo.keys[0]
    # People and bots share one sequence of ids, so the first bot's is known.
    bot_id = demo.keys[-1].user_id + 1
    bot = {"code": "hello", "botToken": demo.bot_token, "properties": {"name": "Hello Bot"}}
    message = {
        "message": f"Hello, {person.first_name}! Shall we begin?",
        "keyboard": [
            {"TEXT": "Yes", "ACTION": "SEND", "ACTION_VALUE": "Yes"},
            {"TEXT": "Read more", "LINK": "https://apidocs.bitrix24.com"},
        ],
    }
    send = {
        "botId": bot_id,
        "botToken": demo.bot_token,
        "dialogId": str(person.user_id),
        "fields": message,
    }
    return [
        _curl(_url(demo.portal, owner) + "imbot.v2.Bot.register", {"fields": bot}),
        _curl(_url(demo.portal, owner) + "imbot.v2.Chat.Message.send", send),
        _curl(_url(demo.portal, person) + "im.dialog.messages.get", {"DIALOG_ID": str(bot_id)}),
    ]


def _curl(url: str, arguments: object) -> str:
    body = shlex.quote(json.dumps(arguments))
    return f"curl -w '\\n' {shlex.quote(url)} -H 'Content-Type: application/json' -d {body}"


def _url(portal: Portal, key: DemoKey) -> str:
    return webhook_url(portal, key.user_id, key.code)


def _title(key: DemoKey) -> str:
    return f"{key.name} ({'administrator' if key.admin else 'user'} {key.user_id})"


def command_line(settings: Settings, *words: str) -> str:
    """A command line for the same portal, as this shell would run it."""
    given = [] if settings.data == Settings().data else ["--data", str(settings.data)]
    line = shlex.join([*_program(), *words, *given])
    # The address of a database may hold a password, so it is not repeated.
    return line if settings.database is None else f"{line} --database ..."


def _program() -> list[str]:
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return [sys.executable, "-m", "botyard"]
    found = shutil.which(called.name)
    is_on_path = found is not None and Path(found).resolve() == called.resolve()
    return [called.name if is_on_path else str(called)]

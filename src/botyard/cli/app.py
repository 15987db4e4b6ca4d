"""botyard app"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import click

from botyard.access import apps
from botyard.access.hashing import hashed
from botyard.chat import bots
from botyard.cli.desk import Desk, answer, checked, on_portal, table
from botyard.cli.greeting import command_line
from botyard.cli.options import as_json, option, settings_of, settings_options
from botyard.cli.token import shown_tokens, token_lines
from botyard.delivery.writing import introduce_bot
from botyard.model.applications import App
from botyard.portal_file.values import client_id as read_client_id
from botyard.portal_file.values import each, scope, secret, text, url_or_nothing, user_id

F = TypeVar("F", bound=Callable[..., Any])
_ID_LENGTH = 24
_SECRET_LENGTH = 48


@click.group("app")
def app_group() -> None:
    """Applications: OAuth clients that act for people who agreed, and own bots."""


def _traits(command: F) -> F:
    for add in (
        option("--users", default=None, help="The only people who may use it, such as 1,2."),
        option(
            "--install-handler", default=None, help="Hears of its installation, updates and end."
        ),
        option(
            "--handler",
            default=None,
            help="Its page; hears of its installation if nothing else does.",
        ),
        option("--redirect-uri", default=None, help="Where people return with a code."),
        option("--scopes", default=None, help="What it may do, such as imbot,im."),
        option("--title", default=None, help="Its name, as people are shown it."),
    ):
        command = add(command)
    return command


@app_group.command("add")
@_traits
@option("--client-id", default=None, help="Its id; without it a new one is made.")
@option("--client-secret", default=None, help="Its secret; without it a new one is made.")
@as_json
@settings_options("data", "database")
def add_app(
    client_id: str | None,
    client_secret: str | None,
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - click
) -> None:
    """Add an application and show its secret, which is the only time.

    It can do nothing before it is installed.
    """
    traits, settings = _taken(given)
    if "scopes" not in traits:
        raise click.UsageError("--scopes is missing: what the application may do")
    named = None if client_id is None else checked("--client-id", read_client_id, client_id)
    chosen = None if client_secret is None else checked("--client-secret", secret(), client_secret)

    async def work(desk: Desk) -> dict[str, Any]:
        key = chosen or desk.world.secrets.token(_SECRET_LENGTH)
        name = named or f"local.{desk.world.secrets.token(_ID_LENGTH)}"
        wanted = App(client_id=name, secret_hash=hashed(key), **traits)
        added = await apps.add(desk.tx, wanted)
        return {"client_id": name, "client_secret": key, **_shown(added)}

    shown = on_portal(settings, work)
    name = shown["client_id"]
    lines = [
        f"Client id:      {name}",
        f"Client secret:  {shown['client_secret']}",
        "The secret is kept as a hash, so it is shown only this once.",
        f"Next:           {command_line(settings_of(settings), 'app', 'install', name)}",
    ]
    answer(shown, lines, as_json=as_json)


@app_group.command("list")
@as_json
@settings_options("data", "database")
def list_apps(*, as_json: bool, **settings: object) -> None:
    """List the applications."""

    async def work(desk: Desk) -> list[App]:
        return await apps.list_introduced(desk.tx, desk.world.secrets)

    shown = [_shown(app) for app in on_portal(settings, work)]
    rows = [
        (
            one["client_id"],
            one["installed_by"] or "-",
            ",".join(one["scopes"]),
            one["version"],
            one["application_token"] or "-",
            one["title"],
        )
        for one in shown
    ]
    names = ("CLIENT_ID", "INSTALLED_BY", "SCOPES", "VERSION", "APPLICATION_TOKEN", "TITLE")
    answer(shown, table([names, *rows]), as_json=as_json)


@app_group.command("install")
@click.argument("client_id")
@option("--user", type=int, default=None, help="For whom; by default the first administrator.")
@as_json
@settings_options("data", "database")
def install_app(client_id: str, user: int | None, *, as_json: bool, **settings: object) -> None:
    """Install an application for a person and show its first tokens, which is the only time."""
    person = None if user is None else checked("--user", user_id, user)

    async def work(desk: Desk) -> dict[str, Any]:
        app, pair = await apps.install(desk.tx, client_id, person, desk.world.secrets, desk.now)
        return {**shown_tokens(desk, app, pair), "application_token": app.application_token}

    shown = on_portal(settings, work)
    lines = [
        f"Installed {client_id} for user {shown['user_id']}.",
        *token_lines(shown),
        f"Its events have the application token {shown['application_token']}.",
    ]
    answer(shown, lines, as_json=as_json)


@app_group.command("update")
@click.argument("client_id")
@_traits
@as_json
@settings_options("data", "database")
def update_app(client_id: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click
    """Change an application. An installed one gets a new version, hears of it, and binds anew."""
    traits, settings = _taken(given)

    async def work(desk: Desk) -> App:
        return await apps.update(desk.tx, client_id, traits, desk.world.secrets, desk.now)

    shown = _shown(on_portal(settings, work))
    answer({"updated": shown}, [f"{client_id} has version {shown['version']}."], as_json=as_json)


@app_group.command("uninstall")
@click.argument("client_id")
@as_json
@settings_options("data", "database")
def uninstall_app(client_id: str, *, as_json: bool, **settings: object) -> None:
    """End the tokens and handlers of an application at once, and what people agreed to.

    It stays known, with its secret and its bots, and can be installed again.
    """

    async def work(desk: Desk) -> App:
        return await apps.uninstall(desk.tx, client_id, desk.now)

    shown = _shown(on_portal(settings, work))
    answer({"uninstalled": shown}, [f"Uninstalled {client_id}."], as_json=as_json)


@app_group.command("remove")
@click.argument("client_id")
@as_json
@settings_options("data", "database")
def remove_app(client_id: str, *, as_json: bool, **settings: object) -> None:
    """Uninstall an application and forget it, with its bots.

    A portal file that names it brings it back, without them.
    """

    async def work(desk: Desk) -> App:
        app = await apps.get(desk.tx, client_id)
        for bot in await bots.every_owned(desk.tx, app.owner):
            # The bot hears of its end when there is no application to prove it by.
            await introduce_bot(desk.tx, bot, desk.world.secrets)
        await bots.unregister_all(desk.tx, app.owner, desk.now)
        return await apps.remove(desk.tx, client_id, desk.now)

    shown = _shown(on_portal(settings, work))
    answer({"removed": shown}, [f"Removed {client_id}."], as_json=as_json)


def _taken(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, object]]:
    """The traits that were given, by the fields of an App, and the settings."""
    read: dict[str, Callable[[str], object]] = {
        "title": partial(checked, "--title", text()),
        "scopes": lambda words: checked("--scopes", each(scope, least=1), _listed(words)),
        "redirect_uri": partial(checked, "--redirect-uri", url_or_nothing),
        "handler": partial(checked, "--handler", url_or_nothing),
        "install_handler": partial(checked, "--install-handler", url_or_nothing),
        "users": lambda words: checked("--users", each(user_id), _numbers(words)),
    }
    traits = {name: read[name](given[name]) for name in read if given[name] is not None}
    return traits, {name: value for name, value in given.items() if name not in read}


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _numbers(words: str) -> list[int | str]:
    return [int(word) if word.isdecimal() else word for word in _listed(words)]


def _shown(app: App) -> dict[str, Any]:
    return {
        "client_id": app.client_id,
        "title": app.title,
        "scopes": list(app.scopes),
        "redirect_uri": app.redirect_uri,
        "handler": app.handler,
        "install_handler": app.install_handler,
        "users": None if app.users is None else list(app.users),
        "status": app.status,
        "version": app.version,
        "installed_by": app.installed_by,
        "application_token": app.application_token or None,
    }

"""botyard delivery"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
import msgspec

from botyard.cli.desk import Desk, answer, on_portal, table
from botyard.cli.options import as_json, option, settings_options
from botyard.delivery import backlog
from botyard.delivery.backlog import Filter, NotThere
from botyard.model.entities import ChatId, HandlerId, RecipientId, UserId, recipient_name
from botyard.model.event_names import APP_EVENTS, BOT_EVENTS
from botyard.store.letters import Letter

_NAMES = {**BOT_EVENTS, **APP_EVENTS}

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_DIALOG = re.compile("chat([0-9]{1,18})")
_DELIVERY = re.compile("(h?)([0-9]{1,18})-([0-9]{1,18})")
_NUMBER = click.IntRange(max=2**63 - 1)
# As many as one transaction changes, so that the server beside us never waits long.
_AT_ONCE = 500
_LISTED = 100


@click.group("delivery")
def delivery_group() -> None:
    """Events on their way to webhooks, and dead letters that no webhook took."""


def _filters(command: F) -> F:
    for add in (
        option("--waiting", is_flag=True, help="Only those that are still tried."),
        option("--dead", is_flag=True, help="Only dead letters."),
        option("--dialog", default=None, help="Only those of a chat, such as chat5."),
        option("--handler", type=_NUMBER, default=None, help="Only those of this handler."),
        option("--bot", type=_NUMBER, default=None, help="Only those of the bot with this id."),
    ):
        command = add(command)
    return command


@delivery_group.command("list")
@_filters
@option("--limit", type=click.IntRange(1, 10_000), default=_LISTED, help="How many at the most.")
@as_json
@settings_options("data", "database")
def list_deliveries(
    bot: int | None,
    handler: int | None,
    dialog: str | None,
    limit: int,
    *,
    dead: bool,
    waiting: bool,
    as_json: bool,
    **settings: object,
) -> None:
    """List what waits and what is dead, the oldest of each dialog first."""
    wanted = _filter(bot, handler, dialog, dead=dead, waiting=waiting)

    async def work(desk: Desk) -> list[Letter]:
        return await backlog.find_all(desk.tx, wanted, limit)

    found = [_shown(letter) for letter in on_portal(settings, work)]
    names = ("DELIVERY", "DIALOG", "EVENT", "STATE", "ATTEMPTS", "NEXT", "FAILURE")
    rows = [
        (
            one["id"],
            one["dialog"] or "-",
            one["event"],
            one["state"],
            one["attempts"],
            one["next_attempt_at"] or "-",
            one["failure"] or "-",
        )
        for one in found
    ]
    answer(found, table([names, *rows]), as_json=as_json)


@delivery_group.command("show")
@click.argument("delivery")
@as_json
@settings_options("data", "database")
def show_delivery(delivery: str, *, as_json: bool, **settings: object) -> None:
    """Show one delivery by its id in the list, with what it is about."""
    named = _delivery(delivery)

    async def work(desk: Desk) -> Letter:
        return await backlog.find(desk.tx, *named)

    letter = _on_portal(settings, work)
    shown = {**_shown(letter), "about": msgspec.to_builtins(letter.event)}
    about = msgspec.json.format(msgspec.json.encode(letter.event)).decode()
    rows = [(key.upper(), value) for key, value in shown.items() if key != "about"]
    answer(shown, [*table(rows), about], as_json=as_json)


@delivery_group.command("replay")
@click.argument("deliveries", nargs=-1)
@_filters
@as_json
@settings_options("data", "database")
def replay_deliveries(deliveries: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click
    """Try deliveries at once: dead letters anew, in their order, and those that wait.

    Name them by their ids in the list, or choose them by options.
    """

    async def work(desk: Desk, chosen: Sequence[Letter]) -> None:
        await backlog.replay(desk.tx, chosen, desk.now)

    _each("replayed", "Replayed", work, deliveries, given)


@delivery_group.command("drop")
@click.argument("deliveries", nargs=-1)
@_filters
@as_json
@settings_options("data", "database")
def drop_deliveries(deliveries: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click
    """Give deliveries up: their recipients never hear of them.

    Name them by their ids in the list, or choose them by options.
    """

    async def work(desk: Desk, chosen: Sequence[Letter]) -> None:
        await backlog.drop(desk.tx, chosen)

    _each("dropped", "Dropped", work, deliveries, given)


@delivery_group.command("secret")
@option("--bot", type=_NUMBER, default=None, help="Id of the bot.")
@option("--app", default=None, help="Client id of the application, for its handlers.")
@as_json
@settings_options("data", "database")
def show_secret(bot: int | None, app: str | None, *, as_json: bool, **settings: object) -> None:
    """Show what the owner of a bot, or an application, checks the signatures of events with."""
    if (bot is None) == (app is None):
        raise click.UsageError("name either a bot by --bot or an application by --app")

    async def work(desk: Desk) -> str:
        if app is not None:
            return await backlog.signing_secret_of_app(desk.tx, app, desk.world.secrets)
        return await backlog.signing_secret(desk.tx, UserId(bot or 0), desk.world.secrets)

    secret = _on_portal(settings, work)
    whose = {"bot": bot} if app is None else {"app": app}
    answer({**whose, "secret": secret}, [secret], as_json=as_json)


def _each(
    key: str,
    word: str,
    change: Callable[[Desk, Sequence[Letter]], Awaitable[None]],
    deliveries: tuple[str, ...],
    given: dict[str, Any],
) -> None:
    """Change the named deliveries, or those that the options choose, some at a time."""
    names = ("bot", "handler", "dialog", "dead", "waiting")
    bot, handler, dialog, dead, waiting = (given.pop(name) for name in names)
    as_json: bool = given.pop("as_json")
    wanted = _filter(bot, handler, dialog, dead=dead, waiting=waiting)
    named = [_delivery(one) for one in deliveries]
    if bool(named) == (wanted != Filter()):
        raise click.UsageError(
            "name deliveries, or choose them by --bot, --handler, --dialog, --dead or --waiting"
        )
    changed: dict[str, None] = {}
    while True:

        async def work(desk: Desk) -> list[Letter]:
            if named:
                chosen = [await backlog.find(desk.tx, *one) for one in named]
            else:
                found = await backlog.find_all(desk.tx, wanted, len(changed) + _AT_ONCE)
                chosen = [one for one in found if _id(one) not in changed]
            await change(desk, chosen)
            return chosen

        done = [_id(letter) for letter in _on_portal(given, work)]
        changed.update(dict.fromkeys(done))
        if named or not done:
            break
    answer({key: list(changed)}, [f"{word} {len(changed)}."], as_json=as_json)


def _on_portal(settings: Mapping[str, object], work: Callable[[Desk], Awaitable[T]]) -> T:
    try:
        return on_portal(settings, work)
    except NotThere as refusal:
        raise click.ClickException(str(refusal)) from None


def _filter(
    bot: int | None, handler: int | None, dialog: str | None, *, dead: bool, waiting: bool
) -> Filter:
    if bot is not None and handler is not None:
        raise click.UsageError("--bot and --handler exclude each other")
    chat = None if dialog is None else _DIALOG.fullmatch(dialog)
    if dialog is not None and chat is None:
        raise click.UsageError(f"--dialog must be like chat5, not {dialog!r}")
    recipient_id: RecipientId | None = None if bot is None else UserId(bot)
    return Filter(
        recipient_id=recipient_id if handler is None else HandlerId(-handler),
        chat_id=None if chat is None else ChatId(int(chat[1])),
        dead=None if dead == waiting else dead,
    )


def _delivery(text: str) -> tuple[RecipientId, int]:
    parts = _DELIVERY.fullmatch(text)
    if parts is None:
        raise click.UsageError(f"a delivery is named like 4-17 or h32-17, not {text!r}")
    number = int(parts[2])
    recipient_id: RecipientId = HandlerId(-number) if parts[1] else UserId(number)
    return recipient_id, int(parts[3])


def _id(letter: Letter) -> str:
    return f"{recipient_name(letter.recipient_id)}-{letter.event_id}"


def _shown(letter: Letter) -> dict[str, Any]:
    is_dead = letter.died_at is not None
    return {
        "id": _id(letter),
        "bot": letter.recipient_id if letter.recipient_id > 0 else None,
        "handler": -letter.recipient_id if letter.recipient_id < 0 else None,
        "dialog": f"chat{letter.chat_id}" if letter.chat_id else "",
        "event": _NAMES[type(letter.event)],
        "created_at": _moment(letter.created_at),
        "state": "dead" if is_dead else "waiting",
        "attempts": letter.attempts,
        "failure": letter.failure,
        "died_at": None if letter.died_at is None else _moment(letter.died_at),
        "next_attempt_at": None if is_dead else _moment(max(letter.due_at, 0)),
    }


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")

"""Whom a letter is for, and what is written to them: bots of both APIs, and handlers."""

from botyard.access import apps, installations
from botyard.access.installations import KEY_LENGTH, TOKEN_LENGTH
from botyard.delivery import auth, telling_apps, telling_v1, webhook
from botyard.delivery.auth import BotAuth
from botyard.delivery.passes import Passes
from botyard.delivery.telling import Happening, tell
from botyard.delivery.webhook import Posting
from botyard.model.applications import App, Handler
from botyard.model.entities import Bot, HandlerId, Moment, Portal, RecipientId, UserId
from botyard.model.events import (
    AppEvent,
    AppInstalled,
    AppUninstalled,
    AppUpdated,
    BotDeleted,
    ChatEvent,
    Event,
    MethodDecided,
    OfflineQueued,
    actor_of,
)
from botyard.model.secrets import Secrets
from botyard.store import apps as stored_apps
from botyard.store import bots, handlers, letters, outgoing_webhooks, receivers
from botyard.store.tx import Tx
from botyard.wire.views import views_of

# With these an application gets a refresh token: it has none yet, or no browser to ask for one.
_WITH_REFRESH = (AppInstalled, AppUpdated, OfflineQueued)

# Nobody's token goes out with these: docs page "auth parameters in events".
_WITHOUT_TOKEN = (AppUninstalled, MethodDecided)


def due_at(event: Event) -> Moment:
    """Before that it is not told."""
    return event.due_at if isinstance(event, OfflineQueued) else Moment(0)


async def write(
    tx: Tx,
    portal: Portal,
    recipient_id: RecipientId,
    event_id: int,
    event: Event,
    passes: Passes,
    now: Moment,
) -> Posting | None:
    """None where the recipient does not hear any more, or must be introduced first.

    None too where `passes` are wanted.
    """
    if isinstance(event, AppEvent):
        handler = await _handler(tx, HandlerId(recipient_id))
        if handler is None or not handler.signing_key or due_at(event) > now:
            return None
        return await _to_handler(tx, portal, handler, event_id, event, passes, now)
    bot = await _listening_bot(tx, UserId(recipient_id), event)
    receiver = await receivers.get(tx, UserId(recipient_id))
    if bot is None or receiver is None:
        return None
    app = await _introduced_app(tx, bot)
    if bot.client_id is not None and app is None and not isinstance(event, BotDeleted):
        return None
    bot_auth = await _bot_auth(tx, portal, app, bot, event, passes, now) if app else None
    if passes.wanted:
        return None
    views = views_of(portal.timezone, portal.scheme, portal.domain)
    if bot.generation == 1:
        older = await telling_v1.tell(tx, portal, views, bot, event)
        return webhook.older_posting(portal, bot, receiver, older, event_id, now, bot_auth)
    [told] = await tell(tx, views, portal.language, [Happening(bot.id, is_bot=True, event=event)])
    return webhook.posting(portal, bot, receiver, told, event_id, now, bot_auth)


async def introduce(tx: Tx, recipient_id: RecipientId, event: Event, secrets: Secrets) -> bool:
    """Make what proves who is calling, where it is missing. False for who does not hear any more.

    What an application is owed that is no longer installed is dropped, with all of its lanes, but
    for the end of a bot, which is told without tokens.
    """
    if isinstance(event, AppEvent):
        return await _introduce_handler(tx, HandlerId(recipient_id), event, secrets)
    bot = await _listening_bot(tx, UserId(recipient_id), event)
    if bot is None:
        return False
    is_over = isinstance(event, BotDeleted)
    if not is_over and bot.client_id and await apps.find_installed(tx, bot.client_id) is None:
        await letters.forget_all(tx, recipient_id)
        return False
    await introduce_bot(tx, bot, secrets)
    return True


async def introduce_bot(tx: Tx, bot: Bot, secrets: Secrets) -> receivers.Receiver:
    """What proves to the bot's receiver who is calling; made when it is first needed."""
    token = secrets.token(TOKEN_LENGTH)
    app = None if bot.client_id is None else await stored_apps.hold(tx, bot.client_id)
    if app is not None:
        token = (await installations.introduce(tx, app, secrets)).application_token
    receiver = await receivers.get(tx, bot.id)
    if receiver is None:
        await receivers.add(tx, bot, token, secrets.token(KEY_LENGTH))
        receiver = await receivers.get(tx, bot.id)
    if receiver is None:
        raise LookupError(f"the receiver of bot {bot.id} is missing")
    return receiver


async def _introduce_handler(
    tx: Tx, handler_id: HandlerId, event: AppEvent, secrets: Secrets
) -> bool:
    handler = await _handler(tx, handler_id)
    if handler is None or not await _may_hear(tx, handler, event):
        await letters.forget_all(tx, handler_id)
        return False
    if not handler.signing_key:
        await outgoing_webhooks.sign(tx, handler_id, secrets.token(KEY_LENGTH))
    return True


async def _may_hear(tx: Tx, handler: Handler, event: AppEvent) -> bool:
    if not handler.client_id or isinstance(event, AppUninstalled):
        return True
    return await apps.find_installed(tx, handler.client_id) is not None


async def _to_handler(
    tx: Tx,
    portal: Portal,
    handler: Handler,
    event_id: int,
    event: AppEvent,
    passes: Passes,
    now: Moment,
) -> Posting | None:
    block = auth.plain(portal, handler.application_token)
    if handler.client_id and not isinstance(event, _WITHOUT_TOKEN):
        app = await apps.find_installed(tx, handler.client_id)
        if app is None:
            return None
        user_id = handler.auth_user_id or actor_of(event)
        with_refresh = isinstance(event, _WITH_REFRESH)
        pair = await passes.of(tx, app, user_id, with_refresh=with_refresh)
        block = auth.of_app(portal, app, pair, now)
    if passes.wanted:
        return None
    views = views_of(portal.timezone, portal.scheme, portal.domain)
    told = await telling_apps.tell(tx, portal.language, views, event)
    return webhook.handler_posting(portal, handler, told, event_id, now, block)


async def _introduced_app(tx: Tx, bot: Bot) -> App | None:
    """The installed application of the bot, once it has its token."""
    app = None if bot.client_id is None else await apps.find_installed(tx, bot.client_id)
    return app if app is not None and app.application_token else None


async def _bot_auth(
    tx: Tx, portal: Portal, app: App, bot: Bot, event: ChatEvent, passes: Passes, now: Moment
) -> BotAuth:
    own = auth.of_app(portal, app, await passes.of(tx, app, bot.id), now)
    if bot.generation == 1:
        own["client_id"] = app.client_id
    pair = await passes.of(tx, app, actor_of(event))
    return BotAuth(own, auth.of_app(portal, app, pair, now))


async def _listening_bot(tx: Tx, bot_id: UserId, event: ChatEvent) -> Bot | None:
    """The bot, while it hears by webhook; a deleted one once more, as it was."""
    if isinstance(event, BotDeleted):
        return event.bot
    bot = await bots.get(tx, bot_id)
    return bot if bot is not None and bot.event_mode == "webhook" else None


async def _handler(tx: Tx, handler_id: HandlerId) -> Handler | None:
    return await handlers.find(tx, handler_id) or await outgoing_webhooks.find(tx, handler_id)

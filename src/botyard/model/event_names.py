"""The names of events, as handlers are bound to them. Docs page "events"."""

from collections.abc import Mapping

from msgspec import Struct

from botyard.model.events import (
    AppInstalled,
    AppUninstalled,
    AppUpdated,
    BotDeleted,
    ChatJoined,
    CommandCalled,
    ContextSent,
    HandlersTested,
    MessageAdded,
    MessageDeleted,
    MessageUpdated,
    MethodDecided,
    OfflineQueued,
    PersonAdded,
    ReactionChanged,
    kind_of,
)
from botyard.model.scopes import BASIC

BOT_EVENTS: Mapping[type[Struct], str] = {
    MessageAdded: "ONIMBOTV2MESSAGEADD",
    MessageUpdated: "ONIMBOTV2MESSAGEUPDATE",
    MessageDeleted: "ONIMBOTV2MESSAGEDELETE",
    ChatJoined: "ONIMBOTV2JOINCHAT",
    BotDeleted: "ONIMBOTV2DELETE",
    ContextSent: "ONIMBOTV2CONTEXTGET",
    CommandCalled: "ONIMBOTV2COMMANDADD",
    ReactionChanged: "ONIMBOTV2REACTIONCHANGE",
}
APP_EVENTS: Mapping[type[Struct], str] = {
    AppUninstalled: "ONAPPUNINSTALL",
    AppInstalled: "ONAPPINSTALL",
    AppUpdated: "ONAPPUPDATE",
    HandlersTested: "ONAPPTEST",
    OfflineQueued: "ONOFFLINEEVENT",
    PersonAdded: "ONUSERADD",
    MethodDecided: "ONAPPMETHODCONFIRM",
}
UNINSTALLED, UPDATED = APP_EVENTS[AppUninstalled], APP_EVENTS[AppUpdated]
OFFLINE_QUEUED = APP_EVENTS[OfflineQueued]

# By the scope that an application needs, in the order of the docs. A payment is never made here.
HANDLED: Mapping[str, str] = {
    UNINSTALLED: BASIC,
    APP_EVENTS[AppInstalled]: BASIC,
    UPDATED: BASIC,
    "ONAPPPAYMENT": BASIC,
    APP_EVENTS[HandlersTested]: BASIC,
    APP_EVENTS[MethodDecided]: BASIC,
    OFFLINE_QUEUED: BASIC,
    APP_EVENTS[PersonAdded]: "user",
}
# The events of an application's bots, by their kinds. They go to the bots' own addresses.
BOT_EVENT_KINDS: Mapping[str, str] = {name: kind_of(kind) for kind, name in BOT_EVENTS.items()}
BOT_EVENTS_SCOPE = "imbot"
# No queue holds them: they concern the queue, or come when it is gone.
NEVER_OFFLINE = frozenset((UNINSTALLED, OFFLINE_QUEUED))


def scope_of(event: str) -> str | None:
    """What an application needs to hear of it; None where there is no such event."""
    return BOT_EVENTS_SCOPE if event in BOT_EVENT_KINDS else HANDLED.get(event)

"""What an application hears when an administrator says whether it may call a method."""

import msgspec
import pytest

from botyard.access import confirmations
from botyard.model.entities import ConfirmationState, owner_of_app
from tests.applications import AppUnderTest, now
from tests.delivery.hearing import HANDLER, PLAIN, hearing_app
from tests.delivery.relays import Receivers, RelayUnderTest, below, delivered
from tests.portals import ADA, PortalUnderTest


async def decide(
    portal: PortalUnderTest, app: AppUnderTest, state: ConfirmationState | None
) -> None:
    owner = owner_of_app(app.client_id)
    await portal.store.write(
        lambda tx: confirmations.decide(tx, "PROFILE", owner, state, now(portal))
    )


@pytest.mark.parametrize("state", ["confirmed", "denied"])
async def test_an_administrators_word_is_told_without_a_token(
    portal: PortalUnderTest,
    relay: RelayUnderTest,
    receivers: Receivers,
    state: ConfirmationState,
) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, confirm=("profile",))
    app = await hearing_app(portal, "ONAPPMETHODCONFIRM")
    other = await hearing_app(portal, "ONAPPMETHODCONFIRM", client_id="local.other")
    await app.refusal("profile")
    assert await delivered(relay, receivers) == []
    for _ in range(2):  # the same word again is no news
        await decide(portal, app, state)
    [posted] = await delivered(relay, receivers)
    assert (posted.url, posted.event) == (HANDLER, "ONAPPMETHODCONFIRM")
    assert below(posted, "data") == {
        "TOKEN": app.client_id,
        "METHOD": "profile",
        "CONFIRMED": str(int(state == "confirmed")),
        "LANGUAGE_ID": "en",
    }
    assert set(below(posted, "auth")) == PLAIN
    assert not await app.is_admitted(posted.form["data[TOKEN]"])
    assert await other.call("event.offline.get") == {"process_id": None, "events": []}


async def test_a_word_for_a_webhook_or_none_is_told_to_nobody(
    portal: PortalUnderTest, relay: RelayUnderTest, receivers: Receivers
) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, confirm=("profile",))
    app = await hearing_app(portal, "ONAPPMETHODCONFIRM")
    await app.refusal("profile")
    await decide(portal, app, None)
    await portal.refusal(ADA, "profile")
    await portal.store.write(
        lambda tx: confirmations.decide(tx, "profile", None, "confirmed", now(portal))
    )
    assert await delivered(relay, receivers) == []


async def test_a_word_can_wait_in_a_queue(portal: PortalUnderTest) -> None:
    app = await hearing_app(portal)
    await app.call("event.bind", event="ONAPPMETHODCONFIRM", event_type="offline")
    await decide(portal, app, "denied")
    await decide(portal, app, "confirmed")
    [event] = (await app.call("event.offline.get"))["events"]
    assert event["EVENT_DATA"]["CONFIRMED"] == "1"

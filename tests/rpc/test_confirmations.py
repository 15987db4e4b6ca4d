"""Methods that an application or webhook calls only with an administrator's word."""

import msgspec
import pytest

from botyard.access import apps, confirmations, webhooks
from botyard.access.portal_files import DoesNotFit
from botyard.model.entities import Confirmation, ConfirmationState
from botyard.store.tx import Tx
from tests.applications import install_app, now
from tests.batches import batch, command
from tests.doors import DoorUnderTest, Reply
from tests.portals import ADA, BEN, CLEO, PortalUnderTest, code_of

WAITING = ("METHOD_CONFIRM_WAITING", 401, "Waiting for confirmation")
DENIED = ("METHOD_CONFIRM_DENIED", 403, "Method call denied")
METHOD = "profile"


@pytest.fixture(autouse=True)
def need_a_word(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, confirm=(METHOD,))


async def decide(
    portal: PortalUnderTest, state: ConfirmationState | None, credential: str | None = None
) -> list[Confirmation]:
    async def work(tx: Tx) -> list[Confirmation]:
        return await confirmations.decide(tx, METHOD.upper(), credential, state, now(portal))

    return await portal.store.write(work)


async def asked(portal: PortalUnderTest) -> list[Confirmation]:
    return await portal.store.read(confirmations.list_all)


async def test_a_call_waits_until_it_is_confirmed(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, "PROFILE") == WAITING
    assert await portal.refusal(ADA, METHOD) == WAITING
    [one] = await asked(portal)
    assert (one.method, one.state) == (METHOD, "waiting")
    assert await decide(portal, "confirmed") == [
        Confirmation(one.credential, METHOD, "confirmed", one.asked_at)
    ]
    assert (await portal.call(ADA, METHOD))["ID"] == str(ADA)


async def test_a_denied_call_is_refused_until_somebody_thinks_better_of_it(
    portal: PortalUnderTest,
) -> None:
    await portal.refusal(ADA, METHOD)
    await decide(portal, "denied")
    assert await portal.refusal(ADA, METHOD) == DENIED
    await decide(portal, "confirmed")
    await portal.call(ADA, METHOD)
    await decide(portal, None)
    assert await portal.refusal(ADA, METHOD) == WAITING


async def test_each_webhook_asks_for_itself(portal: PortalUnderTest) -> None:
    await portal.refusal(ADA, METHOD)
    await decide(portal, "confirmed")
    assert await portal.refusal(BEN, METHOD) == WAITING
    await portal.call(ADA, METHOD)


async def test_other_methods_need_no_word(portal: PortalUnderTest) -> None:
    await portal.call(ADA, "server.time")
    assert await asked(portal) == []


async def test_who_may_not_call_at_all_does_not_ask(portal: PortalUnderTest) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, confirm=("im.user.get",))
    await portal.add_person(CLEO, "user")
    assert (await portal.refusal(CLEO, "im.user.get")).code == "insufficient_scope"
    assert await asked(portal) == []


async def test_a_command_of_a_batch_waits_alone(portal: PortalUnderTest) -> None:
    answers = await batch(
        portal, {"me": command(METHOD), "now": command("server.time")}, user_id=ADA
    )
    assert answers["result_error"]["me"]["error"] == WAITING[0]
    assert "now" in answers["result"]
    await decide(portal, "confirmed")
    answers = await batch(portal, {"me": command(METHOD)}, user_id=ADA)
    assert answers["result"]["me"]["ID"] == str(ADA)


async def test_an_application_is_confirmed_for_all_its_tokens(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    assert await app.refusal(METHOD) == WAITING
    [one] = await asked(portal)
    assert one.credential == "app:local.desk"
    await decide(portal, "confirmed")
    renewed = await app.refresh(app.pair.refresh_token)
    assert renewed is not None
    await app.answer(renewed.access_token, METHOD)


async def test_a_word_can_be_given_before_it_is_asked_for(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    await decide(portal, "confirmed", "app:local.desk")
    await app.call(METHOD)


async def test_nobody_is_confirmed_where_nobody_asks(portal: PortalUnderTest) -> None:
    with pytest.raises(DoesNotFit, match="nobody asks to call PROFILE"):
        await decide(portal, "confirmed")


async def test_a_word_ends_with_its_credential(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    await app.refusal(METHOD)
    await portal.refusal(ADA, METHOD)
    await decide(portal, "confirmed")
    await portal.store.write(lambda tx: apps.uninstall(tx, app.client_id, now(portal)))
    await portal.store.write(lambda tx: webhooks.revoke(tx, code_of(ADA)))
    assert await asked(portal) == []


async def test_a_repeat_needs_the_word_and_then_gets_the_first_answer(
    portal: PortalUnderTest,
) -> None:
    portal.portal = msgspec.structs.replace(portal.portal, confirm=("im.message.add",))
    door = DoorUnderTest(portal)

    async def write() -> Reply:
        arguments = {"DIALOG_ID": str(BEN), "MESSAGE": "once"}
        headers = {"idempotency-key": "once"}
        return await door.call(ADA, "im.message.add", arguments, headers=headers)

    async def say(state: ConfirmationState) -> None:
        await portal.store.write(
            lambda tx: confirmations.decide(tx, "im.message.add", None, state, now(portal))
        )

    assert (await write()).refusal[1] == WAITING[0]
    await say("confirmed")
    first = await write()
    assert first.status == 200
    await say("denied")
    assert (await write()).refusal[1] == DENIED[0]
    await say("confirmed")
    assert (await write()).body["result"] == first.body["result"]

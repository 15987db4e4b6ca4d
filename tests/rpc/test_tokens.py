"""How long tokens live, and what happens to who uses one twice."""

import asyncio

from botyard.access import apps, tokens
from botyard.access.tokens import TokenPair
from botyard.model.entities import UserId
from botyard.store.tx import Tx
from tests.applications import CLIENT_ID, SECRET, SECRETS, AppUnderTest, install_app, now
from tests.portals import BEN, PortalUnderTest


async def _code(portal: PortalUnderTest) -> str:
    async def work(tx: Tx) -> str:
        app = await apps.get(tx, CLIENT_ID)
        grant = tokens.new_grant(app, UserId(BEN), SECRETS)
        return await tokens.issue_code(tx, grant, SECRETS, now(portal))

    return await portal.store.write(work)


async def _redeem(
    portal: PortalUnderTest, code: str, client_id: str = CLIENT_ID
) -> TokenPair | None:
    async def work(tx: Tx) -> TokenPair | None:
        app = await apps.authenticate(tx, client_id, SECRET)
        assert app is not None
        granted = await tokens.redeem(tx, app, code, SECRETS, now(portal))
        return granted if isinstance(granted, TokenPair) else None

    return await portal.store.write(work)


async def _refreshed(app: AppUnderTest, token: str) -> TokenPair:
    pair = await app.refresh(token)
    assert pair is not None
    return pair


async def test_a_code_is_exchanged_for_tokens_of_the_person(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    pair = await _redeem(portal, await _code(portal))
    assert pair is not None
    assert (await app.answer(pair.access_token, "profile"))["ID"] == str(BEN)


async def test_a_code_lives_for_30_seconds(portal: PortalUnderTest) -> None:
    await install_app(portal)
    code, late = await _code(portal), await _code(portal)
    portal.clock.seconds += 29
    assert await _redeem(portal, code) is not None
    portal.clock.seconds += 1
    assert await _redeem(portal, late) is None


async def test_a_code_of_another_application_is_worth_nothing(portal: PortalUnderTest) -> None:
    await install_app(portal)
    await install_app(portal, "local.other")
    code = await _code(portal)
    assert await _redeem(portal, code, "local.other") is None
    assert await _redeem(portal, code) is not None


async def test_a_code_that_is_used_twice_revokes_what_it_brought(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    code = await _code(portal)
    pair = await _redeem(portal, code)
    assert pair is not None
    assert await app.is_admitted(pair.access_token)
    assert await _redeem(portal, code) is None
    assert not await app.is_admitted(pair.access_token)
    assert await app.refresh(pair.refresh_token) is None
    assert await app.is_admitted(app.pair.access_token)


async def test_of_many_at_once_one_gets_tokens_for_a_code(portal: PortalUnderTest) -> None:
    await install_app(portal)
    code = await _code(portal)
    pairs = await asyncio.gather(*(_redeem(portal, code) for _ in range(50)))
    assert sum(pair is not None for pair in pairs) == 1


async def test_a_refresh_replaces_both_tokens(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    portal.clock.seconds += 3600
    pair = await _refreshed(app, app.pair.refresh_token)
    assert await app.is_admitted(pair.access_token)
    assert {pair.access_token, pair.refresh_token}.isdisjoint(app.pair[:2])
    assert (await app.refusal("server.time")).code == "expired_token"


async def test_an_access_token_outlives_the_refresh_until_its_own_end(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    await _refreshed(app, app.pair.refresh_token)
    assert await app.is_admitted(app.pair.access_token)


async def test_a_replaced_refresh_token_is_taken_for_another_minute(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    first = await _refreshed(app, app.pair.refresh_token)
    portal.clock.seconds += 60
    second = await _refreshed(app, app.pair.refresh_token)
    for pair in (first, second):
        assert await app.is_admitted(pair.access_token)
        await _refreshed(app, pair.refresh_token)


async def test_a_replaced_refresh_token_revokes_its_family_later(
    portal: PortalUnderTest,
) -> None:
    app = await install_app(portal)
    pair = await _refreshed(app, app.pair.refresh_token)
    portal.clock.seconds += 30
    await _refreshed(app, app.pair.refresh_token)
    portal.clock.seconds += 31
    assert await app.refresh(app.pair.refresh_token) is None
    assert await app.refresh(pair.refresh_token) is None
    assert not await app.is_admitted(pair.access_token)


async def test_a_refresh_token_lives_for_180_days(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    other = await install_app(portal, "local.other")
    portal.clock.seconds += 180 * 24 * 3600 - 1
    await _refreshed(app, app.pair.refresh_token)
    portal.clock.seconds += 1
    assert await other.refresh(other.pair.refresh_token) is None


async def test_an_expired_token_is_still_told_from_an_unknown_one(
    portal: PortalUnderTest,
) -> None:
    """A client that slept for months must learn to refresh."""
    app = await install_app(portal)
    portal.clock.seconds += 179 * 24 * 3600
    await portal.store.write(lambda tx: tokens.forget_expired(tx, now(portal)))
    assert (await app.refusal("server.time")).code == "expired_token"


async def test_what_is_past_is_forgotten(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    await _redeem(portal, await _code(portal))
    portal.clock.seconds += 181 * 24 * 3600
    forgotten = await portal.store.write(lambda tx: tokens.forget_expired(tx, now(portal)))
    assert forgotten == 5
    assert (await app.refusal("server.time")).code == "NO_AUTH_FOUND"


async def test_access_tokens_that_were_replaced_do_not_pile_up(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    pair = app.pair
    for _ in range(60):
        portal.clock.seconds += 3600
        pair = await _refreshed(app, pair.refresh_token)
    assert (await app.refusal("server.time")).code == "NO_AUTH_FOUND"
    assert await app.is_admitted(pair.access_token)


async def test_a_person_whom_the_application_is_no_longer_open_to_gets_nothing(
    portal: PortalUnderTest,
) -> None:
    await install_app(portal)
    code = await _code(portal)
    pair = await _redeem(portal, code)
    assert pair is not None
    await portal.add_person(BEN, first_name="Ben", active=False)
    app = AppUnderTest(portal, CLIENT_ID, pair)
    assert await app.refresh(pair.refresh_token) is None

"""The portal that tests are written against works as they expect."""

from tests.portals import ADA, BEN, PortalUnderTest


async def test_a_person_calls_and_is_answered(portal: PortalUnderTest) -> None:
    bot = await portal.register_bot()
    message_id = await bot.send(str(BEN), "hello")
    assert message_id > 0


async def test_a_refused_call_tells_its_code(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, "no.such.method") == (
        "ERROR_METHOD_NOT_FOUND",
        404,
        "Method not found!",
    )

"""imbot.v2.Revision.get: four numbers for anybody with the scope."""

from tests.portals import BEN, PortalUnderTest


async def test_the_revisions_are_the_newest_documented(portal: PortalUnderTest) -> None:
    assert await portal.call(BEN, "imbot.v2.Revision.get") == {
        "rest": 36,
        "web": 130,
        "mobile": 23,
        "desktop": 6,
    }


async def test_the_scope_is_needed(portal: PortalUnderTest) -> None:
    await portal.add_person(9, "im")
    refusal = await portal.refusal(9, "imbot.v2.Revision.get")
    assert refusal.code == "insufficient_scope"

"""im.revision.get"""

from tests.portals import ADA, PortalUnderTest


async def test_it_tells_what_bots_are_told_and_the_old_name(portal: PortalUnderTest) -> None:
    revision = await portal.call(ADA, "im.revision.get")
    assert revision == {
        "rest": 36, "web": 130, "mobile": 23, "desktop": 6, "im_revision_mobile": 23,
    }  # fmt: skip
    told = await portal.call(ADA, "imbot.v2.Revision.get")
    assert told == {name: revision[name] for name in told}

"""app.info"""

from tests.applications import CLIENT_ID, install_app
from tests.portals import ADA, PortalUnderTest


async def test_tells_an_application_about_itself(portal: PortalUnderTest) -> None:
    other = await install_app(portal, "local.another")
    app = await install_app(portal, status="F")
    told = await app.call("app.info")
    install = told.pop("install")
    assert told == {
        "ID": 2,
        "CODE": CLIENT_ID,
        "VERSION": 1,
        "STATUS": "F",
        "INSTALLED": True,
        "PAYMENT_EXPIRED": "N",
        "DAYS": None,
        "LANGUAGE_ID": "en",
        "LICENSE": "en_selfhosted",
        "LICENSE_PREVIOUS": "",
        "LICENSE_TYPE": "selfhosted",
        "LICENSE_FAMILY": "selfhosted",
        "client_id": CLIENT_ID,
        "scope": "im,imbot",
        "expires": "2026-09-21T17:13:20+02:00",
        "user_id": ADA,
    }
    assert install == {
        "installed": True,
        "version": 1,
        "status": "F",
        "scope": "im,imbot",
        "domain": "127.0.0.1",
        "uri": "http://127.0.0.1:8080",
        "client_endpoint": "http://127.0.0.1:8080/rest/",
        "member_id": "0" * 32,
        "member_type": "cluster",
    }
    assert (await other.call("app.info"))["ID"] == 1


async def test_needs_no_scope(portal: PortalUnderTest) -> None:
    app = await install_app(portal, scopes=())
    told = await app.call("app.info")
    assert (told["scope"], told["STATUS"]) == ("", "L")


async def test_a_webhook_is_no_application(portal: PortalUnderTest) -> None:
    assert await portal.refusal(ADA, "app.info") == (
        "ACCESS_DENIED",
        400,
        "Access denied! Application context required",
    )

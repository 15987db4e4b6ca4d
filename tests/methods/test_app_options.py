"""app.option.get, app.option.set, user.option.get and user.option.set"""

from typing import Any

import pytest

from botyard.access import apps
from botyard.model.entities import UserId
from botyard.store.tx import Tx
from tests.applications import SECRETS, install_app, now
from tests.portals import ADA, BEN, PortalUnderTest

SETS = ["app.option", "user.option"]
both_sets = pytest.mark.parametrize("name", SETS)


@both_sets
async def test_keeps_what_is_set_as_it_was_given(portal: PortalUnderTest, name: str) -> None:
    app = await install_app(portal)
    assert await app.call(f"{name}.get") == {}
    assert await app.call(f"{name}.set", options={"data": "value", "n": 5}) is True
    kept = {"data": "new", "list": [1, {"a": None}], "nothing": None, "ü": "\N{SNOWMAN}"}
    assert await app.call(f"{name}.set", options=kept) is True
    assert await app.call(f"{name}.get") == {"n": 5} | kept
    assert await app.call(f"{name}.get", option="list") == [1, {"a": None}]
    assert await app.call(f"{name}.get", option="") == {"n": 5} | kept
    assert await app.call(f"{name}.get", option="unknown") is None


@both_sets
async def test_takes_a_list_as_php_does(portal: PortalUnderTest, name: str) -> None:
    app = await install_app(portal)
    await app.call(f"{name}.set", options=["a", "b"])
    assert await app.call(f"{name}.get") == {"0": "a", "1": "b"}


@both_sets
@pytest.mark.parametrize("arguments", [{}, {"options": {}}, {"options": []}, {"options": "x"}])
async def test_needs_options(portal: PortalUnderTest, name: str, arguments: Any) -> None:
    app = await install_app(portal)
    refusal = await app.refusal(f"{name}.set", **arguments)
    assert refusal == ("ArgumentNullException", 400, "options is empty")


@both_sets
@pytest.mark.parametrize("verb", ["get", "set"])
async def test_a_webhook_is_no_application(portal: PortalUnderTest, name: str, verb: str) -> None:
    refusal = await portal.refusal(ADA, f"{name}.{verb}")
    assert refusal == ("AccessException", 400, "Application context required")


async def test_only_administrators_set_what_is_for_all(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    await app.call("app.option.set", options={"data": "of all"})
    token = await app.token_of(BEN)
    refusal = await app.refusal("app.option.set", token, options={"data": "of Ben"})
    assert refusal == ("AccessException", 400, "Administrator authorization required")
    assert await app.answer(token, "app.option.get", option="data") == "of all"


async def test_each_person_and_each_application_has_its_own(portal: PortalUnderTest) -> None:
    app, other = await install_app(portal), await install_app(portal, "local.other")
    token = await app.token_of(BEN)
    await app.call("user.option.set", options={"data": "of Ada"})
    await app.answer(token, "user.option.set", options={"data": "of Ben"})
    assert await app.call("user.option.get", option="data") == "of Ada"
    assert await app.answer(token, "user.option.get") == {"data": "of Ben"}
    assert await app.call("app.option.get") == {}
    assert await other.call("user.option.get") == {}


@both_sets
@pytest.mark.parametrize(
    "options",
    [{"n" * 256: 1}, {str(one): 1 for one in range(1001)}, {"data": "x" * 1_000_001}],
    ids=["a long name", "too many", "too large"],
)
async def test_what_is_kept_is_bounded(portal: PortalUnderTest, name: str, options: Any) -> None:
    app = await install_app(portal)
    await app.call(f"{name}.set", options={"kept": 1})
    refusal = await app.refusal(f"{name}.set", options=options)
    assert refusal[:2] == ("INVALID_ARGUMENT", 400)
    assert "options" in refusal.description
    assert await app.call(f"{name}.get") == {"kept": 1}


async def test_options_end_when_the_application_is_removed(portal: PortalUnderTest) -> None:
    app = await install_app(portal)
    await app.call("app.option.set", options={"data": 1})
    await app.call("user.option.set", options={"data": 2})
    await portal.store.write(lambda tx: apps.uninstall(tx, app.client_id, now(portal)))

    async def install(tx: Tx) -> str:
        _, pair = await apps.install(tx, app.client_id, UserId(ADA), SECRETS, now(portal))
        return pair.access_token

    token = await portal.store.write(install)
    assert await app.answer(token, "app.option.get") == {"data": 1}
    await portal.store.write(lambda tx: apps.remove(tx, app.client_id, now(portal)))
    again = await install_app(portal)
    assert await again.call("app.option.get") == {}
    assert await again.call("user.option.get") == {}

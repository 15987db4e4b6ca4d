"""Applications of a portal under test, and what they do with their tokens."""

from typing import Any, NamedTuple

import msgspec
import pytest

from botyard.access import apps, tokens
from botyard.access.callers import WebhookCredentials
from botyard.access.hashing import hashed
from botyard.access.tokens import TokenPair
from botyard.http.authorize import AuthorizeDoor
from botyard.http.door import ApplicationDoors
from botyard.http.marketplace import MarketplaceDoor
from botyard.http.metrics import Metrics
from botyard.http.oauth import OauthDoor
from botyard.model.applications import App
from botyard.model.clock import milliseconds
from botyard.model.entities import Moment, UserId
from botyard.model.errors import ApiError
from botyard.model.secrets import SystemSecrets
from botyard.rpc.authorization import Authorization
from botyard.rpc.marketplace import Marketplace
from botyard.rpc.request import RestRequest
from botyard.rpc.token_exchange import TokenExchange
from botyard.store import apps as stored_apps
from botyard.store.tx import Tx
from botyard.wire.arguments import Arguments, read_arguments
from botyard.wire.large_body import FilePath
from tests.portals import ADA, PortalUnderTest, Refusal

CLIENT_ID = "local.desk"
SECRET = "s3cret"
SECRETS = SystemSecrets()
CALLBACK = "https://desk.example/callback?from=portal"


class AppUnderTest(NamedTuple):
    """An application; `token` is the access token that it has for Ada."""

    portal: PortalUnderTest
    client_id: str
    pair: TokenPair

    async def answer(self, token: str, method: str, /, **arguments: Any) -> Any:
        answer = await self.portal.pipeline.serve(request(method, {"auth": token, **arguments}))
        return msgspec.json.decode(msgspec.json.encode(answer.body))

    async def call(self, method: str, /, **arguments: Any) -> Any:
        return await self.answer(self.pair.access_token, method, **arguments)

    async def refusal(self, method: str, /, token: str | None = None, **arguments: Any) -> Refusal:
        with pytest.raises(ApiError) as caught:
            await self.answer(token or self.pair.access_token, method, **arguments)
        refused = caught.value
        return Refusal(refused.error.code, refused.error.status, refused.description)

    async def refresh(self, token: str) -> TokenPair | None:
        async def work(tx: Tx) -> TokenPair | None:
            app = await apps.authenticate(tx, self.client_id, SECRET)
            assert app is not None
            granted = await tokens.refresh(tx, app, token, SECRETS, now(self.portal))
            return granted if isinstance(granted, TokenPair) else None

        return await self.portal.store.write(work)

    async def token_of(self, user_id: int) -> str:
        """An access token as if the person had agreed."""
        at = now(self.portal)
        _, pair = await self.portal.store.write(
            lambda tx: apps.issue_token(tx, self.client_id, UserId(user_id), SECRETS, at)
        )
        return pair.access_token

    async def is_admitted(self, token: str) -> bool:
        try:
            await self.answer(token, "server.time")
        except ApiError:
            return False
        return True


def now(portal: PortalUnderTest) -> Moment:
    return Moment(milliseconds(portal.clock.now()))


def request(
    method: str,
    arguments: dict[str, Any],
    *,
    webhook: WebhookCredentials | None = None,
    head: frozenset[str] = frozenset(),
) -> RestRequest:
    """`head` are tokens outside of the body."""

    def read(_files: frozenset[FilePath]) -> Arguments:
        return read_arguments("application/json", msgspec.json.encode(arguments), b"")

    return RestRequest(
        method=method,
        read_arguments=read,
        credentials=webhook,
        source="127.0.0.1",
        secure=False,
        tokens=head,
    )


async def add_app(
    portal: PortalUnderTest,
    client_id: str = CLIENT_ID,
    scopes: tuple[str, ...] = ("im", "imbot"),
    **traits: Any,
) -> App:
    """An application that is not installed yet."""
    app = App(
        client_id=client_id,
        secret_hash=hashed(SECRET),
        scopes=scopes,
        **{"title": "Support desk", "redirect_uri": CALLBACK, **traits},
    )
    return await portal.store.write(lambda tx: apps.add(tx, app))


async def install_app(
    portal: PortalUnderTest,
    client_id: str = CLIENT_ID,
    user_id: int = ADA,
    scopes: tuple[str, ...] = ("im", "imbot"),
    **traits: Any,
) -> AppUnderTest:
    await add_app(portal, client_id, scopes, **traits)

    async def work(tx: Tx) -> TokenPair:
        _, pair = await apps.install(tx, client_id, UserId(user_id), SECRETS, now(portal))
        return pair

    return AppUnderTest(portal, client_id, await portal.store.write(work))


async def change_app(portal: PortalUnderTest, client_id: str = CLIENT_ID, **traits: Any) -> None:
    async def work(tx: Tx) -> None:
        app = await apps.get(tx, client_id)
        await stored_apps.save(tx, msgspec.structs.replace(app, **traits))

    await portal.store.write(work)


def application_doors_of(portal: PortalUnderTest, metrics: Metrics) -> ApplicationDoors:
    exchange = TokenExchange(portal.store, portal.clock, SECRETS, lambda: portal.portal)
    authorization = Authorization(portal.store, portal.clock, SECRETS, lambda: portal.portal)
    marketplace = Marketplace(portal.store, portal.clock, SECRETS, lambda: portal.portal)
    return ApplicationDoors(
        OauthDoor(exchange, AuthorizeDoor(authorization, SECRETS), portal.clock, metrics),
        MarketplaceDoor(marketplace, authorization, SECRETS),
    )

"""Drives the released SDK: steps in on stdin, one outcome for each out on stdout, both JSON."""

import json
import sys
from functools import reduce
from typing import Any
from urllib.parse import urlsplit

from b24pysdk import BitrixApp, BitrixToken, BitrixWebhook, Client
from b24pysdk.api.requesters.bitrix_oauth_requester import BitrixOAuthRequester
from b24pysdk.errors import BitrixAPIError

given = json.load(sys.stdin)
address = urlsplit(given["endpoint"])

# The SDK writes the scheme and `/rest/` by itself.
token: Any
if given["access_token"]:
    refresh = given["refresh"] or {"client_id": "local.botyard", "client_secret": "secret"}
    app = BitrixApp(client_id=refresh["client_id"], client_secret=refresh["client_secret"])
    token = BitrixToken(
        domain=address.netloc,
        auth_token=given["access_token"],
        refresh_token=refresh.get("refresh_token"),
        bitrix_app=app,
    )
    # In place of the name in DNS that leads to an authorization server.
    BitrixOAuthRequester._OAUTH_TOKEN_URL = f"https://{address.netloc}/oauth/token/"
else:
    key = address.path.removeprefix("/rest/").strip("/")
    token = BitrixWebhook(domain=address.netloc, webhook_token=key)
client: Any = Client(token)


def perform(step: dict[str, Any]) -> Any:
    match step["do"]:
        case "call":
            return token.call_method(step["method"], step.get("params"))["result"]
        case "wrapped":
            wrapper = reduce(getattr, step["path"].split("."), client)
            return wrapper(**step["arguments"]).result
        case "batch":
            calls = [tuple(call) for call in step["calls"]]
            return token.call_batch(calls)["result"]["result"]
        case "named_batch":
            named = {name: tuple(call) for name, call in step["calls"].items()}
            return token.call_batch(named)["result"]
        case unknown:
            raise ValueError(unknown)


def attempt(step: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": perform(step)}
    except BitrixAPIError as failure:
        return {
            "error": failure.error,
            "status": failure.status_code,
            "description": failure.error_description,
            "class": type(failure).__name__,
        }


json.dump([attempt(step) for step in given["steps"]], sys.stdout, default=str)

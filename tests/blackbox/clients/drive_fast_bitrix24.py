"""Drives the released SDK: steps in on stdin, one outcome for each out on stdout, both JSON."""

import asyncio
import json
import sys
from typing import Any

from aiohttp import ClientResponseError
from fast_bitrix24 import BitrixAsync

given = json.load(sys.stdin)


async def access_token() -> str:
    return str(given["access_token"])


async def perform(bitrix: BitrixAsync, step: dict[str, Any]) -> Any:
    match step["do"]:
        case "call":
            answer = await bitrix.call(step["method"], step.get("params", {}), raw=True)
            return answer["result"]
        case "call_in_batch":
            return await bitrix.call(step["method"], step["params"])
        case "batch":
            commands = {
                str(name): f"{method}?{'&'.join(f'{k}={v}' for k, v in params.items())}"
                for name, (method, params) in enumerate(step["calls"])
            }
            return await bitrix.call_batch({"halt": 0, "cmd": commands})
        case "get_all":
            return await bitrix.get_all(step["method"], step.get("params", {}))
        case unknown:
            raise ValueError(unknown)


async def attempt(bitrix: BitrixAsync, step: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": await perform(bitrix, step)}
    except ClientResponseError as failure:
        # This SDK does not read what a refusal says.
        return {"error": "", "status": failure.status, "description": failure.message}


async def main() -> None:
    token_func = access_token if given["access_token"] else None
    bitrix = BitrixAsync(given["endpoint"], token_func, verbose=False)
    outcomes = [await attempt(bitrix, step) for step in given["steps"]]
    json.dump(outcomes, sys.stdout)


asyncio.run(main())

"""Who may not call is refused by every method, whichever way the call is written, without effect.

What is to be refused, and with what, is told by the declarations: see `authorization`.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from botyard.model.errors import (
    BOT_OF_ANOTHER,
    BOT_OWNERSHIP_ERROR,
    BOT_TOKEN_NOT_SPECIFIED,
    EXPIRED_TOKEN,
    INSUFFICIENT_SCOPE,
    INVALID_CREDENTIALS,
    NO_AUTH_FOUND,
    USER_ACCESS_ERROR,
    WRONG_AUTH_TYPE,
    ErrorCode,
)
from botyard.rpc.method import AnyMethod
from botyard.store.tx import Store
from tests.conftest import POSTGRES
from tests.contract.authorization import SITUATIONS, Cell, cells_of
from tests.contract.declared import every_method
from tests.contract.strangers import HIDDEN, WAYS, Strangers
from tests.doors import Reply
from tests.portals import open_portal, open_sqlite_for_test
from tests.store.dumps import dump
from tests.store.schemas import empty_postgres

# What any method may answer: nothing of it depends on what the method does.
_OF_THE_CALLER = (
    NO_AUTH_FOUND, EXPIRED_TOKEN, INVALID_CREDENTIALS, USER_ACCESS_ERROR, INSUFFICIENT_SCOPE,
)  # fmt: skip
_OF_ADMISSION = {
    one.code
    for one in (
        *_OF_THE_CALLER, BOT_OWNERSHIP_ERROR, BOT_OF_ANOTHER, BOT_TOKEN_NOT_SPECIFIED,
        WRONG_AUTH_TYPE,
    )
}  # fmt: skip
# Refused before a batch is looked into, and so with it.
_OF_THE_WHOLE_BATCH = {one.code for one in _OF_THE_CALLER if one != INSUFFICIENT_SCOPE}

in_one_loop = pytest.mark.asyncio(loop_scope="module")


@asynccontextmanager
async def gathered(store: Store, data: Path) -> AsyncIterator[Strangers]:
    async with open_portal(store, data) as portal:
        made = Strangers(portal)
        await made.gather()
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgres"])
async def strangers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Strangers]:
    """One portal for all refused calls: they leave it as it was."""
    data = tmp_path_factory.mktemp("strangers")
    on_sqlite = request.param == "sqlite"
    opened = open_sqlite_for_test(data) if on_sqlite else empty_postgres(POSTGRES)
    async with opened as store, gathered(store, data) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def acquaintances(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Strangers]:
    """The same people, for calls that go well."""
    data = tmp_path_factory.mktemp("acquaintances")
    async with open_sqlite_for_test(data) as store, gathered(store, data) as made:
        yield made


@in_one_loop
@every_method
async def test_who_may_not_call_is_refused_without_effect(
    strangers: Strangers, method: AnyMethod
) -> None:
    before = await dump(strangers.portal.store)
    faults = []
    for cell in _cells_to_run(method):
        reply = await strangers.ask(method, cell.situation.by, cell.situation.about)
        faults += _faults(cell, reply)
    assert faults == []
    assert await dump(strangers.portal.store) == before


@in_one_loop
@every_method
async def test_nothing_is_wrong_with_the_calls_but_who_makes_them(
    acquaintances: Strangers, method: AnyMethod
) -> None:
    await acquaintances.renew()
    good = [("application", "the application's own")]
    if method.refuses_others is None:
        good.append(("webhook", "own"))
    for by, about in good:
        reply = await acquaintances.ask(method, by, about)
        assert reply.status == 200 or reply.refusal[1] not in _OF_ADMISSION, reply.raw


@in_one_loop
@every_method
async def test_however_a_call_is_written_it_comes_to_the_same_gate(
    acquaintances: Strangers, method: AnyMethod
) -> None:
    await acquaintances.renew()
    before = await dump(acquaintances.portal.store)
    faults = []
    for cell in _cells_to_run(method):
        for name, way in WAYS.items():
            reply = await acquaintances.ask(method, cell.situation.by, cell.situation.about, way)
            faults += [f"{name}: {fault}" for fault in _faults(cell, reply)]
        if not method.makes_calls:
            reply = await acquaintances.ask_in_batch(
                method, cell.situation.by, cell.situation.about
            )
            faults += [f"in a batch: {fault}" for fault in _faults_in_batch(cell, reply)]
    assert faults == []
    assert await dump(acquaintances.portal.store) == before


@every_method
def test_a_method_has_a_cell_for_every_situation(method: AnyMethod) -> None:
    """A new way to be admitted, or a new chat in a parameter, asks for a rule of its own."""
    for cell in cells_of(method):
        if isinstance(cell.verdict, ErrorCode) and cell.verdict not in _OF_THE_CALLER:
            declared = {(error.code, error.status) for error in method.errors}
            assert (cell.verdict.code, cell.verdict.status) in declared, cell.situation.name


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_every_situation_is_some_methods(situation: object) -> None:
    assert any(
        cell.runs
        for method in every_method.args[1]
        for cell in cells_of(method)
        if cell.situation is situation
    )


def _cells_to_run(method: AnyMethod) -> list[Cell]:
    return [cell for cell in cells_of(method) if cell.runs]


def _faults(cell: Cell, reply: Reply) -> list[str]:
    status, told = reply.status, reply.raw.decode()
    if not isinstance(cell.verdict, ErrorCode):
        is_right = status == 200 and HIDDEN not in told
    else:
        # XML and JSON hold the same text.
        found = re.search(r"error(?:\":\"|>)([^\"<]+)", told)
        is_right = (status, found and found[1]) == (cell.verdict.status, cell.verdict.code)
    return [] if is_right else [f"{cell.situation.name}: {status} {told[:200]}"]


def _faults_in_batch(cell: Cell, reply: Reply) -> list[str]:
    if isinstance(cell.verdict, ErrorCode) and cell.verdict.code in _OF_THE_WHOLE_BATCH:
        return _faults(cell, reply)
    answered = reply.body["result"]
    if not isinstance(cell.verdict, ErrorCode):
        is_right = "only" in answered["result"] and HIDDEN not in reply.raw.decode()
    else:
        is_right = dict(answered["result_error"])["only"]["error"] == cell.verdict.code
    return [] if is_right else [f"{cell.situation.name}: {reply.raw.decode()[:200]}"]

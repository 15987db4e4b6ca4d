"""The corridor that every request walks: the order of the lines is the order of the checks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from msgspec import Raw
from msgspec.structs import replace

from botyard.access.callers import Caller, presented
from botyard.blobs.background import background
from botyard.blobs.port import Blobs
from botyard.broker.memory import Wakes
from botyard.model.clock import Clock, milliseconds
from botyard.model.entities import Moment, Portal
from botyard.model.errors import (
    BATCH_METHOD_NOT_ALLOWED,
    CONFIRMATION_UNASKED,
    HTTPS_REQUIRED,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    OVERLOAD_LIMIT,
    PLAN_ACCESS_DENIED,
    PORTAL_DELETED,
    QUERY_LIMIT_EXCEEDED,
    STORAGE_UNAVAILABLE,
    ApiError,
)
from botyard.model.scopes import MESSENGER
from botyard.model.secrets import Secrets
from botyard.rpc import once
from botyard.rpc.admit import BotCall, Call, Surroundings
from botyard.rpc.attendance import Attendance
from botyard.rpc.batch import BatchCall, Command
from botyard.rpc.bind import bind, ignored
from botyard.rpc.faults import faults_of, strike, strike_request
from botyard.rpc.guesses import Guesses
from botyard.rpc.leftovers import drop_unused
from botyard.rpc.limits import RATES, Buckets
from botyard.rpc.method import AnyMethod, Later, Page, Params, Preparation, Prepare
from botyard.rpc.once import RepeatKey
from botyard.rpc.operating import Meter, OperatingTimes
from botyard.rpc.prepared import Prepared, ask_to_confirm, caller_of, known_caller
from botyard.rpc.references import Results
from botyard.rpc.registry import Registry
from botyard.rpc.request import NO_ARGUMENTS, NO_FILES, Answer, RestRequest
from botyard.rpc.signed_links import SignedLinks
from botyard.store.tx import Store, StoreUnavailable, Tx, Work
from botyard.wire.arguments import Arguments
from botyard.wire.malformed import Malformed
from botyard.wire.views import views_of

RETRY_AFTER_S = 1
# Of those whom one event wakes: all at once would leave the others no connection to the database.
LOOKS_AT_ONCE = 4
# Stands where there was no method whose parameters could be read.
_UNREAD = ApiError(METHOD_NOT_FOUND)


async def _at_once() -> None:
    """Where nothing is posted there is nothing to wait for."""


class Pipeline:
    """`until_quiet` waits for what is under way to addresses that hold no more."""

    def __init__(
        self,
        methods: Registry,
        store: Store,
        blobs: Blobs,
        clock: Clock,
        portal: Callable[[], Portal],
        wakes: Wakes,
        secrets: Secrets,
    ) -> None:
        self.methods = methods
        self.until_quiet: Callable[[], Awaitable[None]] = _at_once
        self._store = store
        self._blobs = blobs
        self._secrets = secrets
        self._background = background("large")
        self._clock = clock
        self._portal = portal
        self._wakes = wakes
        self._looks = asyncio.Semaphore(LOOKS_AT_ONCE)
        self._attendance = Attendance()
        self._times = OperatingTimes(clock)
        self.links = SignedLinks(secrets)
        self._surroundings = self._surroundings_of(portal())
        self._guesses = Guesses(clock)
        self._buckets = {kind: Buckets(*rate) for kind, rate in RATES.items()}

    @property
    def surroundings(self) -> Surroundings:
        """Made anew only when the operator has changed the portal."""
        portal = self._portal()
        if portal is not self._surroundings.portal:
            self._surroundings = self._surroundings_of(portal)
        return self._surroundings

    def _surroundings_of(self, portal: Portal) -> Surroundings:
        views = views_of(portal.timezone, portal.scheme, portal.domain)
        confirm = frozenset(name.lower() for name in portal.confirm)
        is_watched = bool(confirm or portal.operating_limit)
        return Surroundings(
            portal, views, self.methods, faults_of(portal), confirm, is_watched, self.links
        )

    async def serve(self, request: RestRequest) -> Answer:
        """Answer one HTTP request. Raises ApiError for each documented refusal."""
        surroundings = self.surroundings
        check_portal(surroundings.portal, secure=request.secure)
        self._check_limits(surroundings.portal, request.source)
        if surroundings.faults:
            strike_request(surroundings.faults, request.method)
        with self._guesses.weigh(request.source, request.credentials):
            try:
                if request.is_large:
                    prepared = await self._prepare_large(request, surroundings)
                else:
                    prepared = self._prepare(request, surroundings)
                if surroundings.is_watched:
                    return await self._run_watched(prepared)
                return await self._run(prepared)
            except StoreUnavailable as failure:
                raise ApiError(STORAGE_UNAVAILABLE, retry_after_s=RETRY_AFTER_S) from failure

    def _check_limits(self, portal: Portal, source: str) -> None:
        buckets = self._buckets.get(portal.limits)
        if buckets is None:
            return
        now = self._clock.monotonic()
        bucket = buckets.of(source, now)
        if not bucket.accept(now):
            raise ApiError(QUERY_LIMIT_EXCEEDED, retry_after_s=bucket.retry_after_s())

    async def _prepare_large(self, request: RestRequest, surroundings: Surroundings) -> Prepared:
        """Nothing of a large body is read for a caller who is refused anyway.

        Only one whose access token may stand in the body is not known before.
        """
        method = self.methods.get(request.method.lower())
        if request.credentials is not None or request.tokens:
            credentials = presented(request.credentials, request.tokens)
            now = Moment(milliseconds(self._clock.now()))
            await self._store.read(lambda tx: known_caller(tx, credentials, method, now))
        return await self._in_background(partial(self._prepare, request, surroundings))

    async def _in_background(self, prepare: Callable[[], Prepared]) -> Prepared:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._background, prepare)

    def _prepare(self, request: RestRequest, surroundings: Surroundings) -> Prepared:
        """Everything that needs no storage. What is wrong is kept until the caller is known."""
        method = self.methods.get(request.method.lower())
        values: Mapping[str, object] = NO_ARGUMENTS
        malformed: ApiError | None = None
        params: Params | ApiError = _UNREAD
        repeat: RepeatKey | None = None
        tokens = request.tokens
        try:
            arguments = request.read_arguments(NO_FILES if method is None else method.file_paths)
            values = arguments.values
            if arguments.tokens:
                tokens |= arguments.tokens
            if method is not None:
                params = bind(method, values)
                if not method.repeatable:
                    repeat = once.repeat_key(
                        request.idempotency_key, arguments.client, method.name, values
                    )
        except Malformed as failure:
            malformed = ApiError(INVALID_REQUEST, failure.reason)
        except ApiError as refusal:
            malformed = refusal
        now = Moment(milliseconds(self._clock.now()))
        return Prepared(
            request,
            presented(request.credentials, tokens),
            method,
            values,
            params,
            malformed,
            repeat,
            surroundings,
            now,
            self._meter_of(method, surroundings) if surroundings.is_watched else None,
        )

    def _meter_of(self, method: AnyMethod | None, surroundings: Surroundings) -> Meter | None:
        """Whoever makes other calls has each of them counted instead."""
        limit_s = surroundings.portal.operating_limit
        if not limit_s or method is None or method.makes_calls:
            return None
        return Meter(self._times, self._clock, method.name, limit_s)

    async def _run_watched(self, prepared: Prepared) -> Answer:
        """Count the work, and ask for the word that a caller lacks."""
        operating, meter = None, prepared.meter
        try:
            answer = await self._run(prepared)
        except ApiError as refusal:
            if refusal.error == CONFIRMATION_UNASKED:
                await self._store.write(lambda tx: ask_to_confirm(tx, prepared))
            raise
        finally:
            if meter is not None:
                operating = meter.end()
        return answer if operating is None else replace(answer, operating=operating)

    async def _run(self, prepared: Prepared) -> Answer:
        method = prepared.method
        if method is None or prepared.malformed is not None:
            return await self._store.read(lambda tx: self._refuse(tx, prepared))
        if method.makes_calls:
            return await self._run_batch(prepared, method)
        started = self._clock.monotonic()
        if method.prepare is None:
            body = await self._work(prepared, method, ())
        else:
            body = await self._prepare_and_work(prepared, method, method.prepare)
        if method.calls_back:
            await self.until_quiet()
        if self._attendance.is_due:
            await self._attendance.write_down(self._store)
        return Answer(
            body,
            is_page=isinstance(body, Page),
            processing_s=self._clock.monotonic() - started,
            notices=ignored(method, prepared.arguments) if prepared.request.explain else [],
        )

    async def _run_batch(self, prepared: Prepared, method: AnyMethod) -> Answer:
        """Credentials are looked up once; whatever else a command needs, by its own call."""
        started, portal = self._clock.monotonic(), prepared.surroundings.portal
        caller = await self._store.read(lambda tx: caller_of(tx, prepared))
        if isinstance(prepared.params, ApiError):
            raise prepared.params
        batch = BatchCall(
            partial(self._begin_batch, prepared),
            partial(self._run_command, prepared, caller),
            prepared.surroundings,
            self._clock,
        )
        body = await method.handler(batch, prepared.params)
        notices = ignored(method, prepared.arguments) if prepared.request.explain else []
        return Answer(
            body,
            processing_s=self._clock.monotonic() - started,
            notices=notices + batch.notices,
            made=tuple(batch.made),
            operating=self._times.of_nothing() if portal.operating_limit else None,
        )

    async def _begin_batch(self, prepared: Prepared) -> None:
        """Keep which batch a key is for, so that another under the same key is refused."""
        repeat = prepared.repeat
        if repeat is None or repeat.fits_all:
            return

        async def begin(tx: Tx) -> None:
            caller = await caller_of(tx, prepared)
            if await once.earlier_answer(tx, caller, repeat, prepared.now) is None:
                await once.keep_answer(tx, caller, repeat, None, prepared.now)

        await self._store.write(begin)

    async def _run_command(
        self, batch: Prepared, caller: Caller, command: Command, results: Results
    ) -> Answer:
        method = self.methods.get(command.method.lower())
        if method is not None and method.makes_calls:
            raise ApiError(BATCH_METHOD_NOT_ALLOWED)
        if batch.surroundings.faults:
            strike(batch.surroundings.faults, command.method)
        request = replace(
            batch.request,
            method=command.method,
            read_arguments=lambda _: Arguments(results.fill(command.read_arguments()), {}),
            idempotency_key=None,
        )
        prepare = partial(self._prepare, request, batch.surroundings)
        prepared = await self._in_background(prepare) if request.is_large else prepare()
        repeat = batch.repeat and once.of_command(batch.repeat, command.place)
        if method is None or method.repeatable:
            repeat = None
        run = self._run_watched if batch.surroundings.is_watched else self._run
        try:
            return await run(replace(prepared, caller=caller, repeat=repeat))
        except StoreUnavailable as failure:
            raise ApiError(STORAGE_UNAVAILABLE) from failure

    async def _prepare_and_work(
        self, prepared: Prepared, method: AnyMethod, prepare: Prepare
    ) -> object:
        # Admitted here first, so that a stranger cannot make the server work.
        earlier = await self._store.read(lambda tx: self._admit_first(tx, prepared, method))
        if earlier is not None:
            return earlier
        if isinstance(prepared.params, ApiError):
            return await self._work(prepared, method, ())
        preparation = Preparation(self._blobs, self._secrets, self._background, [])
        try:
            third = await prepare(preparation, prepared.params)
            return await self._work(prepared, method, (third,))
        finally:
            await drop_unused(self._store, self._blobs, preparation.kept)

    def _work(
        self, prepared: Prepared, method: AnyMethod, third: tuple[object, ...]
    ) -> Awaitable[object]:
        work = partial(self._handle, prepared, method, third)
        return self._answer_in_time(prepared, method, work)

    async def _answer_in_time(
        self, prepared: Prepared, method: AnyMethod, work: Work[object]
    ) -> object:
        """Run `work`, and outside of a batch again whenever what it waits for may have come.

        Other large bodies wait for a large one to be answered, so it does not wait for anything.
        """
        waits = prepared.caller is None and not prepared.request.is_large
        meter = prepared.meter
        run = self._store.read if method.reads else self._store.write
        started = self._clock.monotonic()
        turn = self._wakes.turn
        answer = await run(work)
        while isinstance(answer, Later):
            left_s = started + answer.timeout_s - self._clock.monotonic()
            if meter is not None:
                meter.pause()
            if not waits or not await self._wakes.wait(answer.recipients, turn, left_s):
                return answer.answer
            async with self._looks:
                if meter is not None:
                    meter.resume()
                turn = self._wakes.turn
                answer = await run(work)
        return answer

    async def _refuse(self, tx: Tx, prepared: Prepared) -> Answer:
        await caller_of(tx, prepared)
        raise prepared.malformed or ApiError(INVALID_REQUEST)

    def _admit(
        self, tx: Tx, prepared: Prepared, method: AnyMethod, caller: Caller
    ) -> Awaitable[Call]:
        call = Call(tx, caller, prepared.surroundings, prepared.now)
        return method.admit(call, prepared.arguments, method)

    async def _admit_first(self, tx: Tx, prepared: Prepared, method: AnyMethod) -> Raw | None:
        caller = await caller_of(tx, prepared)
        repeat = prepared.repeat
        earlier = repeat and await once.earlier_answer(tx, caller, repeat, prepared.now)
        if earlier is None:
            await self._admit(tx, prepared, method, caller)
        return earlier

    async def _handle(
        self, prepared: Prepared, method: AnyMethod, third: tuple[object, ...], tx: Tx
    ) -> object:
        caller = await caller_of(tx, prepared)
        repeat = prepared.repeat
        # A repeat is not admitted to its bot again: the first call may have removed it.
        earlier = repeat and await once.earlier_answer(tx, caller, repeat, prepared.now)
        if earlier is not None:
            return earlier
        if MESSENGER in method.scopes:
            self._attendance.mark(caller.user_id, prepared.now)
        call = await self._admit(tx, prepared, method, caller)
        if isinstance(prepared.params, ApiError):
            if isinstance(call, BotCall):
                await call.check_target(
                    prepared.arguments, method.params.__struct_fields__, method.errors
                )
            raise prepared.params
        answer: Any = await method.handler(call, prepared.params, *third)
        if repeat is not None:
            await once.keep_answer(tx, caller, repeat, answer, prepared.now)
        return answer


def check_portal(portal: Portal, *, secure: bool) -> None:
    """The portal's own state comes before anything about the caller."""
    if portal.closed:
        raise ApiError(PORTAL_DELETED)
    if portal.blocked:
        raise ApiError(OVERLOAD_LIMIT, retry_after_s=RETRY_AFTER_S)
    if portal.plan == "free":
        raise ApiError(PLAN_ACCESS_DENIED)
    if portal.require_https and not secure:
        raise ApiError(HTTPS_REQUIRED)

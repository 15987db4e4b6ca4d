"""Links to files: made by a call, followed by a plain GET.

Those that were asked for serve one download each, those of a list each one for two minutes.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from botyard.access.hashing import hashed
from botyard.blobs.port import Blobs, OpenBlob
from botyard.chat import files
from botyard.model.clock import Clock, milliseconds
from botyard.model.entities import File, Moment, Portal
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, Preparation
from botyard.rpc.pipeline import check_portal
from botyard.rpc.signed_links import SignedLinks
from botyard.store.tx import Store, StoreUnavailable, Tx

P = TypeVar("P", bound=Params)


class Download(NamedTuple):
    file: File
    content: OpenBlob


async def new_token(preparation: Preparation, _params: P) -> str:
    """The secret of a link, made before the transaction: that may be run twice."""
    return preparation.secrets.token(32)


async def add_link(call: Call, file: File, token: str, scope: str) -> str:
    """An address that answers the file once, to whoever asks first."""
    await files.add_link(call.tx, file, hashed(token), call.now)
    return call.views.download_link(scope, token)


class Downloads:
    def __init__(
        self,
        store: Store,
        blobs: Blobs,
        clock: Clock,
        portal: Callable[[], Portal],
        links: SignedLinks,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._clock = clock
        self._portal = portal
        self._links = links

    async def follow(self, token: str, *, secure: bool, uses_it_up: bool) -> Download | None:
        """None for a link that is used, expired or was never made.

        Raises ApiError for the portal's own state, StoreUnavailable where the disk fails.
        """
        check_portal(self._portal(), secure=secure)
        _, _, secret = token.rpartition("|")
        file = await self._find(secret, uses_it_up=uses_it_up)
        if file is None:
            return None
        try:
            content = await self._blobs.open(file.blob)
        except OSError as failure:
            raise StoreUnavailable(str(failure)) from failure
        return None if content is None else Download(file, content)

    async def _find(self, secret: str, *, uses_it_up: bool) -> File | None:
        """A signed link is looked at again and again until it expires."""
        now = Moment(milliseconds(self._clock.now()))
        signed = self._links.read(secret, now)

        async def work(tx: Tx) -> File | None:
            if signed is not None:
                return await files.find_for(tx, signed.file_id, signed.user_id)
            return await files.follow_link(tx, hashed(secret), now, uses_it_up=uses_it_up)

        run = self._store.write if uses_it_up and signed is None else self._store.read
        return await run(work)

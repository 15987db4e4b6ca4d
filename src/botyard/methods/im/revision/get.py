"""im.revision.get"""

from typing import Annotated

from msgspec import Meta

from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method


class MessengerRevisionParams(UpperParams, frozen=True):
    pass


class MessengerRevision(Result, frozen=True, rename=None):
    rest: Annotated[int, Meta(description="Revision of this API.")] = 36
    web: Annotated[int, Meta(description="Revision of the web client.")] = 130
    mobile: Annotated[int, Meta(description="Revision of the mobile client.")] = 23
    desktop: Annotated[int, Meta(description="Revision of the desktop client.")] = 6
    im_revision_mobile: Annotated[int, Meta(description="As `mobile`, by its old name.")] = 23


@user_method("im.revision.get", scopes=("im",), reads=True)
async def get_revision(
    call: Call,  # noqa: ARG001
    params: MessengerRevisionParams,  # noqa: ARG001
) -> MessengerRevision:
    """Tell which revisions of the API and its clients this server speaks."""
    return MessengerRevision()

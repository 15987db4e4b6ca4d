"""imbot.v2.Revision.get"""

from typing import Annotated

from msgspec import Meta

from botyard.rpc.admit import Call
from botyard.rpc.method import Params, Result, user_method


class RevisionParams(Params, frozen=True):
    pass


class Revision(Result, frozen=True):
    rest: Annotated[int, Meta(description="Revision of this API.")] = 36
    web: Annotated[int, Meta(description="Revision of the web client.")] = 130
    mobile: Annotated[int, Meta(description="Revision of the mobile client.")] = 23
    desktop: Annotated[int, Meta(description="Revision of the desktop client.")] = 6


@user_method("imbot.v2.Revision.get", scopes=("imbot",), reads=True)
async def get_revision(call: Call, params: RevisionParams) -> Revision:  # noqa: ARG001
    """Tell which revisions of the API and its clients this server speaks."""
    return Revision()

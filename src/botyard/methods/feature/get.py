"""feature.get"""

from typing import Annotated

from msgspec import Meta

from botyard.model.errors import CODE_EMPTY, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Result, UpperParams, user_method

# Docs page feature.get names the keys.
AVAILABLE = frozenset(("rest_offline_extended", "rest_auth_connector"))


class FeatureParams(UpperParams, frozen=True):
    code: Annotated[
        str,
        Meta(
            description="`rest_offline_extended` or `rest_auth_connector`.",
            extra={"error": CODE_EMPTY},
        ),
    ] = ""


class FeatureResult(Result, frozen=True):
    value: Annotated[str, Meta(description="`Y` or `N`; what is not known is not there.")]


@user_method("feature.get", errors=[CODE_EMPTY], reads=True)
async def get_feature(call: Call, params: FeatureParams) -> FeatureResult:  # noqa: ARG001
    """Tell whether the portal has a feature."""
    if not params.code:
        raise ApiError(CODE_EMPTY)
    return FeatureResult(value="Y" if params.code in AVAILABLE else "N")

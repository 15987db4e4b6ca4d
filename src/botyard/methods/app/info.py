"""app.info"""

from botyard.model.errors import APPLICATION_REQUIRED, ApiError
from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method
from botyard.wire.app_views import AppInfoView, app_info_view


class AppInfoParams(Params, frozen=True):
    pass


@user_method("app.info", errors=[APPLICATION_REQUIRED], reads=True)
async def get_app_info(call: Call, params: AppInfoParams) -> AppInfoView:  # noqa: ARG001
    """Tell an application about itself, its installation and its access token.

    The fields in capitals are those of a portal, the others those of an authorization server:
    this server is both. `expires` is when the access token ends.
    """
    caller = call.caller
    if caller.app is None or caller.expires_at is None:
        raise ApiError(APPLICATION_REQUIRED)
    return app_info_view(
        call.portal,
        caller.app,
        user_id=caller.user_id,
        scopes=caller.scopes,
        expires_at=caller.expires_at,
        zone=call.views.zone,
    )

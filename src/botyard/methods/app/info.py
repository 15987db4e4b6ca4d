"""app.info"""

from botyard.model.errors import APPLICATION_REQUIRED, NO_AUTH_FOUND, ApiError
from botyard.rpc.admit import AppCall
from botyard.rpc.method import Params, app_method
from botyard.wire.app_views import AppInfoView, app_info_view


class AppInfoParams(Params, frozen=True):
    pass


@app_method("app.info", refuses_others=APPLICATION_REQUIRED, reads=True)
async def get_app_info(call: AppCall, params: AppInfoParams) -> AppInfoView:  # noqa: ARG001
    """Tell an application about itself, its installation and its access token.

    The fields in capitals are those of a portal, the others those of an authorization server:
    this server is both. `expires` is when the access token ends.
    """
    if call.caller.expires_at is None:
        raise ApiError(NO_AUTH_FOUND)
    return app_info_view(
        call.portal,
        call.app,
        user_id=call.caller.user_id,
        scopes=call.caller.scopes,
        expires_at=call.caller.expires_at,
        zone=call.views.zone,
    )

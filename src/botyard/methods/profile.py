"""profile"""

from msgspec import UNSET

from botyard.rpc.admit import Call
from botyard.rpc.method import Params, user_method
from botyard.wire.people import ProfileView


class ProfileParams(Params, frozen=True):
    pass


@user_method("profile", reads=True)
async def get_profile(call: Call, params: ProfileParams) -> ProfileView:  # noqa: ARG001
    """Tell a caller of any scope who they are."""
    user = await call.user()
    return ProfileView(
        id=str(user.id),
        admin=user.admin,
        name=user.first_name,
        last_name=user.last_name,
        personal_gender=user.gender,
        time_zone=user.timezone,
        personal_photo=call.views.picture(user.avatar) or UNSET,
    )

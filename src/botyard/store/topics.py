"""Names of what `Tx.recall` may remember, shared by who reads it and who changes it."""

# A webhook key beside whether its user is active and an administrator.
WEBHOOK_KEY = "webhook_key"
# An access token beside its application, and whether its user is active and an administrator.
ACCESS_TOKEN = "access_token"  # noqa: S105 - a name
BOT = "bot"
# Where a member of a chat speaks from.
POSITION = "position"
# The bots of a chat.
LISTENERS = "listeners"

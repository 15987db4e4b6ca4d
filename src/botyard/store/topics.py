"""Names of what `Tx.recall` may remember, shared by who reads it and who changes it."""

# A webhook key beside whether its user is active and an administrator.
WEBHOOK_KEY = "webhook_key"
BOT = "bot"
# The bots of a chat.
LISTENERS = "listeners"

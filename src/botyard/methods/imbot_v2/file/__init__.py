"""Files that bots send and fetch: imbot.v2.File."""

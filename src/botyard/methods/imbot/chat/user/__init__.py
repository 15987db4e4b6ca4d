"""Members of a group chat, for a bot of the older API."""

"""Group chats of a bot through the older API."""

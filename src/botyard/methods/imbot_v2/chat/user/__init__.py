"""Members of chats that a bot is in."""

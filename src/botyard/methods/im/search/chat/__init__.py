"""Looking for chats."""

"""Files of chats."""

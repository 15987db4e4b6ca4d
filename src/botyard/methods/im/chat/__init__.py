"""Group chats of a person."""

"""Looking for people, chats and departments."""

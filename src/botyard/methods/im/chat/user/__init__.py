"""Members of a group chat, for a person."""

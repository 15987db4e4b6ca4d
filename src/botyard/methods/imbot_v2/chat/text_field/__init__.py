"""The field in which people write to a chat."""

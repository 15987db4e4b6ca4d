"""Messages that a bot sends and reads."""

"""Messages of a bot through the older API."""

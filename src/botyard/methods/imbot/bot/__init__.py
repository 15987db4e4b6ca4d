"""Reading bots through the older API."""

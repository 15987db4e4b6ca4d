"""People of the portal."""

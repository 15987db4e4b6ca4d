"""Access codes."""

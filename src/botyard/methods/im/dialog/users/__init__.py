"""Members of a dialog, for a person."""

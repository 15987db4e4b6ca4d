"""Looking for departments."""

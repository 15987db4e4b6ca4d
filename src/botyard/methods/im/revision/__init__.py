"""Revisions, for a person's clients."""

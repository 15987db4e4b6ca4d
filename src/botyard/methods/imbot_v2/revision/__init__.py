"""Revisions of the API."""

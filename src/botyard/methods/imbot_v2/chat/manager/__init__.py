"""Managers of a group that a bot owns."""

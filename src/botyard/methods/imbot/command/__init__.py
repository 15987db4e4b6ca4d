"""Slash commands of a bot through the older API."""

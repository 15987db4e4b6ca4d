"""Slash commands of a bot."""

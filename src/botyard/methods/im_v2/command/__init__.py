"""Slash commands that a person may use."""

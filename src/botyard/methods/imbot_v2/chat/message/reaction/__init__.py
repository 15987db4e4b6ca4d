"""Reactions of a bot."""

"""Chats that a bot is in."""

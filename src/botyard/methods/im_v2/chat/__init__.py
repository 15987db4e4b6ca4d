"""Chats that a person is in."""

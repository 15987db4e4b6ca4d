"""Dialogs through the older API of bots."""

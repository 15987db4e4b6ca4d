"""Bots of version 2, for bots themselves."""

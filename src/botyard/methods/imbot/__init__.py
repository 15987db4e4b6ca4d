"""Bots through the older API."""

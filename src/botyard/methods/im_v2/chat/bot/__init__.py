"""Bots that a person talks to."""

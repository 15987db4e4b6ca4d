"""Registering bots and reading them."""

"""Managers of a group that a person owns."""

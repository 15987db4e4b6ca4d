"""Reactions of a person."""

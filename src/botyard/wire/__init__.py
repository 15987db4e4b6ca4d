"""Spelling of the outside world, in both directions, without input or output."""

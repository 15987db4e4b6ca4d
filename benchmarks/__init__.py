"""Measurements of this machine, each with its baseline in the same run."""

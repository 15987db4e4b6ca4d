"""Verbs: the rules of the messenger; every function takes a transaction."""

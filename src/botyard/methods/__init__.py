"""The public API, one file per method, at the path that its name spells."""

"""The list of a person's dialogs."""

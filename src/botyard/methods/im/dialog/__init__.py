"""Dialogs as a person sees them."""

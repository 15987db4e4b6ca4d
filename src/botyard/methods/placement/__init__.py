"""Where applications show themselves."""

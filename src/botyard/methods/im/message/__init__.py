"""Messages of a person."""

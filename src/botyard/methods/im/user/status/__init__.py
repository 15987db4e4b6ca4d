"""Whether a person is there."""

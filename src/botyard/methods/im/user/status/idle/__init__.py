"""Whether a person is away from their device."""

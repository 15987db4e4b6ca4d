"""People, as the messenger shows them."""

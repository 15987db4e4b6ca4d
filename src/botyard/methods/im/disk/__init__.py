"""Files, as the older methods of people send them."""

"""Messages of a person, as version 2 spells them."""

"""Wake-ups: hints that there may be something to read."""

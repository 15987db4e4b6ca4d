"""One method of the API."""

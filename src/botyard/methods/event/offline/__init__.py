"""Events that wait for their application."""

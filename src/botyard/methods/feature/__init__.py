"""What the portal can do."""

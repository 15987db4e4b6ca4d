"""What an application keeps for itself."""

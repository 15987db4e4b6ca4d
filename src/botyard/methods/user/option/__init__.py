"""What an application keeps for each person."""

"""What a bot shows that it is doing."""

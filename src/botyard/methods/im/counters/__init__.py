"""What is unread, for a person."""

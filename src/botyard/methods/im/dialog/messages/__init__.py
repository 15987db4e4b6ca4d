"""What was said in a dialog."""

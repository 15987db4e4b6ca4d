"""What was chosen from searches before."""

"""What is asked of the picture."""

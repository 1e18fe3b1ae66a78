"""What is computed from sources and figures, each with its uncertainty."""

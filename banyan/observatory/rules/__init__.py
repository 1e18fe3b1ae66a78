"""Plain facts of the picture: its shape, thresholds and sums. No Django, no models."""

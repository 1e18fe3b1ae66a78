"""The observatory's maps."""

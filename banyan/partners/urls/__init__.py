"""The directory's maps."""

"""The directory's forms."""

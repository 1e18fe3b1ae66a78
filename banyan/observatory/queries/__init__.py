"""Every read of the observatory."""

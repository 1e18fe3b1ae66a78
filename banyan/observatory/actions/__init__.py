"""Every write of the observatory."""

"""The two maps of this area: `public`, without a login, and `desk`."""

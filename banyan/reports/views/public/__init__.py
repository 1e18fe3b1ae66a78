"""The public door of reports: telling, and coming back with a receipt."""

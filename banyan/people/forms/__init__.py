"""What staff type on the desk's own pages."""

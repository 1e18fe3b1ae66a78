"""The desk: staff look after reports."""

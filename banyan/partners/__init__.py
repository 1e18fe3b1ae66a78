"""Organisations' services and the directory of help."""

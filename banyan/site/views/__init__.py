"""The public shell's pages."""

"""Official files: read row by row as agencies really publish them, and kept as dated vintages."""

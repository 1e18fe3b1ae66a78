"""Facts about harm as plain Python: one small module per fact. Nothing here knows Django or a database."""

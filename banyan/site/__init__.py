"""The public shell: first page, help, safety, leaving, languages."""

"""Settings, the two URL maps and the server's entry points."""

"""Plain facts about help."""

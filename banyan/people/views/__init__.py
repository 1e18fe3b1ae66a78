"""The desk's own pages: signing in, the team, its key."""

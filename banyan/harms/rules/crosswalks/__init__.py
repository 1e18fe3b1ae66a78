"""Dated ways from our vocabulary to other people's lists and back. Ours is wider, so some codes lead to none."""

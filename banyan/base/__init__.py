"""What every floor stands on: audit, clock, privacy labels, page components; no domain words."""

"""How long a property may take: as long as it needs, because a busy machine is not a fault of the vault."""

from hypothesis import HealthCheck, settings

unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For properties that already try every position and every symbol of each code they are given.
few = settings(unhurried, max_examples=6)

"""The product's own settings for a real server process, but for what only costs time, and for a fault on demand."""

from banyan.config.settings import *  # noqa: F403 - the one settings file
from banyan.config.settings import MIDDLEWARE

BANYAN_PASSWORD_COST = (1, 8)
MIDDLEWARE = [*MIDDLEWARE, "tests.faults.middleware.DiesOnDemand"]

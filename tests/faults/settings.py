"""The product's own settings for a real server process, but for what only costs time, and for faults on demand.

Mail is written to files, where it can be looked at.
"""

from banyan.config.settings import *  # noqa: F403 - the one settings file
from banyan.config.settings import BANYAN_DATA, MIDDLEWARE

BANYAN_PASSWORD_COST = (1, 8)
MIDDLEWARE = [*MIDDLEWARE, "tests.faults.middleware.DiesOnDemand", "tests.faults.middleware.StumblesOnDemand"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(BANYAN_DATA / "mail")

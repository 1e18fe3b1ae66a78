"""Django as a WSGI application, which `banyan.config.server` calls."""

import os

from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import reset_queries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
application = get_wsgi_application()
# Nothing to do for either: queries are noted in debug mode only, and there is no cache to close.
request_started.disconnect(reset_queries)
request_finished.disconnect(close_caches)

"""Django as a WSGI application, which `banyan.config.server` calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
application = get_wsgi_application()

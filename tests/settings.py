"""The product's settings, with throwaway secrets, for the tests and the type checker."""

import os
import tempfile
from pathlib import Path

_HOME = Path(os.environ.get("BANYAN_TEST_HOME") or tempfile.mkdtemp(prefix="banyan-test-"))
os.environ.setdefault("BANYAN_TEST_HOME", str(_HOME))  # Workers of one run share it.
for _place in ("secrets", "static"):
    (_HOME / _place).mkdir(parents=True, exist_ok=True)
for _name, _value in {"django_key": "a key for tests only", "pepper": "07" * 32}.items():
    (_HOME / "secrets" / _name).write_text(_value)
os.environ["BANYAN_DATA"] = str(_HOME)
os.environ["BANYAN_SECRETS"] = str(_HOME / "secrets")

from banyan.config.settings import *  # noqa: E402, F403 - the one settings file, under a test's environment

STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
BANYAN_PASSWORD_COST = (1, 8)  # The least libsodium takes; what it costs a thief is measured elsewhere.
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

"""The one settings file, in test mode; a password need not be slow to hash here."""

import os

os.environ.setdefault("SLIRISK_MODE", "test")

from slirisk.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR_REQUIRED = False  # the tests of the second factor switch it on

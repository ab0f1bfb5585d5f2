"""Sessions in the database: the hours of one count from the sign-in, and a change is one statement.

Django's own saves within a transaction of three statements, and the first page after the sign-in had to save
when the session began: a page's number of queries would be another on some requests.
"""

from __future__ import annotations

import time
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

STARTED, SEEN = "started_at", "seen_at"


class SessionStore(db.SessionStore):
    """Django's, but for when it says that it began, and how it is written."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's signature)
        """Write it; UpdateError where it has been ended meanwhile, so that nothing brings it back."""
        if SESSION_KEY in self:
            now = int(time.time())
            self.setdefault(STARTED, now)
            self.setdefault(SEEN, now)
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(cast(Any, self)._get_session())
        held = self.model.objects.filter(pk=self.session_key)
        if not held.update(session_data=row.session_data, expire_date=row.expire_date):
            raise UpdateError

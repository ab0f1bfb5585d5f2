"""The database each worker tests in: a copy of one made by the migrations, which is kept from run to run.

To migrate takes half a minute, to copy half a second. What was made is known by what it was made from: the
migrations, the settings, the packages. Where one of them changed, it is made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PREFIX = "slirisk_migrated_"
LOCK = 2011_0719  # of every run that makes or copies it; any number, the same in each
MADE_FROM = ("*/migrations/*.py", "slirisk/settings.py", "tests/settings.py", "requirements-dev.lock")


def fingerprint() -> str:
    """Sixteen hex digits of everything that a migrated database is made from."""
    read = hashlib.sha256()
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            read.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return read.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """In place of pytest-django's, which migrates once for each worker of each run."""
    from django.conf import settings
    from django.db import connection

    name = connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
            migrated = _migrated(connection, cursor)
            cursor.execute(f'drop database if exists "{name}"')
            cursor.execute(f'create database "{name}" template "{migrated}"')
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
        _use(settings, connection, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'drop database if exists "{name}" with (force)')


def _use(settings: Any, connection: Any, name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _migrated(connection: Any, cursor: Any) -> str:
    """The name of the database to copy, made now where there is none; those of earlier code are dropped."""
    name = PREFIX + fingerprint()
    cursor.execute("select datname, datistemplate from pg_database where datname ^@ %s", [PREFIX])
    held = dict(cursor.fetchall())
    if held.pop(name, False):
        return name
    for earlier in {*held, name, f"{name}_unfinished"}:
        if earlier in held:
            cursor.execute(f'alter database "{earlier}" is_template false')
        cursor.execute(f'drop database if exists "{earlier}" with (force)')
    before, given = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{name}_unfinished"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"] = before, given
    cursor.execute(f'alter database "{name}_unfinished" rename to "{name}"')
    cursor.execute(f'alter database "{name}" is_template true')  # whole: from now on it is copied
    return name

"""The register of councils for many tests: loaded once in a process, then copied in as it lay."""

from __future__ import annotations

import io

from django.apps import apps
from django.db import connection

from councils.ingest import load_register
from councils.register import read_register

_copied: list[tuple[str, bytes]] = []


def register_loaded() -> None:
    """The committed register in the database, as `load_register` makes it, in a tenth of its time."""
    if not _copied:
        load_register(read_register())
        with connection.cursor() as cursor:
            for model in apps.get_app_config("councils").get_models():
                table = model._meta.db_table
                out = io.BytesIO()
                cursor.cursor.copy_expert(f"COPY {table} TO STDOUT", out)
                if out.tell():
                    _copied.append((table, out.getvalue()))
        return
    with connection.cursor() as cursor:
        # Whatever points to what: links are checked when the test ends, as they always are.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, rows in _copied:
            cursor.cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(rows))

"""What must be so before the service starts: tables, static files, the register, the demonstration."""

import hashlib
import io
import json
import os

import django
import environ
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError

from .announce import SIGN_INS
from .install import marked
from .telling import VAR, Failed, failures_told, say, step

# What every database holds before anybody signs in: reviewed files, loaded again at each start.
REFERENCE = {
    "load_register": "loading the register of councils",
    "load_factors": "loading the signs a note may be tagged with",
    "load_bodies": "loading the boards and bodies",
    "load_catalogue": "loading the catalogue of indicators",
}


def main() -> None:
    """Each step is safe to repeat, and quick where it was done before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")
    with failures_told():
        try:
            django.setup()
            _tables()
        except ImproperlyConfigured as error:
            raise Failed(str(error)) from error
        except OperationalError as error:
            raise Failed(
                f"The database does not answer: {str(error).strip()}\nDATABASE_URL names it."
            ) from error
        static_files()
        for command, what in REFERENCE.items():
            if command in get_commands():
                with step(what):
                    call_command(command, verbosity=0, stdout=io.StringIO())
        SIGN_INS.unlink(missing_ok=True)
        if settings.DEMONSTRATION and "load_demonstration" in get_commands():
            _demonstration()
            said = io.StringIO()
            call_command("demonstration_signins", stdout=said)
            SIGN_INS.touch(mode=0o600)
            SIGN_INS.write_text(said.getvalue())


def _tables() -> None:
    with step("bringing the database up to date"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    _role_of_the_api()


def _role_of_the_api() -> None:
    """The API's process has a role of its own, which reads what it serves alone; or start-up says so."""
    role = environ.Env.db_url_config(os.environ.get("API_DATABASE_URL", "") or settings.DATABASE_URL)["USER"]
    if role == settings.DATABASES["default"]["USER"]:
        say(
            "The API runs under the service's own database role, which reads everything. To give it its own: "
            "manage.py api_role --sql | psql, then API_DATABASE_URL (docs/operating.md)."
        )
        return
    try:
        call_command("api_role", role, stdout=io.StringIO())
    except CommandError as error:
        raise Failed(str(error)) from error


def static_files() -> None:
    """Collected (hashed, compressed) again only when one of them changed."""
    if settings.WHITENOISE_USE_FINDERS:
        return
    listed = []
    for finder in get_finders():
        for path, storage in finder.list(None):
            told = os.stat(storage.path(path))
            listed.append((getattr(storage, "prefix", ""), path, told.st_size, told.st_mtime_ns))
    wanted = hashlib.sha256(json.dumps(sorted(map(str, listed))).encode()).hexdigest()
    mark = VAR / "static.json"
    if marked(mark).get("files") == wanted and settings.STATIC_ROOT.is_dir():
        return
    with step("collecting the static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(json.dumps({"files": wanted}))


def _demonstration() -> None:
    """Loaded once into a database: who removes it (manage.py remove_demonstration) does not get it back."""
    mark = VAR / "demonstration.json"
    database = hashlib.sha256(settings.DATABASE_URL.encode()).hexdigest()
    if database in marked(mark):
        return
    with step("loading the demonstration"):
        call_command("load_demonstration", verbosity=0, stdout=io.StringIO())
    mark.write_text(json.dumps(marked(mark) | {database: "loaded"}))


if __name__ == "__main__":
    main()

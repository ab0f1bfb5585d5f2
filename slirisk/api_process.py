"""What differs in the API's own process: its addresses, no sessions, its own role in the database."""

from __future__ import annotations

from typing import Any

import environ

# What the OpenAPI document calls sets of choices that several fields share.
ENUM_NAMES = {
    f"{name}Kind": f"liaison.api.concern_shapes.{name.upper()}_KINDS" for name in ("Answer", "Evidence")
} | {"WebhookEvent": "liaison.api.webhook_shapes.TYPES", "TypeEnum": "liaison.api.councils.TYPES"}


def settings_of_api(*, address: str, database: dict[str, Any]) -> dict[str, Any]:
    """Settings that take the place of the pages' ones; `address` is API_DATABASE_URL.

    Where it is empty the process has the service's own role, and start-up says so (script/launcher/serve.py).
    """
    if address:
        database = {**database, **environ.Env.db_url_config(address), "OPTIONS": database["OPTIONS"]}
    return {
        "ROOT_URLCONF": "slirisk.api_urls",
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "allauth.account.middleware.AccountMiddleware",  # allauth will not start without it
        ],
        "DATABASES": {"default": database},
    }

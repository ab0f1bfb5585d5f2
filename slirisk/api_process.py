"""What differs in the API's own process: its addresses, no sessions, its own role in the database."""

from __future__ import annotations

from typing import Any

import environ

# What the OpenAPI document calls sets of choices that several fields share.
ENUM_NAMES = {
    f"{name}Kind": f"liaison.api.concern_shapes.{name.upper()}_KINDS" for name in ("Answer", "Evidence")
} | {"WebhookEvent": "liaison.api.webhook_shapes.TYPES", "TypeEnum": "liaison.api.councils.TYPES"}
# The OpenAPI document, as drf-spectacular makes it.
DOCUMENT = {
    "TITLE": "Sector support: what has been shared with government, and published figures",
    "DESCRIPTION": (
        "Releases made to your organisation, and to no other. Each is a separate, numbered, signed-off text, "
        "in confidence: consult the originator before disclosure. The council concerned has been told, or "
        "the release says on what ground it was not.\n\n"
        "Every read is kept, with the officer the token was issued to. Every error is a problem document "
        "(RFC 9457). A release that has been withdrawn is answered with what is left of it: its number, when "
        "and why; delete your copies.\n\n"
        "Councils, indicators and headline reports are published figures and public, as JSON or CSV."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "DISABLE_ERRORS_AND_WARNINGS": False,
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
    "WEBHOOKS": ["liaison.api.webhook_shapes.MESSAGE"],
    "TAGS": [
        {"name": "releases", "description": "What has been released to your organisation"},
        {
            "name": "support",
            "description": "How the support goes that follows a release made to you",
        },
        {"name": "concerns", "description": "What your organisation brings, and what is answered to it"},
        {"name": "webhooks", "description": "Being told that something changed, by its number alone"},
        {"name": "councils", "description": "The register, which is public"},
        {"name": "figures", "description": "Published indicators and their figures, which are public"},
    ],
}


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

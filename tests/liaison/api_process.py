"""The API as its own process has it: its addresses and its middleware, without those of the pages."""

from django.test import override_settings

from slirisk.api_process import settings_of_api


def in_the_apis_process():
    """For a `with`, or over a test; the database stays the one of the tests."""
    chosen = settings_of_api(address="", database={})
    del chosen["DATABASES"]
    return override_settings(**chosen)

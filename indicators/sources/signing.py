"""LG Inform's signed addresses: whoever holds the key shows it by a signature, never by the secret."""

from __future__ import annotations

import base64
import hmac
from urllib.parse import quote, unquote


def signed(address: str, key: str, secret: str) -> str:
    """The address with `ApplicationKey` and `Signature`: HMAC-SHA1 of the url-decoded address, in base64.

    What comes back must not be logged, shown or kept: it lets whoever reads it ask as us.
    """
    with_key = f"{address}{'&' if '?' in address else '?'}ApplicationKey={quote(key, safe='')}"
    digest = hmac.new(secret.encode(), unquote(with_key).encode(), "sha1").digest()
    return f"{with_key}&Signature={quote(base64.b64encode(digest).decode(), safe='')}"

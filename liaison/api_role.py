"""What the API's own role in the database may do, and no more (TRUST section 3, 8): grants, written out.

A table that is not named here is closed to it: notes, concerns, people, packs, the record's own rows. Of a
release it reads the frozen text and the decisions on it, never the concern, the person or the telling it was
made from; of the record it adds events and reads none.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from liaison.models.inbound import SEEN_BY_ORIGINATOR

# Tables whose every column may be read: the public register, and the published figures.
READ = (
    "liaison_organisation",
    "councils_region",
    "councils_council",
    "councils_councilcode",
    "councils_servicearea",
    "liaison_networkmembership",
    "liaison_officer",
    "liaison_inboundconcern",
    "liaison_inboundversion",
    "liaison_inboundevidence",
    "liaison_inboundentry",
    "liaison_releaseanswer",
    "liaison_deletionconfirmed",
    "liaison_freedomrequest",
    "liaison_webhook",
    "liaison_webhookdelivery",
    "indicators_source",
    "indicators_indicator",
    "indicators_saveddefinition",
    "indicators_valueexplanation",
    "indicators_series",
    "indicators_release",
    "indicators_change",
    "indicators_takenin",
    "indicators_period",
    "indicators_area",
    "indicators_remark",
    "indicators_observation",
    "indicators_comparison",
    "indicators_fictionalfigure",
)
# Columns that may be read of tables that hold more.
READ_COLUMNS = {
    "liaison_apiclient": (
        *("id", "organisation_id", "officer", "purpose", "scopes", "allowed_addresses", "is_demonstration"),
        "is_sandbox",
        *("token_prefix", "token_hmac", "issued_by_id", "issued_at", "expires_at", "recorded_at"),
        *("last_used_at", "revoked_at", "revoked_by_id"),
    ),
    "liaison_release": (
        *("id", "number", "recipient_id", "council_id", "council_code", "is_fictional", "canonical"),
        *("sha256", "supersedes_id", "approved_at", "approval_recorded_at"),
        *("withdrawn_at", "withdrawal_recorded_at", "withdrawn_reason"),
    ),
    "liaison_sharedsupport": (
        *("id", "release_id", "package_id", "objectives", "provider", "ended_on"),
        *("progress_on", "progress_text", "approved_at", "approval_recorded_at"),
        *("withdrawn_at", "withdrawal_recorded_at", "withdrawn_reason"),
    ),
    # Of a reading what it takes to count another one up.
    "liaison_releaseread": (
        *("release_id", "organisation_id", "client_id", "user_id", "officer", "how", "was_withdrawn"),
        *("times", "last_at"),
    ),
    "liaison_supportread": ("shared_id", "client_id", "officer", "times", "last_at"),
    "audit_event": ("id", "at"),
}
MORE = {
    "liaison_requestcount": "SELECT, INSERT, UPDATE, DELETE",
    "liaison_releaseread": "INSERT",
    "liaison_supportread": "INSERT",
    "audit_event": "INSERT",
    "audit_unsealed": "INSERT",
    "liaison_inboundconcern": "INSERT",
    "liaison_inboundversion": "INSERT",
    "liaison_inboundevidence": "INSERT",
    "liaison_inboundentry": "INSERT",
    "liaison_releaseanswer": "INSERT",
    "liaison_deletionconfirmed": "INSERT",
    "liaison_freedomrequest": "INSERT",
    "liaison_webhook": "INSERT",
    "liaison_webhookdelivery": "INSERT",
    "ledger_job": "INSERT",
}
# Of a concern and a release the right to lock it while it is answered; a trigger refuses every change of it.
CHANGE_COLUMNS = {
    "liaison_apiclient": ("last_used_at",),
    "liaison_inboundconcern": ("id",),
    "liaison_release": ("id",),
    "liaison_releaseread": ("times", "last_at"),
    "liaison_supportread": ("times", "last_at"),
    "liaison_webhook": ("nonce", "nonce_before", "renewed_at", "ended_at", "ended_why", "ended_by_id"),
}
# Rows it reads, of tables that hold more: releases that went out, readings by receiving systems, and of what
# government brought what passed through the door, never our own work on it.
ROWS = {
    "liaison_release": "approved_at IS NOT NULL",
    "liaison_sharedsupport": "approved_at IS NOT NULL",
    "liaison_releaseread": "client_id IS NOT NULL",
    "liaison_inboundentry": "kind IN ({})".format(", ".join(f"'{kind}'" for kind in SEEN_BY_ORIGINATOR)),
}


def statements(role: str) -> Iterator[str]:
    """What makes the role what it is, from any state it was in: all is taken away, then its own given."""
    name = connection.ops.quote_name
    # With a table's rights go those on each of its columns, by an earlier list of this file or by hand.
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name(role)}"
    yield f"GRANT USAGE ON SCHEMA public TO {name(role)}"
    for table in READ:
        yield f"GRANT SELECT ON {name(table)} TO {name(role)}"
    for table, read in READ_COLUMNS.items():
        yield f"GRANT SELECT ({', '.join(map(name, read))}) ON {name(table)} TO {name(role)}"
    for table, rights in MORE.items():
        yield f"GRANT {rights} ON {name(table)} TO {name(role)}"
    for table, rows in ROWS.items():
        # Everybody else who is granted the table reads all of it; its owner is not asked at all.
        yield f"ALTER TABLE {name(table)} ENABLE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS of_the_api ON {name(table)}"
        yield (
            f"CREATE POLICY of_the_api ON {name(table)} USING (current_user <> {quoted(role)} OR {rows}) "
            "WITH CHECK (true)"
        )
    for table, changed in CHANGE_COLUMNS.items():
        yield f"GRANT UPDATE ({', '.join(map(name, changed))}) ON {name(table)} TO {name(role)}"


def quoted(text: str) -> str:
    """As a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"

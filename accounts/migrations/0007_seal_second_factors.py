"""The seeds of second factors that stood in clear are sealed (accounts.adapter seals those to come)."""

from django.db import migrations

from accounts.sealing import seal_second_factor, unseal_second_factor


def _each(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.select_for_update().exclude(type="webauthn"):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = change(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [change(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def seal_all(apps, schema_editor):
    _each(apps, seal_second_factor)


def unseal_all(apps, schema_editor):
    _each(apps, unseal_second_factor)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_calendar_feeds_and_digest"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(seal_all, unseal_all)]

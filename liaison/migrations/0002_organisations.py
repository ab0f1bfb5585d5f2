"""DCLG, to whom the sources say releases are made (R063); others are added by issue_api_token --name."""

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("liaison", "Organisation").objects.get_or_create(
        slug="dclg",
        defaults={"name": "Department for Communities and Local Government", "short_name": "DCLG"},
    )


class Migration(migrations.Migration):
    dependencies = [("liaison", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

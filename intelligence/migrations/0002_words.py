"""The words of each note as PostgreSQL searches them, kept by a trigger, and the words there are at all."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

COLUMN = "ALTER TABLE intelligence_note ADD COLUMN words tsvector"
# What stands already; without the triggers, for no note is changed by it.
FILL = """
ALTER TABLE intelligence_note DISABLE TRIGGER USER;
UPDATE intelligence_note n SET words = to_tsvector('english', n.text || coalesce(
    (SELECT string_agg(' ' || c.text, '') FROM intelligence_correction c WHERE c.note_id = n.id), ''));
ALTER TABLE intelligence_note ENABLE TRIGGER USER;
"""
# A word is found from the moment it is saved: no list of pending ones that each search would read through.
INDEX = "CREATE INDEX note_words ON intelligence_note USING gin (words) WITH (fastupdate = off)"


class Migration(migrations.Migration):

    dependencies = [
        ('intelligence', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(COLUMN, "ALTER TABLE intelligence_note DROP COLUMN words"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, "DROP INDEX note_words"),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='words', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nNEW.words := to_tsvector('english', NEW.text || coalesce(\n    (SELECT string_agg(' ' || text, '') FROM intelligence_correction WHERE note_id = NEW.id), ''));\nRETURN NEW;\n", hash='b0cba0eb8ef324878fc78f400edbefcb9e9f86b8', operation='INSERT OR UPDATE', pgid='pgtrigger_words_0690b', table='intelligence_note', when='BEFORE')),
        ),
    ]

"""Releases may wait or be rolled back, and every change of what is held is a moment of its own."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import common.fields


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_saved_definitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="release", name="release_loaded_or_says_why_not"),
        migrations.AlterField(
            model_name="release",
            name="sentence",
            field=models.TextField(blank=True, help_text="Why it is not loaded"),
        ),
        migrations.AlterField(
            model_name="release",
            name="state",
            field=models.CharField(choices=[('loaded', 'Loaded'), ('refused', 'Refused'), ('quarantined', 'Waits for the analyst'), ('rolled_back', 'Rolled back')], max_length=11),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('loaded_at__isnull', False), ('sentence', ''), ('state', 'loaded')), models.Q(('state__in', ['refused', 'quarantined', 'rolled_back']), models.Q(('sentence', ''), _negated=True)), _connector='OR'), name='release_loaded_or_says_why_not'),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('taken_in', 'Taken in'), ('rolled_back', 'Rolled back')], max_length=11)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('recorded_at', common.fields.RecordedAt(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(help_text='What was taken in, or the earliest of those taken back', on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='indicators.release')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'taken_in'), models.Q(('by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='change_rolled_back_by_someone_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='280639c15e13e5f179404f9d67e327270cf26c95', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3c684', table='indicators_change', when='BEFORE'))],
            },
        ),
    ]

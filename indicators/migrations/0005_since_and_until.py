"""Observations and comparisons stand from one change to another; nothing that was held is lost.

The tables are made anew and filled from the old ones, which is quicker for millions of rows than to alter
them, and the key that Django makes of the composite primary key is dropped: `Observation` says why.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

LINK = {"db_constraint": False, "db_index": False, "on_delete": django.db.models.deletion.DO_NOTHING}

ASIDE = """
INSERT INTO indicators_change (kind, release_id, at, reason)
SELECT 'taken_in', id, loaded_at, '' FROM indicators_release WHERE state = 'loaded' ORDER BY loaded_at, id;
ALTER TABLE indicators_observation RENAME TO indicators_observation_before;
ALTER INDEX observation_one_current RENAME TO observation_one_current_before;
ALTER INDEX indicators_observation_pkey RENAME TO indicators_observation_before_pkey;
ALTER TABLE indicators_comparison RENAME TO indicators_comparison_before;
ALTER INDEX indicators_comparison_pkey RENAME TO indicators_comparison_before_pkey;
ALTER INDEX comparison_once RENAME TO comparison_once_before;
"""
OVER = """
ALTER TABLE indicators_observation DROP CONSTRAINT indicators_observation_pkey;
INSERT INTO indicators_observation (series_id, period_id, area_id, value, lower, upper, status, existed,
    remark_id, release_id, since_id, until_id)
SELECT o.series_id, o.period_id, o.area_id, o.value, o.lower, o.upper, o.status, o.existed, o.remark_id,
    o.release_id, since.id, until.id
FROM indicators_observation_before o
JOIN indicators_change since ON since.release_id = o.release_id
LEFT JOIN indicators_change until ON until.release_id = o.superseded_by_id
ORDER BY o.series_id, o.period_id, o.area_id;
INSERT INTO indicators_comparison (series_id, period_id, scope, member, councils, n, mean, median, least,
    greatest, lower_quartile, upper_quartile, published, since_id)
SELECT c.series_id, c.period_id, c.scope, c.member, c.councils, c.n, c.mean, c.median, c.least, c.greatest,
    c.lower_quartile, c.upper_quartile, c.published, change.id
FROM indicators_comparison_before c
JOIN indicators_series series ON series.id = c.series_id
JOIN indicators_indicator indicator ON indicator.id = series.indicator_id
JOIN indicators_source source ON source.id = indicator.source_id
JOIN indicators_change change ON change.release_id = source.current_release_id;
DROP TABLE indicators_observation_before;
DROP TABLE indicators_comparison_before;
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_changes")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ASIDE)],
            state_operations=[migrations.DeleteModel("Observation"), migrations.DeleteModel("Comparison")],
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ('series', models.ForeignKey(**LINK, to='indicators.series')),
                ('period', models.ForeignKey(**LINK, to='indicators.period')),
                ('area', models.ForeignKey(**LINK, to='indicators.area')),
                ('value', models.FloatField(null=True)),
                ('lower', models.FloatField(help_text='Lower 95 % confidence limit', null=True)),
                ('upper', models.FloatField(help_text='Upper 95 % confidence limit', null=True)),
                ('status', models.PositiveSmallIntegerField(choices=[(0, 'published'), (1, 'not available from the publisher'), (2, 'does not apply to this council'), (3, 'withheld by the publisher to protect confidentiality'), (4, 'too unreliable for the publisher to give'), (5, 'small: it rounds to zero but is not zero'), (6, 'not presented by the publisher, with a note'), (7, 'left blank by the publisher'), (8, 'published with another area, not for this council alone'), (9, 'marked by the publisher in a way not yet in our list')])),
                ('existed', models.BooleanField(help_text="The council existed on the period's last day: it is compared")),
                ('remark', models.ForeignKey(**LINK, null=True, to='indicators.remark')),
                ('release', models.ForeignKey(**LINK, help_text='Whose file gave it', related_name='+', to='indicators.release')),
                ('since', models.ForeignKey(**LINK, related_name='+', to='indicators.change')),
                ('until', models.ForeignKey(**LINK, help_text='Empty while it is current', null=True, related_name='+', to='indicators.change')),
                ('pk', models.CompositePrimaryKey('series', 'period', 'area', 'since', blank=True, editable=False, primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until__isnull', False)), fields=['series', 'period', 'area'], name='observation_before')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('series', 'period', 'area'), name='observation_one_current')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='254312110065024dfa5d3441fbf63c143a5d59f9', operation='DELETE', pgid='pgtrigger_never_deleted_badd4', table='indicators_observation', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.until_id IS NOT NULL OR (OLD."series_id", OLD."period_id", OLD."area_id", OLD."value", OLD."lower", OLD."upper", OLD."status", OLD."existed", OLD."remark_id", OLD."release_id", OLD."since_id") IS DISTINCT FROM (NEW."series_id", NEW."period_id", NEW."area_id", NEW."value", NEW."lower", NEW."upper", NEW."status", NEW."existed", NEW."remark_id", NEW."release_id", NEW."since_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e358c4523957d0e18e63d57564852456f69178f4', operation='UPDATE', pgid='pgtrigger_never_rewritten_e8752', table='indicators_observation', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.ForeignKey(**LINK, related_name='comparisons', to='indicators.series')),
                ('period', models.ForeignKey(**LINK, related_name='+', to='indicators.period')),
                ('scope', models.CharField(choices=[('england', 'England'), ('type', 'Type'), ('region', 'Region')], max_length=7)),
                ('member', models.CharField(blank=True, help_text="The type, or the region's slug", max_length=60)),
                ('councils', models.PositiveIntegerField(help_text='Councils named in the figures, valued or not')),
                ('n', models.PositiveIntegerField(help_text='Councils with a value')),
                ('mean', models.FloatField(null=True)),
                ('median', models.FloatField(null=True)),
                ('least', models.FloatField(null=True)),
                ('greatest', models.FloatField(null=True)),
                ('lower_quartile', models.FloatField(null=True)),
                ('upper_quartile', models.FloatField(null=True)),
                ('published', models.FloatField(help_text='As published, where the publisher gives one', null=True)),
                ('since', models.ForeignKey(**LINK, related_name='+', to='indicators.change')),
                ('until', models.ForeignKey(**LINK, help_text='Empty while it is current', null=True, related_name='+', to='indicators.change')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until__isnull', False)), fields=['series', 'scope', 'member', 'period'], name='comparison_before')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('series', 'scope', 'member', 'period'), name='comparison_one_current'), models.CheckConstraint(condition=models.Q(models.Q(('mean__isnull', True), ('n', 0)), models.Q(('mean__isnull', False), ('n__gt', 0)), _connector='OR'), name='comparison_of_something')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4399cd83c7ef32bdc3506f6fab8ba947a3f8e425', operation='DELETE', pgid='pgtrigger_never_deleted_ce41a', table='indicators_comparison', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.until_id IS NOT NULL OR (OLD."series_id", OLD."period_id", OLD."scope", OLD."member", OLD."councils", OLD."n", OLD."mean", OLD."median", OLD."least", OLD."greatest", OLD."lower_quartile", OLD."upper_quartile", OLD."published", OLD."since_id") IS DISTINCT FROM (NEW."series_id", NEW."period_id", NEW."scope", NEW."member", NEW."councils", NEW."n", NEW."mean", NEW."median", NEW."least", NEW."greatest", NEW."lower_quartile", NEW."upper_quartile", NEW."published", NEW."since_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ddeae6d91df7e104ecb528d201e9802dfb8217e7', operation='UPDATE', pgid='pgtrigger_never_rewritten_579b5', table='indicators_comparison', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(OVER),
    ]

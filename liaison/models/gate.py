"""What the database itself refuses about a release, whoever asks: code, shell or raw SQL (abuses 4-7)."""

import pgtrigger

STARTS_AS_PROPOSED = pgtrigger.Trigger(
    name="starts_as_proposed",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NEW.approved_at IS NOT NULL OR NEW.refused_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
            RAISE EXCEPTION 'A release begins as a proposal.';
        END IF;
        RETURN NEW;
    """,
)

# Approval: by somebody else (a check constraint); on evidence of this concern, published or of two sources;
# after this council was told of it, by a record that stands and says the same; of this very text; by the
# database's clock. It names tables of cases and intelligence, on whose migrations this room's depend.
APPROVAL_GATE = pgtrigger.Trigger(
    name="approval_gate",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(old__approved_at__isnull=True, new__approved_at__isnull=False),
    declare=[("hard", "INTEGER"), ("soft", "INTEGER"), ("said", "JSONB")],
    func="""
        IF OLD.refused_at IS NOT NULL THEN
            RAISE EXCEPTION 'Release % was not approved; propose it again.', OLD.number;
        END IF;
        SELECT count(*) FILTER (WHERE line.kind = 'hard' AND item.note_id IS NULL),
               least(count(DISTINCT line.source_key) FILTER (WHERE line.kind = 'soft'),
                     count(DISTINCT note.source_id) FILTER (WHERE line.kind = 'soft'))
          INTO hard, soft
          FROM liaison_releaseevidence line
          JOIN cases_evidence item ON item.id = line.evidence_id AND item.concern_id = NEW.concern_id
          LEFT JOIN intelligence_note note ON note.id = item.note_id AND note.withdrawn_at IS NULL
         WHERE line.release_id = NEW.id;
        IF hard < 1 AND soft < 2 THEN
            RAISE EXCEPTION 'Release % has too little evidence.', OLD.number;
        END IF;
        IF NEW.told_on > (NEW.approved_at AT TIME ZONE 'Europe/London')::date
           OR NEW.told_recorded_at > clock_timestamp()
           OR NOT EXISTS (
               SELECT 1 FROM cases_awarenessrecord told
                 JOIN cases_concern concern ON concern.number = told.concern_id
                WHERE told.id = NEW.awareness_id AND concern.number = NEW.concern_id
                  AND concern.council_id = NEW.council_id
                  AND (told.told, told.how, told.happened_on, told.recorded_at)
                      = (NEW.told_whom, NEW.told_how, NEW.told_on, NEW.told_recorded_at)
                  AND NOT EXISTS (
                      SELECT 1 FROM cases_awarenessrecord later WHERE later.supersedes_id = told.id)) THEN
            RAISE EXCEPTION 'Release %: the council was not told before it.', OLD.number;
        END IF;
        IF NEW.sha256 <> encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex') THEN
            RAISE EXCEPTION 'Release %: the hash is not of this text.', OLD.number;
        END IF;
        said := NEW.canonical::jsonb;
        IF (said ->> 'number', said ->> 'purpose', said ->> 'concern', said #>> '{council,code}')
           IS DISTINCT FROM (OLD.number::text, OLD.purpose, OLD.matter, OLD.council_code::text) THEN
            RAISE EXCEPTION 'Release %: the text is not what was proposed.', OLD.number;
        END IF;
        NEW.approval_recorded_at := clock_timestamp();
        RETURN NEW;
    """,
)

# Everything but a decision stands as proposed; after approval nothing may follow but one withdrawal.
AFTER_APPROVAL = pgtrigger.Trigger(
    name="only_decisions",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF to_jsonb(OLD) - ARRAY[
               'approved_by_id', 'approved_at', 'approval_recorded_at', 'canonical', 'sha256',
               'refused_by_id', 'refused_at', 'refused_reason',
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason']
           IS DISTINCT FROM to_jsonb(NEW) - ARRAY[
               'approved_by_id', 'approved_at', 'approval_recorded_at', 'canonical', 'sha256',
               'refused_by_id', 'refused_at', 'refused_reason',
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason'] THEN
            RAISE EXCEPTION 'Release % stands as it was proposed.', OLD.number;
        END IF;
        IF OLD.approved_at IS NOT NULL AND
           to_jsonb(OLD) - ARRAY[
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason']
           IS DISTINCT FROM to_jsonb(NEW) - ARRAY[
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason']
        THEN
            RAISE EXCEPTION 'Release % was approved; it can only be withdrawn.', OLD.number;
        END IF;
        IF OLD.withdrawn_at IS NOT NULL OR OLD.refused_at IS NOT NULL THEN
            RAISE EXCEPTION 'Release % was decided on for good.', OLD.number;
        END IF;
        IF NEW.withdrawn_at IS NOT NULL THEN
            NEW.withdrawal_recorded_at := clock_timestamp();
        END IF;
        RETURN NEW;
    """,
)

EVIDENCE_GATE = pgtrigger.Trigger(
    name="before_decision",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF EXISTS (SELECT 1 FROM liaison_release WHERE id = NEW.release_id
                   AND (approved_at IS NOT NULL OR refused_at IS NOT NULL)) THEN
            RAISE EXCEPTION 'The evidence of a release stands as it was decided on.';
        END IF;
        RETURN NEW;
    """,
)

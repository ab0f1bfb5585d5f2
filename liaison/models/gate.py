"""What the database itself refuses about a release, whoever asks it (TRUST, abuses 4-7; R139)."""

import pgtrigger

STARTS_AS_PROPOSED = pgtrigger.Trigger(
    name="starts_as_proposed",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NEW.approved_at IS NOT NULL OR NEW.refused_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL
           OR NEW.excepted_at IS NOT NULL OR NEW.batch_id IS NOT NULL THEN
            RAISE EXCEPTION 'A release begins as a proposal.';
        END IF;
        RETURN NEW;
    """,
)

# Approval: by a Principal Adviser without an interest, and not the proposer (a check constraint); on evidence
# of this concern that may go so far, published or of two sources; after this council was told of it, by a
# record that stands and says the same, or under the exception and nothing less; in its meeting's batch; of
# this very text, field by field; by the database's clock. It names tables of other rooms, on whose migrations
# this room's depend.
APPROVAL_GATE = pgtrigger.Trigger(
    name="approval_gate",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(old__approved_at__isnull=True, new__approved_at__isnull=False),
    declare=[
        ("hard", "INTEGER"),
        ("soft", "INTEGER"),
        ("today", "DATE := (clock_timestamp() AT TIME ZONE 'Europe/London')::date"),
        ("said", "JSONB"),
        ("wanted", "JSONB"),
    ],
    func="""
        IF OLD.refused_at IS NOT NULL THEN
            RAISE EXCEPTION 'Release % was not approved; propose it again.', OLD.number;
        END IF;
        IF NEW.approved_by_id IS NULL THEN
            RETURN NEW;  -- the constraint release_approved_whole refuses it
        END IF;
        IF NOT EXISTS (
               SELECT 1 FROM accounts_roleholding held
                WHERE held.user_id = NEW.approved_by_id AND held.role = 'principal_adviser'
                  AND held.since_on <= today AND (held.until_on IS NULL OR held.until_on >= today)) THEN
            RAISE EXCEPTION 'Release %: no Principal Adviser approves it.', OLD.number;
        END IF;
        IF EXISTS (
               SELECT 1 FROM councils_interest declared
                WHERE declared.user_id = NEW.approved_by_id AND declared.council_id = NEW.council_id
                  AND declared.since_on <= today
                  AND (declared.until_on IS NULL OR declared.until_on >= today)) THEN
            RAISE EXCEPTION 'Release %: the one who approves it has a declared interest.', OLD.number;
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
        IF EXISTS (
               SELECT 1 FROM liaison_releaseevidence line
                 JOIN cases_evidence item ON item.id = line.evidence_id
                WHERE line.release_id = NEW.id AND item.concern_id <> NEW.concern_id) THEN
            RAISE EXCEPTION 'Release % rests on evidence of another concern.', OLD.number;
        END IF;
        IF EXISTS (
               SELECT 1 FROM liaison_releaseevidence line
                 JOIN cases_evidence item ON item.id = line.evidence_id
                 JOIN intelligence_note note ON note.id = item.note_id
                WHERE line.release_id = NEW.id
                  AND (note.withdrawn_at IS NOT NULL OR note.checked = 'contradicted'
                       OR note.marking = 'restricted' OR note.is_originator_controlled)) THEN
            RAISE EXCEPTION 'Release % rests on a note that may go no further.', OLD.number;
        END IF;
        IF EXISTS (
               SELECT 1 FROM liaison_releaseevidence line
                 JOIN cases_evidence item ON item.id = line.evidence_id AND item.kind = 'challenge'
                 JOIN cases_peerchallenge challenge ON challenge.id = item.challenge_id
                 JOIN cases_peerchallenge_councils whose ON whose.peerchallenge_id = challenge.id
                WHERE line.release_id = NEW.id AND challenge.published_on IS NULL
                  AND NOT EXISTS (
                      SELECT 1 FROM cases_challengeconsent consent
                       WHERE consent.challenge_id = challenge.id AND consent.council_id = whose.council_id
                         AND consent.recipient = 'government' AND consent.ended_at IS NULL)) THEN
            RAISE EXCEPTION 'Release %: a peer challenge is not published, and its council has not agreed.',
                OLD.number;
        END IF;
        IF NEW.awareness_id IS NULL THEN
            IF current_setting('slirisk.release_without_awareness', true) IS DISTINCT FROM 'on' THEN
                RAISE EXCEPTION 'Release %: the council was not told before it, and no exception is on.',
                    OLD.number;
            END IF;
            IF NEW.exception_ground NOT IN ('safeguarding', 'crime', 'legal_duty')
               OR btrim(NEW.excepted_reason) = '' OR NEW.excepted_at IS NULL
               OR NEW.excepted_at > NEW.approved_at OR NEW.excepted_by_id = NEW.approved_by_id
               OR NOT EXISTS (
                   SELECT 1 FROM accounts_roleholding held
                    WHERE held.user_id = NEW.excepted_by_id AND held.role = 'governance_officer'
                      AND held.since_on <= today AND (held.until_on IS NULL OR held.until_on >= today)) THEN
                RAISE EXCEPTION 'Release %: no information-governance officer gave a reason for it.',
                    OLD.number;
            END IF;
        ELSIF NEW.told_on > (NEW.approved_at AT TIME ZONE 'Europe/London')::date
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
        IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM liaison_release earlier
                WHERE earlier.id = NEW.supersedes_id AND earlier.recipient_id = NEW.recipient_id
                  AND earlier.council_id = NEW.council_id AND earlier.approved_at IS NOT NULL
                  AND earlier.withdrawn_at IS NULL) THEN
            RAISE EXCEPTION 'Release %: what it supersedes does not stand with this recipient.', OLD.number;
        END IF;
        IF NEW.meeting_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM liaison_releasebatch batch
                WHERE batch.id = NEW.batch_id AND batch.meeting_id = NEW.meeting_id
                  AND batch.approved_by_id = NEW.approved_by_id AND batch.approved_at = NEW.approved_at
                  AND batch.size > (SELECT count(*) FROM liaison_release beside
                                     WHERE beside.batch_id = batch.id
                                       AND beside.approved_at IS NOT NULL)) THEN
            RAISE EXCEPTION 'Release % is for a meeting, and its batch was not approved.', OLD.number;
        END IF;
        IF NEW.sha256 <> encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex') THEN
            RAISE EXCEPTION 'Release %: the hash is not of this text.', OLD.number;
        END IF;
        said := NEW.canonical::jsonb;
        SELECT jsonb_build_object(
                   'number', OLD.number, 'purpose', OLD.purpose, 'concern', OLD.matter,
                   'handling', OLD.handling,
                   'recipient', jsonb_build_object('code', recipient.slug, 'name', recipient.name),
                   'council', jsonb_build_object('code', OLD.council_code, 'name', OLD.council_name,
                                                 'fictional', OLD.is_fictional),
                   'evidence', (SELECT jsonb_agg(jsonb_build_object('kind', line.kind, 'line', line.line)
                                                 ORDER BY line.position)
                                  FROM liaison_releaseevidence line WHERE line.release_id = OLD.id),
                   'awareness', CASE WHEN OLD.awareness_id IS NOT NULL THEN jsonb_build_object(
                       'told', OLD.told_whom, 'by', OLD.told_by, 'how', OLD.told_how,
                       'on', OLD.told_on::text,
                       'recorded_at', to_char(OLD.told_recorded_at AT TIME ZONE 'UTC',
                                              'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) END,
                   'exception', CASE WHEN OLD.awareness_id IS NULL THEN jsonb_build_object(
                       'ground', OLD.exception_ground, 'reason', OLD.excepted_reason,
                       'by', (SELECT name FROM accounts_user WHERE id = OLD.excepted_by_id),
                       'at', to_char(OLD.excepted_at AT TIME ZONE 'UTC',
                                     'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) END,
                   'approved', jsonb_build_object(
                       'by', approver.name,
                       'at', to_char(NEW.approved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
                   'originator', jsonb_build_object('organisation', 'Local Government Association',
                                                    'contact', proposer.name),
                   'supersedes', (SELECT number FROM liaison_release WHERE id = OLD.supersedes_id))
          INTO wanted
          FROM liaison_organisation recipient, accounts_user proposer, accounts_user approver
         WHERE recipient.id = OLD.recipient_id AND proposer.id = OLD.proposed_by_id
           AND approver.id = NEW.approved_by_id;
        IF said IS DISTINCT FROM wanted THEN
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
               'approved_by_id', 'approved_at', 'approval_recorded_at', 'canonical', 'sha256', 'batch_id',
               'excepted_by_id', 'excepted_at', 'excepted_reason',
               'refused_by_id', 'refused_at', 'refused_reason',
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason']
           IS DISTINCT FROM to_jsonb(NEW) - ARRAY[
               'approved_by_id', 'approved_at', 'approval_recorded_at', 'canonical', 'sha256', 'batch_id',
               'excepted_by_id', 'excepted_at', 'excepted_reason',
               'refused_by_id', 'refused_at', 'refused_reason',
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason'] THEN
            RAISE EXCEPTION 'Release % stands as it was proposed.', OLD.number;
        END IF;
        IF OLD.excepted_at IS NOT NULL
           AND (OLD.excepted_by_id, OLD.excepted_at, OLD.excepted_reason)
               IS DISTINCT FROM (NEW.excepted_by_id, NEW.excepted_at, NEW.excepted_reason) THEN
            RAISE EXCEPTION 'Release %: the reason for the exception stands as it was given.', OLD.number;
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

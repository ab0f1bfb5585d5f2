"""Organisations, tokens and releases: `token, client = issued(at)`."""

from datetime import UTC, date, datetime, timedelta

import factory

from cases.models import AwarenessRecord, Concern, Evidence, EvidenceKind
from cases.stages import Stage
from liaison.lines import lines_of
from liaison.models import NetworkMembership, Officer, Organisation, Release, ReleaseEvidence
from liaison.submission import GivenEvidence, Originator, Submission
from liaison.workflow import (
    approve_release,
    approve_support,
    issue_token,
    propose_release,
    propose_support,
    receive,
    withdraw_release,
)
from tests.factories.accounts import UserFactory
from tests.factories.cases import SupportPackageFactory, SupportProgressFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import NoteFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A department of the Information Sharing Network; `dclg=True` for DCLG."""

    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    class Params:
        dclg = factory.Trait(
            slug="dclg", name="Department for Communities and Local Government", short_name="DCLG"
        )

    slug = factory.Sequence(lambda n: f"department-{n}")
    name = factory.Sequence(lambda n: f"Department {n}")
    short_name = factory.LazyAttribute(lambda organisation: organisation.name)

    @factory.post_generation
    def in_network(self, create, extracted, **kwargs):
        """In the Network, unless `in_network=False`."""
        if create and extracted is not False and not self.memberships.exists():
            NetworkMembership.objects.create(organisation=self, source="A test")


class OfficerFactory(factory.django.DjangoModelFactory):
    """An officer of a department; `user` where they sign in here."""

    class Meta:
        model = Officer

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Officer {n}")
    key = factory.Sequence(lambda n: f"officer-{n}")
    since_on = date(2012, 1, 1)


def originator(organisation=None, **fields):
    """On whose behalf a liaison officer who signs in speaks."""
    officer = OfficerFactory(
        organisation=organisation or OrganisationFactory(), user=UserFactory(dclg_liaison=True), **fields
    )
    return Originator(organisation=officer.organisation, name=officer.name, officer=officer)


def handed_in(council, **fields):
    """A concern as it is handed in, about the council."""
    fields = {
        "matter": "Assessments of children are late.",
        "told": "no",
        "told_reason": "It is being checked.",
        "evidence": (
            GivenEvidence(kind="hard", line="The inspection of June", link="https://example.org/x"),
        ),
    } | fields
    return Submission(council_code=council.code, **fields)


def in_the_network(slug):
    """The department as the migrations leave it, where a test has emptied the database."""
    names = {"name": "Department for Communities and Local Government", "short_name": slug.upper()}
    department, _ = Organisation.objects.get_or_create(slug=slug, defaults=names)
    NetworkMembership.objects.get_or_create(organisation=department, defaults={"source": "The framework"})
    return department


def received(at, *, council=None, by=None, **fields):
    """An inbound concern, received by the act from an officer who signs in."""
    by = by or originator()
    given = handed_in(council or CouncilFactory(), **fields)
    return receive(by=by.officer.user, at=at, originator=by, given=given).inbound


def issued(at, **fields):
    """A client and its token, as the command issues them; DCLG's unless `organisation` says another's."""
    fields.setdefault("organisation", None)
    organisation = fields.pop("organisation") or OrganisationFactory(dclg=True)
    fields.setdefault("expires_at", at + timedelta(days=30))
    return issue_token(by=None, at=at, organisation=organisation, officer="P. Lowe", **fields)


def concern_about(council, **fields):
    """An open concern at Stage 3 about the council, looked after by an adviser of its region."""
    adviser = fields.pop("owner", None) or adviser_for(council)
    fields.setdefault("summary", "Reserves are thin.")
    return Concern.objects.create(
        council=council,
        stage=Stage.COUNCIL_DISCUSSION,
        owner=adviser,
        opened_by=adviser,
        opened_on=date(2012, 9, 1),
        review_on=date(2099, 1, 1),
        **fields,
    )


def told(concern, **fields):
    """That the council was told of the concern: its leader, by telephone, on 1 October 2012."""
    fields.setdefault("happened_on", date(2012, 10, 1))
    fields = {"told": "The leader", "how": "By telephone"} | fields
    record = AwarenessRecord.objects.create(concern=concern, by=concern.owner, **fields)
    record.refresh_from_db()
    return record


def published(concern, **fields):
    """A published document on the concern."""
    fields = {"title": "Annual audit letter 2011-12", "publisher": "The auditor"} | fields
    return Evidence.objects.create(
        concern=concern, by=concern.owner, happened_on=date(2012, 9, 2), kind=EvidenceKind.DOCUMENT, **fields
    )


def heard(concern, **fields):
    """A note on the concern, of a source of its own unless `source` says which; `why` is the evidence's."""
    why = fields.pop("why", "")
    note = NoteFactory(council=concern.council, **fields)
    return Evidence.objects.create(
        concern=concern,
        by=concern.owner,
        happened_on=date(2012, 9, 2),
        kind=EvidenceKind.NOTE,
        note=note,
        why=why,
    )


def proposed(at, *, concern=None, awareness=None, evidence=None, **fields):
    """A proposal of the concern's owner, made by the act; on one published document unless told otherwise."""
    concern = concern or concern_about(CouncilFactory())
    fields.setdefault("recipient", OrganisationFactory(dclg=True))
    fields.setdefault("purpose", "So that a seconded finance lead can be found in time.")
    fields.setdefault("matter", "The reserves fell below the council's own floor in two years running.")
    return propose_release(
        by=fields.pop("by", concern.owner),
        at=at,
        concern=concern,
        awareness=awareness or told(concern),
        evidence=[published(concern)] if evidence is None else evidence,
        **fields,
    )


class ReleaseFactory(factory.django.DjangoModelFactory):
    """A proposal as a row, for tests that need its number; on one published document."""

    class Meta:
        model = Release
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"2012-{n + 1:04}")
    recipient = factory.SubFactory(OrganisationFactory, dclg=True)
    council = factory.SubFactory(CouncilFactory)
    council_code = factory.SelfAttribute("council.code")
    council_name = factory.SelfAttribute("council.name")
    is_fictional = factory.SelfAttribute("council.is_fictional")
    concern = factory.LazyAttribute(lambda release: concern_about(release.council))
    awareness = factory.LazyAttribute(lambda release: told(release.concern))
    purpose = "So that a seconded finance lead can be found in time."
    matter = "The reserves fell below the council's own floor in two years running."
    told_whom = factory.SelfAttribute("awareness.told")
    told_by = factory.SelfAttribute("awareness.by.name")
    told_how = factory.SelfAttribute("awareness.how")
    told_on = factory.SelfAttribute("awareness.happened_on")
    told_recorded_at = factory.SelfAttribute("awareness.recorded_at")
    proposed_by = factory.SelfAttribute("concern.owner")
    proposed_at = datetime(2012, 10, 3, 9, tzinfo=UTC)

    @factory.post_generation
    def evidence(self, create, extracted, **kwargs):
        for position, line in enumerate(lines_of([published(self.concern)]), start=1):
            ReleaseEvidence.objects.create(
                release=self,
                position=position,
                kind=line.kind,
                line=line.line,
                source_key=line.source_key,
                evidence=line.evidence,
            )


def released(at, **fields):
    """A release, approved at `at` by another Principal Adviser."""
    release = ReleaseFactory(**fields)
    return approve_release(by=UserFactory(principal_adviser=True, name="R. Okafor"), at=at, release=release)


def support_shared(at, release=None, *, text="The board met.", approved=True, **fields):
    """Progress of support on a release, proposed by its concern's owner; approved by another unless not."""
    release = release or released(at)
    package = fields.pop("package", None) or SupportPackageFactory(concern=release.concern, **fields)
    progress = SupportProgressFactory(package=package, text=text) if text else None
    shared = propose_support(
        by=release.concern.owner,
        at=at,
        release=release,
        package=package,
        version=package.version,
        looked_at=progress and progress.pk,
    )
    if not approved:
        return shared
    return approve_support(by=UserFactory(principal_adviser=True, name="R. Okafor"), at=at, shared=shared)


def withdrawn(at, reason="A figure was wrong.", **fields):
    """A release that was withdrawn by an information-governance officer."""
    release = released(at, **fields)
    return withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason=reason)

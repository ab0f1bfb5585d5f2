"""Notes, their sources and signs: `NoteFactory(council=…, restricted=True)`."""

from datetime import UTC, date, datetime

import factory

from intelligence.models import (
    Attachment,
    AttachmentContent,
    Checked,
    DraftFile,
    Factor,
    Kind,
    Known,
    Marking,
    Note,
    NoteReader,
    Source,
    SourceType,
)
from intelligence.sealing import seal_bytes
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory


class FactorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Factor

    slug = factory.Sequence(lambda n: f"sign-{n}")
    name = factory.Sequence(lambda n: f"Sign {n} in its source's words")
    short_name = factory.Sequence(lambda n: f"Sign {n}")
    source = "A review, section 1"
    row = "R019"
    position = factory.Sequence(lambda n: n + 1)


class SourceTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SourceType

    slug = factory.Sequence(lambda n: f"source-type-{n}")
    name = factory.Sequence(lambda n: f"Own network {n}")
    rows = "R068"
    position = factory.Sequence(lambda n: n + 1)


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    type = factory.SubFactory(SourceTypeFactory)
    role = factory.Sequence(lambda n: f"officer {n}")
    owner = factory.SubFactory(UserFactory, principal_adviser=True)


class NoteFactory(factory.django.DjangoModelFactory):
    """A note marked ADVISERS, not yet checked; `factors=[…]`, `readers=[…]` for those it was opened to."""

    class Meta:
        model = Note
        skip_postgeneration_save = True

    class Params:
        restricted = factory.Trait(marking=Marking.RESTRICTED)
        published = factory.Trait(marking=Marking.OPEN, known=Known.PUBLISHED)
        good_practice = factory.Trait(kind=Kind.GOOD_PRACTICE)
        self_referral = factory.Trait(kind=Kind.SELF_REFERRAL)
        source_protected = factory.Trait(is_source_protected=True)
        originator_controlled = factory.Trait(is_originator_controlled=True)
        confirmed = factory.Trait(checked=Checked.CONFIRMED, confirmed_by=1)
        contradicted = factory.Trait(checked=Checked.CONTRADICTED)
        withdrawn = factory.Trait(
            withdrawn_at=datetime(2026, 3, 9, 10, tzinfo=UTC),
            withdrawn_by=factory.SelfAttribute("owner"),
            withdrawn_reason="Logged about the wrong council",
        )

    council = factory.SubFactory(CouncilFactory)
    text = factory.Sequence(lambda n: f"The finance director leaves at Christmas, heard {n}.")
    known = Known.FIRST_HAND
    owner = factory.SubFactory(UserFactory, principal_adviser=True)
    source = factory.SubFactory(SourceFactory, owner=factory.SelfAttribute("..owner"))
    happened_on = date(2026, 3, 2)

    @factory.post_generation
    def factors(self, create, extracted, **kwargs):
        if create and extracted:
            self.factors.set(extracted)

    @factory.post_generation
    def readers(self, create, extracted, **kwargs):
        for reader in extracted or ():
            NoteReader.objects.create(note=self, user=reader, opened_by=self.owner)


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A text file of a note, not scanned; `words=` what it says."""

    class Meta:
        model = Attachment
        skip_postgeneration_save = True

    class Params:
        held = factory.Trait(scan=Attachment.Scan.HELD)

    note = factory.SubFactory(NoteFactory)
    name = factory.Sequence(lambda n: f"letter {n}.txt")
    kind = Attachment.Kind.TEXT
    size = 12
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    scan = Attachment.Scan.NOT_SCANNED
    added_by = factory.SelfAttribute("note.owner")

    @factory.post_generation
    def words(self, create, extracted, **kwargs):
        if create:
            sealed = seal_bytes((extracted or "Dear adviser").encode())
            AttachmentContent.objects.create(attachment=self, sealed=sealed)


class DraftFileFactory(factory.django.DjangoModelFactory):
    """A text file that waits with a draft; `name=`, `content=` are sealed as they are set."""

    class Meta:
        model = DraftFile

    name = "letter.txt"
    content = b"Dear adviser"
    kind = Attachment.Kind.TEXT
    size = 12
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    scan = Attachment.Scan.NOT_SCANNED

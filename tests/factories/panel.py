"""The Panel, its meetings, the radar, and live concerns as the report reads them."""

from datetime import UTC, date, datetime

import factory

from accounts.models import Role
from cases.stages import Stage
from panel.live import LiveConcern, LiveSupport
from panel.models import Body, BodyName, CouncilTold, Invitation, Meeting, Membership, RadarEntry
from panel.queries import draft_of
from panel.workflow import write_slot
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory

NOON = datetime(2012, 11, 5, 12, tzinfo=UTC)


class BodyFactory(factory.django.DjangoModelFactory):
    """A board with one name; `psp=True` for the Panel, which acts for the Improvement Board."""

    class Meta:
        model = Body
        skip_postgeneration_save = True
        django_get_or_create = ("slug",)

    class Params:
        psp = factory.Trait(
            slug="psp",
            called="Panel",
            acts_for=factory.SubFactory("tests.factories.panel.BodyFactory", slug="improvement-board"),
        )

    slug = factory.Sequence(lambda n: f"board-{n}")
    called = "Board"

    @factory.post_generation
    def named(self, create, extracted, **kwargs):
        if create and not self.names.exists():
            name = {"psp": "Performance Support Panel", "improvement-board": "LGA Improvement Board"}
            BodyName.objects.create(body=self, name=extracted or name.get(self.slug, self.slug))


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory, psp=True)
    held_on = date(2012, 11, 20)
    cut_off_on = date(2012, 11, 15)
    venue = "Local Government House"
    planned_by = factory.SubFactory(UserFactory, secretariat=True)
    planned_at = NOON


class MembershipFactory(factory.django.DjangoModelFactory):
    """A seat on the Panel held by a panel member."""

    class Meta:
        model = Membership

    body = factory.SubFactory(BodyFactory, psp=True)
    user = factory.SubFactory(UserFactory, panel_member=True)
    capacity = Membership.Capacity.MEMBER
    since_on = date(2012, 4, 1)


class InvitationFactory(factory.django.DjangoModelFactory):
    """Somebody of another board is asked in for one council's item."""

    class Meta:
        model = Invitation

    meeting = factory.SubFactory(MeetingFactory)
    user = factory.SubFactory(UserFactory, role=Role.INVITED_MEMBER)
    council = factory.SubFactory(CouncilFactory)
    invited_by = factory.SelfAttribute("meeting.planned_by")
    invited_at = NOON


class RadarEntryFactory(factory.django.DjangoModelFactory):
    """A council on the radar; `off=True` for one taken off again."""

    class Meta:
        model = RadarEntry

    class Params:
        off = factory.Trait(
            taken_off_at=NOON,
            taken_off_by=factory.SelfAttribute("put_on_by"),
            taken_off_reason="The steps have worked",
        )

    council = factory.SubFactory(CouncilFactory)
    put_on_at = datetime(2012, 10, 1, 9, tzinfo=UTC)
    put_on_by = factory.SubFactory(UserFactory, principal_adviser=True)
    put_on_reason = "A new leader and no agreed budget"


class CouncilToldFactory(factory.django.DjangoModelFactory):
    """A council was told that it is in the paper."""

    class Meta:
        model = CouncilTold

    meeting = factory.SubFactory(MeetingFactory)
    council = factory.SubFactory(CouncilFactory)
    whom = "the chief executive"
    how = "by telephone"
    happened_on = date(2012, 11, 1)
    told_by = factory.SubFactory(UserFactory, principal_adviser=True)
    told_at = NOON


def live(council, stage="3", number=1, **more) -> LiveConcern:
    """A live concern as the cases room would say it."""
    said = {
        "id": number,
        "council": council,
        "stage": stage,
        "at_stage": next(each.numbered for each in Stage if each.digit == stage),
        "summary": f"Trust between leader and chief executive at {council.short_name}",
        "next_review_on": date(2012, 12, 3),
    }
    return LiveConcern(**{**said, **more})


def write_paragraph(*, meeting, council, name, by, **said):
    """Writes a paragraph after reading what the live concerns say (`panel.workflow.write_slot`)."""
    seal = draft_of(meeting, by).live_seal(council, name)
    return write_slot(meeting=meeting, council=council, name=name, seal=seal, by=by, **said)


def package(what="Mentor for the chief executive", **more) -> LiveSupport:
    return LiveSupport(what, "SOLACE", "Two sessions were held", date(2012, 10, 31), **more)

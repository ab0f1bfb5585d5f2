"""Offers, peer challenges and recognition of councils: `OfferUseFactory(taken_up=True)`."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from cases.models import (
    ChallengeConsent,
    OfferDays,
    OfferUse,
    PeerChallenge,
    Recognition,
    RecognitionStep,
    Step,
)
from tests.factories.councils import CouncilFactory, adviser_for

OFFERED_ON = date(2026, 2, 2)


def _now():
    return timezone.now()  # noqa: TID251


class OfferUseFactory(factory.django.DjangoModelFactory):
    """A leadership place, offered; `offer=` for another."""

    class Meta:
        model = OfferUse

    class Params:
        taken_up = factory.Trait(
            answer="taken_up",
            answered_on=OFFERED_ON,
            answered_at=factory.LazyFunction(_now),
            answered_by=factory.SelfAttribute("by"),
        )
        ended = factory.Trait(
            taken_up=True,
            ended_on=OFFERED_ON,
            ended_at=factory.LazyFunction(_now),
            ended_by=factory.SelfAttribute("by"),
            outcome="The new cabinet works together.",
        )

    council = factory.SubFactory(CouncilFactory)
    offer = "leadership-place"
    by = factory.LazyAttribute(lambda use: adviser_for(use.council))
    happened_on = OFFERED_ON


class OfferDaysFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferDays

    use = factory.SubFactory(OfferUseFactory, taken_up=True)
    by = factory.SelfAttribute("use.by")
    happened_on = OFFERED_ON
    days = 1


class PeerChallengeFactory(factory.django.DjangoModelFactory):
    """A corporate one of one council: `PeerChallengeFactory(councils=[council], published=True)`."""

    class Meta:
        model = PeerChallenge
        skip_postgeneration_save = True

    class Params:
        given = factory.Trait(
            given_on=date(2026, 4, 1),
            given_to="Chief executive",
            given_at=factory.LazyFunction(_now),
            given_by=factory.SelfAttribute("recorded_by"),
        )
        published = factory.Trait(
            given=True,
            publication="published",
            published_on=date(2026, 5, 1),
            link="https://www.example.org/report",
            publication_at=factory.LazyFunction(_now),
            publication_by=factory.SelfAttribute("recorded_by"),
        )
        not_published = factory.Trait(
            given=True,
            publication="not_published",
            publication_at=factory.LazyFunction(_now),
            publication_by=factory.SelfAttribute("recorded_by"),
        )
        called_off = factory.Trait(
            called_off_at=factory.LazyFunction(_now),
            called_off_by=factory.SelfAttribute("recorded_by"),
            called_off_reason="The council chose another year.",
        )

    kind = "corporate"
    on_site_from_on = date(2026, 3, 3)
    recorded_by = factory.LazyFunction(lambda: adviser_for(CouncilFactory()))

    @factory.post_generation
    def councils(self, create, extracted, **kwargs):
        if create:
            self.councils.set(extracted or [CouncilFactory()])


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChallengeConsent

    challenge = factory.SubFactory(PeerChallengeFactory, given=True)
    council = factory.LazyAttribute(lambda consent: consent.challenge.councils.first())
    by = factory.SelfAttribute("challenge.recorded_by")
    happened_on = date(2026, 4, 2)
    agreed_by = "Chief executive"
    recipient = "government"


class RecognitionFactory(factory.django.DjangoModelFactory):
    """A council on its way; `having=` names the steps that are held, each of which aligns."""

    class Meta:
        model = Recognition
        skip_postgeneration_save = True

    council = factory.SubFactory(CouncilFactory)
    by = factory.LazyAttribute(lambda held: adviser_for(held.council))
    happened_on = OFFERED_ON
    rated = "Rated “adequate” by CQC in 2010"

    @factory.post_generation
    def having(self, create, extracted, **kwargs):
        for kind in extracted or ():
            RecognitionStep.objects.create(
                recognition=self,
                kind=kind,
                aligns=True if kind not in (Step.INVITED, Step.RECOGNISED, Step.LEARNING) else None,
                happened_on=self.happened_on,
                by=self.by,
                who="D. Irector",
                line="It does.",
            )


def soon(days: int = 20) -> date:
    """A day to come."""
    return timezone.localdate() + timedelta(days=days)

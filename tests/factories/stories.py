"""Stories of the inbox and feeds: `StoryFactory(council=…)` lies in the inbox of the council's region."""

from datetime import UTC, datetime

import factory

from intelligence.models import Copy, Feed, InboxItem, Story, StoryCouncil
from tests.factories.accounts import UserFactory

WHEN = datetime(2026, 11, 17, 9, tzinfo=UTC)


class FeedFactory(factory.django.DjangoModelFactory):
    """A feed that is on; `regions=[…]`, `councils=[…]` say whom it is about."""

    class Meta:
        model = Feed
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Town Monitor {n}")
    address = factory.Sequence(lambda n: f"https://monitor.example/{n}")
    kind = "news"
    added_by = factory.SubFactory(UserFactory, analyst=True)

    @factory.post_generation
    def regions(self, create, extracted, **kwargs):
        self.regions.set(extracted or [])

    @factory.post_generation
    def councils(self, create, extracted, **kwargs):
        self.councils.set(extracted or [])


class StoryFactory(factory.django.DjangoModelFactory):
    """A story surely about `council`, with one copy; without a council it lies with all advisers."""

    class Meta:
        model = Story
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Council story {n}")
    excerpt = "Members met on Tuesday."
    publisher = "The Courier"
    link = factory.Sequence(lambda n: f"https://courier.example/{n}")
    published_at = WHEN
    first_at = WHEN
    last_at = WHEN

    @factory.post_generation
    def council(self, create, extracted, certainty="certain", **kwargs):
        if extracted:
            StoryCouncil.objects.create(
                story=self, council=extracted, certainty=certainty, why=f"“{extracted}” is named."
            )
        InboxItem.objects.create(story=self, region=extracted.region if extracted else None)

    @factory.post_generation
    def copy(self, create, extracted, **kwargs):
        Copy.objects.create(
            story=self, came_by="paste", title=self.title, link=self.link, title_key=str(self.pk), **kwargs
        )

"""Who a source is, sealed with a key the database does not hold."""

import os
import subprocess
import sys

import pytest

from common.errors import Refused
from intelligence.independence import independent_sources, sources_told_apart
from intelligence.models import Source, SourceIdentity
from intelligence.sealing import fingerprint, seal, unseal
from tests.factories.accounts import UserFactory
from tests.factories.intelligence import SourceFactory, SourceTypeFactory


def test_what_is_sealed_can_be_read_again_and_says_nothing_by_itself():
    sealed = seal("Cllr Ada Penrose 🙂")
    assert unseal(sealed) == "Cllr Ada Penrose 🙂"
    assert "Penrose" not in sealed
    assert seal("Cllr Ada Penrose 🙂") != sealed


def test_with_another_key_it_stays_shut_and_says_what_to_do(settings):
    sealed = seal("Cllr Ada Penrose")
    settings.SOURCE_KEY = "another key, which was never used to seal anything"
    with pytest.raises(Refused, match="SOURCE_KEY"):
        unseal(sealed)


def test_production_does_not_start_without_a_key_of_its_own():
    environment = {"SLIRISK_MODE": "production", "SECRET_KEY": "x" * 50, "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", "import slirisk.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "SOURCE_KEY" in done.stderr
    assert "not set" in done.stderr


def test_one_spelling_is_known_again_by_its_owner_and_by_nobody_else():
    assert fingerprint("Ada  PENROSE", owner_id=1) == fingerprint("ada penrose ", owner_id=1)
    assert fingerprint("Ada Penrose", owner_id=1) != fingerprint("Ada Penrose", owner_id=2)


def named(source, who):
    """The owner has said who the source is."""
    return SourceIdentity.objects.create(
        source=source,
        owner=source.owner,
        sealed=seal(who),
        fingerprint=fingerprint(who, owner_id=source.owner_id),
    )


@pytest.mark.django_db
class TestIndependence:
    """One source never counts twice (WORKFLOW section 5)."""

    def test_the_notes_own_source_never_counts(self):
        own = SourceFactory()
        assert independent_sources(own, [own, own]) == 0

    def test_two_whom_one_adviser_has_named_are_two(self):
        own = SourceFactory()
        others = SourceFactory.create_batch(2, owner=own.owner, type=own.type, role="officer")
        named(others[0], "Ada Penrose")
        named(others[1], "Zoe Quick")
        assert independent_sources(own, others) == 2

    def test_one_whom_nobody_named_may_be_anybody_of_the_same_role_and_counts_once(self):
        own = SourceFactory()
        others = SourceFactory.create_batch(3, owner=own.owner, type=own.type, role="officer")
        assert independent_sources(own, others) == 1
        named(others[0], "Ada Penrose")
        assert independent_sources(own, others) == 1

    def test_one_who_was_named_in_two_roles_is_one(self):
        own = SourceFactory()
        others = [SourceFactory(owner=own.owner, role=role) for role in ("leader", "councillor")]
        for source in others:
            named(source, "Ada Penrose")
        assert independent_sources(own, others) == 1
        assert independent_sources(others[1], others[:1]) == 0

    def test_it_asks_once_however_many_there_are_and_opens_no_seal(self, django_assert_num_queries):
        sources = SourceFactory.create_batch(6)
        named(sources[0], "Ada Penrose")
        fresh = list(Source.objects.all())
        with django_assert_num_queries(1) as asked:
            assert sources_told_apart(fresh) == 6
            assert sources_told_apart(fresh) == 6
        assert '"sealed"' not in asked.captured_queries[0]["sql"]

    def test_two_advisers_sources_of_one_role_and_region_cannot_be_told_apart(self):
        kind = SourceTypeFactory()
        own = SourceFactory(type=kind, role="Scrutiny chair")
        assert independent_sources(own, [SourceFactory(type=kind, role="scrutiny  chair")]) == 0
        assert independent_sources(own, [SourceFactory(type=kind, role="leader")]) == 1

    def test_anonymous_ones_count_once_between_them(self):
        user = UserFactory()
        own = SourceFactory()
        anonymous = SourceFactory.create_batch(3, is_anonymous=True, owner=user)
        assert independent_sources(own, anonymous) == 1
        assert independent_sources(anonymous[0], anonymous[1:]) == 0

    def test_one_publication_counts_once_whoever_read_it(self):
        own = SourceFactory()
        read = [SourceFactory(reference=text) for text in ("Auditor’s letter 2026", "auditor’s  letter 2026")]
        assert independent_sources(own, read) == 1

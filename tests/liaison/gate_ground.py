"""The ground on which the gate is tried: people, a council, a meeting; each attempt has its own concern."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Concern, Evidence
from councils.models import Council
from liaison.document import canonical_json, digest
from liaison.models import Organisation, Release
from panel.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import SourceFactory
from tests.factories.liaison import OrganisationFactory, concern_about, heard, issued, published, told
from tests.factories.of_councils import PeerChallengeFactory
from tests.factories.panel import MeetingFactory

ROLE = "slirisk_drill_of_the_gate"
WORDS = ("reserves", "savings", "officers", "inspection", "budget", "leader", "turnover", "plans", "services")
SAYS = "SELECT set_config('slirisk.release_without_awareness', 'on', true)"


@dataclass
class Ground:
    """Who and what there is for an attempt; `clients` are signed in."""

    rng: random.Random
    at: datetime
    council: Council
    adviser: User
    approver: User
    senior: User
    elsewhere: User
    recused: User
    officer: User
    dclg: Organisation
    cqc: Organisation
    meeting: Meeting
    token: str
    clients: dict[str, Client] = field(default_factory=dict)

    def words(self) -> str:
        """A sentence that is another each time."""
        return f"The {' and '.join(self.rng.sample(WORDS, 3))} call for support."

    def concern(self) -> Concern:
        """A concern of the council, of which it has not been told yet."""
        return concern_about(self.council, owner=self.adviser, summary=self.words())

    def heard(self, concern: Concern, **traits: Any) -> Evidence:
        """A note on it that the adviser wrote, of a source of its own."""
        traits.setdefault("source", SourceFactory(owner=self.adviser, role=f"source {self.rng.random()}"))
        return heard(concern, owner=self.adviser, **traits)

    def challenge(self, concern: Concern) -> Evidence:
        """What a peer challenge said that is not published."""
        given: Any = PeerChallengeFactory(councils=[self.council], given=True)
        return Evidence.objects.create(
            concern=concern,
            by=self.adviser,
            happened_on=timezone.localdate(self.at),
            kind="challenge",
            challenge=given,
            title="Peer challenge",
            why="It bears on the savings.",
        )

    def proposal(self) -> dict[str, Any]:
        """All that a good proposal has, for `propose_release`."""
        concern = self.concern()
        return {
            "by": self.adviser,
            "at": self.at,
            "concern": concern,
            "recipient": self.dclg,
            "purpose": self.words(),
            "matter": self.words(),
            "awareness": told(concern, told=f"The {self.rng.choice(WORDS)} lead"),
            "evidence": [published(concern, title=self.words())],
        }


def lay(seed: int, at: datetime) -> Ground:
    """The ground, in the caller's database."""
    council: Any = CouncilFactory()
    on = timezone.localdate(at)
    adviser = adviser_for(council)
    people = {
        "adviser": adviser,
        "approver": UserFactory(principal_adviser=True),
        "senior": UserFactory(senior_adviser=True),
        "elsewhere": UserFactory(principal_adviser=True),
        "recused": UserFactory(principal_adviser=True),
        "officer": UserFactory(governance_officer=True),
    }
    InterestFactory(user=people["recused"], council=council)
    dclg: Any = OrganisationFactory(dclg=True)
    cqc: Any = OrganisationFactory(slug="drill-cqc")
    meeting: Any = MeetingFactory(
        held_on=on + timedelta(days=6), cut_off_on=on, department_met_on=on + timedelta(days=2)
    )
    _, token = issued(at, organisation=dclg)
    ground = Ground(
        random.Random(seed),  # noqa: S311  (a drill that can be repeated)
        at,
        council,
        dclg=dclg,
        cqc=cqc,
        meeting=meeting,
        token=token,
        **people,
    )
    for name, person in (*people.items(), ("administrator", UserFactory(administrator=True))):
        ground.clients[name] = Client()
        ground.clients[name].force_login(person)
    return ground


@contextmanager
def role() -> Iterator[None]:
    """A database role that may write every row and owns nothing, as the application's should be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone():
            cursor.execute(f"DROP OWNED BY {ROLE}")
        else:
            cursor.execute(f"CREATE ROLE {ROLE} NOSUPERUSER NOLOGIN")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@dataclass
class Rows:
    """What raw SQL writes: the row of a release, its lines (`kind`, key, evidence) and how it is approved."""

    row: dict[str, Any]
    lines: list[tuple[str, str, Evidence]]
    approve: dict[str, Any]
    switched: bool = False
    before: dict[str, Any] = field(default_factory=dict)  # an update between proposal and approval
    batch: int = 0  # the size that its meeting's batch claims
    after: str = ""  # a statement once it was approved, with the release's key as %s


def rows_of(ground: Ground) -> Rows:
    """All that a good release has, as rows."""
    fields = ground.proposal()
    concern, telling = fields["concern"], fields["awareness"]
    row = {
        "number": f"1999-{ground.rng.randrange(9000):04}",
        "recipient_id": ground.dclg.pk,
        "council_id": ground.council.pk,
        "council_code": ground.council.code,
        "council_name": ground.council.name,
        "is_fictional": ground.council.is_fictional,
        "concern_id": concern.pk,
        "purpose": fields["purpose"],
        "matter": fields["matter"],
        "handling": "In confidence. Consult the originator before disclosure.",
        "awareness_id": telling.pk,
        "told_whom": telling.told,
        "told_by": telling.signature,
        "told_how": telling.how,
        "told_on": telling.happened_on,
        "told_recorded_at": telling.recorded_at,
        "exception_ground": "",
        "excepted_reason": "",
        "proposed_by_id": ground.adviser.pk,
        "proposed_at": ground.at,
        "canonical": "",
        "sha256": "",
        "refused_reason": "",
        "withdrawn_reason": "",
    }
    lines = [("hard", "published-1", item) for item in fields["evidence"]]
    return Rows(row, lines, {"approved_by_id": ground.approver.pk, "approved_at": ground.at})


def write(ground: Ground, rows: Rows) -> None:
    """Propose and approve in raw SQL, as the role; raises what the database says."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        if rows.switched:
            cursor.execute(SAYS)
        pk = insert(cursor, "liaison_release", rows.row)
        for position, (kind, key, item) in enumerate(rows.lines, start=1):
            line = {"release_id": pk, "position": position, "kind": kind, "line": "So it is."}
            insert(cursor, "liaison_releaseevidence", {**line, "source_key": key, "evidence_id": item.pk})
        if rows.before:
            update(cursor, "liaison_release", pk, rows.before)
        if rows.batch:
            batch = {"meeting_id": ground.meeting.pk, "size": rows.batch}
            rows.approve["batch_id"] = insert(cursor, "liaison_releasebatch", {**batch, **rows.approve})
        update(cursor, "liaison_release", pk, _text(pk, rows) | rows.approve)
        if rows.after:
            cursor.execute(rows.after, [pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # for whatever else is in the transaction
        cursor.execute("RESET ROLE")


def _text(pk: int, rows: Rows) -> dict[str, str]:
    """The canonical text of the row as it stands, and its hash."""
    held = Release.objects.get(pk=pk)
    by = User.objects.filter(pk=rows.approve["approved_by_id"] or 0).first()
    at = rows.approve["approved_at"]
    text = canonical_json(held, list(held.evidence.all()), approved_by=by.name if by else "", approved_at=at)
    return {"canonical": text, "sha256": digest(rows.approve.get("canonical", text))}


def insert(cursor: Any, table: str, row: dict[str, Any]) -> int:
    """Writes a row; its key."""
    names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608  (names are our own)
    cursor.execute(sql, list(row.values()))
    return int(cursor.fetchone()[0])


def update(cursor: Any, table: str, pk: int, columns: dict[str, Any]) -> None:
    """Sets these columns of a row."""
    setting = ", ".join(f"{name} = %s" for name in columns)
    cursor.execute(f"UPDATE {table} SET {setting} WHERE id = %s", [*columns.values(), pk])  # noqa: S608

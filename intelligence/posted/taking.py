"""The mails in a maildir, each once: an e-alert to the inbox, a note to a draft, all else put aside."""

from __future__ import annotations

import hashlib
import json
import logging
import mailbox
import re
import tempfile
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Draft, User
from accounts.queries import person_by_address
from accounts.workflow import keep_draft
from common import scratch
from common.errors import DomainError, Refused
from common.parsing_child import ParserKilled, ParsingFailed, run_parser
from intelligence.access import may_not_log_at_all
from intelligence.access_inbox import may_not_triage_at_all
from intelligence.files.receiving import Received, receive
from intelligence.files.scanning import Scan
from intelligence.models import CameBy
from intelligence.sources.bringing import alerts_from_mail
from intelligence.workflow import bring_stories, keep_draft_files, refuse_harmful_file
from ledger import workflow as ledger
from ledger.models import Job

log = logging.getLogger(__name__)
KIND = "mail"
REFUSED = "Refused"
AT_ONCE = 50
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 6  # half an hour: what fails for longer is for a person to look at
FAMILY = UUID("6f1d2f0e-4a53-4b0a-9a0e-5a5a2f6c7d11")  # of the keys made from a mail's own bytes
CAPTURE = "/capture"
ALERT = re.compile(r"\balerts?\b", re.I)  # in the subject, as Google and the monitoring services write it


@dataclass(frozen=True)
class Counted:
    """How many mails became drafts, had come before, were put aside, or brought an e-alert's stories."""

    drafts: int = 0
    before: int = 0
    refused: int = 0
    alerts: int = 0


class MailRefused(Exception):
    """A mail is put aside; `why` is a line for the log, without a word of the mail."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotThere(Exception):
    """A mail that was written down lies nowhere in the maildir just now."""


def collect(*, clock: Callable[[], datetime], worker: str) -> Counted:
    """Take in what lies in the maildir of `MAIL_IN_MAILDIR`; nothing where none is set. Safe to run twice."""
    place = str(settings.MAIL_IN_MAILDIR)
    if not place or not (Path(place) / "new").is_dir():
        return Counted()
    box = mailbox.Maildir(place, create=False)
    waiting, before = _written_down(box, Path(place), clock)
    drafts = refused = alerts = 0
    while held := ledger.claim(kinds=[KIND], worker=worker, lease=LEASE, at=clock()):
        key = _where(box, Path(place), held.key, waiting.get(held.key))
        try:
            if held.attempts > MOST_ATTEMPTS:
                raise MailRefused(f"it could not be taken in at {MOST_ATTEMPTS} attempts")
            if key is None:
                raise NotThere
            is_alert = _take(_path(box, Path(place), key), held.key, clock())
        except MailRefused as aside:
            log.warning("a mail was put aside: %s", aside.why)
            ledger.fail(job_id=held.pk, token=held.token, sentence=aside.why, at=clock())
            if key is not None:
                _put_aside(box, key)
            refused += 1
        except (ParserKilled, NotThere):
            log.warning("a mail could not be read just now, and is tried again")
            later = clock() + LEASE
            ledger.fail(job_id=held.pk, token=held.token, sentence="Tried again.", at=clock(), again_at=later)
        else:
            ledger.finish(job_id=held.pk, token=held.token, result={"draft": not is_alert}, at=clock())
            box.discard(str(key))
            alerts, drafts = alerts + is_alert, drafts + (not is_alert)
    return Counted(drafts, before, refused, alerts)


def _written_down(
    box: mailbox.Maildir, place: Path, clock: Callable[[], datetime]
) -> tuple[dict[str, str], int]:
    """Each mail as a row of the ledger: where it lies, by its bytes' hash; and how many had come before.

    What became something once is not kept a second time. What failed did not: it goes to whoever looks after
    the mail.
    """
    waiting: dict[str, str] = {}
    before = 0
    for key in sorted(box.keys())[:AT_ONCE]:
        digest = _digest(box, place, key)
        if digest is None:
            continue  # another run has taken it
        job = _job(digest, clock)
        if job.state == Job.State.FAILED:
            _put_aside(box, key)
            before += 1
        elif job.state == Job.State.DONE or digest in waiting:
            box.discard(key)
            before += 1
        else:
            waiting[digest] = key
    return waiting, before


def _where(box: mailbox.Maildir, place: Path, digest: str, listed: str | None) -> str | None:
    """Where a mail lies: as this run listed it, or, of one that another run wrote down, by looking through
    all; None where it is not there now."""
    if listed is not None and listed in box:
        return listed
    return next((key for key in sorted(box.keys()) if _digest(box, place, key) == digest), None)


def _path(box: mailbox.Maildir, place: Path, key: str) -> Path:
    """The file of a mail: its size and hash are asked before anything reads it whole."""
    return place / str(box._lookup(key))  # type: ignore[attr-defined]


def _digest(box: mailbox.Maildir, place: Path, key: str) -> str | None:
    """The hash of a mail's bytes; None where it has gone meanwhile."""
    digest = hashlib.sha256()
    try:
        with _path(box, place, key).open("rb") as file:
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except (KeyError, FileNotFoundError):
        return None
    return digest.hexdigest()


def _job(key: str, clock: Callable[[], datetime]) -> Job:
    """The ledger's row of this mail, by its bytes: made once, however often the mail comes."""
    known = Job.objects.filter(kind=KIND, key=key).order_by("-id").first()
    return known or ledger.enqueue(kind=KIND, key=key, arguments={}, at=clock())[0]


def _take(path: Path, key: str, at: datetime) -> bool:
    """To the inbox where it is an e-alert that an adviser had sent here or passed on; else to a draft."""
    if path.stat().st_size > settings.ATTACHMENT_MOST_BYTES:
        raise MailRefused("it is larger than what is taken")
    with scratch.folder_in(Path(tempfile.gettempdir())) as folder:
        try:
            out = run_parser(
                "intelligence.posted.letter:read",
                {
                    "path": str(path),
                    "trusted_host": settings.MAIL_IN_TRUSTED_HOST,
                    "most_files": settings.ATTACHMENTS_MOST,
                },
                folder=folder,
                max_seconds=30,
            )
        except ParsingFailed as failure:
            raise MailRefused(failure.sentence) from failure
        said = json.loads(out.read_text(encoding="utf-8"))
    person = _sender(said, at)
    if ALERT.search(str(said["subject"])) and _stories_of(path, person, at):
        return True
    _draft_of(said, person, key, at)
    return False


def _stories_of(path: Path, person: User, at: datetime) -> bool:
    """File the stories of an e-alert; False where the mail holds none, or the person keeps no inbox."""
    if may_not_triage_at_all(person, timezone.localdate(at)):
        return False
    try:
        read = alerts_from_mail(path.read_bytes())
    except DomainError:
        return False
    if not read["items"]:
        return False
    bring_stories(by=person, at=at, items=read["items"], came_by=CameBy.MAIL, left=read["left"])
    return True


def _draft_of(said: dict[str, Any], person: User, key: str, at: datetime) -> Draft:
    """The draft with the mail's words and files; in it, in brackets, which files did not come and why."""
    files, missing = _files_of(said, person, at)
    words = [part for part in (said["subject"], said["text"]) if part.strip()]
    if files and not words:
        words = [f"(Sent by e-mail without words: {', '.join(one.name for one in files)})"]
    try:
        with transaction.atomic():
            draft = keep_draft(
                by=person,
                at=at,
                form=CAPTURE,
                fields={"text": ["\n\n".join([*words, *(f"({sentence})" for sentence in missing)])]},
                key=uuid5(FAMILY, key),
                origin=Draft.Origin.MAILED,
            )
            if files:
                keep_draft_files(by=person, at=at, draft=draft, files=files)
    except DomainError as error:
        raise MailRefused("it could not be kept as a draft") from error
    return draft


def _files_of(said: dict[str, Any], person: User, at: datetime) -> tuple[list[Received], list[str]]:
    """The mail's files, each cleaned and scanned as an attachment is; and why others are missing.

    Raises ParserKilled where one could not be looked at just now: the mail waits whole.
    """
    taken, missing = [], []
    for file in said["files"]:
        try:
            one = receive(file["name"], [b64decode(file["content"])])
        except Refused as error:
            if isinstance(error.__cause__, ParserKilled):
                raise error.__cause__ from error
            missing.append(error.sentence)
            continue
        if one.scan == Scan.INFECTED:
            refuse_harmful_file(by=person, at=at)
            missing.append(f"{one.name} was not attached: the scanner knows it as harmful.")
            continue
        taken.append(one)
    if more := said["more"]:
        number = f"{more} more file{'s' if more != 1 else ''}"
        missing.append(f"{number} came with the e-mail. Attach those that matter most to the note.")
    return taken, missing


def _sender(said: dict[str, object], at: datetime) -> User:
    """Who sent it: somebody who may log notes, vouched for by our own mail host."""
    if not said["is_vouched"]:
        raise MailRefused("our mail host does not vouch for its sender")
    person = person_by_address(str(said["sender"]))
    if person is None or may_not_log_at_all(person, at.date()):
        raise MailRefused("its sender does not log notes here")
    return person


def _put_aside(box: mailbox.Maildir, key: str) -> None:
    """To the folder Refused, for whoever looks after the mail; nobody is answered."""
    aside = box.add_folder(REFUSED)
    with box.get_file(key) as file:
        aside.add(file)
    box.discard(key)

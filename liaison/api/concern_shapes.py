"""What is sent to /api/v1/concerns/ and what is given out there, field by field."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from liaison import queries
from liaison.api.asked import CODE
from liaison.api.base import Page, StrictSerializer
from liaison.api.sending import officer_field
from liaison.models.release import HANDLING

EVIDENCE_KINDS = ["hard", "soft"]
TOLD = ["yes", "no", "not_yet"]
ANSWER_KINDS = [
    "nothing",
    "resolved",
    "answered",
    "consent_asked",
    "consent_given",
    "consent_refused",
    "withdrawn",
]


class SentEvidence(StrictSerializer):
    kind = serializers.ChoiceField(choices=EVIDENCE_KINDS, help_text="Published or inspected; or heard")
    line = serializers.CharField(max_length=2000)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True, default="")


class SentTold(StrictSerializer):
    """Whether the council has been told: `on` with yes, `reason` with no and not_yet."""

    answer = serializers.ChoiceField(choices=TOLD)
    on = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=20000)


class SentConcern(StrictSerializer):
    """A concern as it is sent. No other field is taken: a stage or a marking is never set from outside."""

    council = serializers.RegexField(CODE, help_text="The council's code")
    concern = serializers.CharField(max_length=20000, help_text="What the concern is, specifically")
    council_told = SentTold()
    evidence = SentEvidence(many=True, required=False, default=list)
    handling = serializers.CharField(
        required=False, default=HANDLING, max_length=20000, help_text="Your terms; who reads it is told them"
    )
    originator_controlled = serializers.BooleanField(required=False, default=True)
    urgent = serializers.BooleanField(
        required=False, default=False, help_text="Without waiting for a meeting"
    )
    own_reference = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    service_area = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=50,
        help_text="Its short name, if it is of one",
    )
    officer = officer_field()


class SentWithdrawal(StrictSerializer):
    reason = serializers.CharField(max_length=20000)
    officer = officer_field()


class SentConsent(StrictSerializer):
    given = serializers.BooleanField(
        help_text="Whether your words may go to whom you were asked about, as they stood then"
    )
    text = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20000, help_text="On what terms, or why not"
    )
    officer = officer_field()


class HeldCouncil(serializers.Serializer[Any]):
    code = serializers.RegexField(CODE)
    name = serializers.CharField()
    fictional = serializers.BooleanField()


class HeldTold(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=TOLD)
    on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()


class HeldEvidence(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=EVIDENCE_KINDS)
    line = serializers.CharField()
    link = serializers.CharField()


class ConcernAnswer(serializers.Serializer[Any]):
    """What passed through the door since: our answers and questions, your replies. nothing: we hold none."""

    id = serializers.IntegerField(
        min_value=1,
        help_text="Its place among these, which stays. A question of consent is answered by it",
    )
    kind = serializers.ChoiceField(choices=ANSWER_KINDS)
    to = serializers.CharField(
        help_text="To whom your words would go, by name, in a question of consent: your answer is for this "
        "recipient and for the words as they stood when you were asked. Empty in all others, and in a "
        "question that did not say: a yes to that opens them to nobody"
    )
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    about = serializers.IntegerField(
        min_value=1, allow_null=True, help_text="The `id` of the question that a consent answers"
    )


class ConcernEntry(serializers.Serializer[Any]):
    """A concern your organisation brought: its words as they stand, and what was answered."""

    number = serializers.RegexField(queries.INBOUND_NUMBER)
    standing = serializers.ChoiceField(choices=["waiting", "answered", "withdrawn"])
    received_at = serializers.DateTimeField(help_text="By our own clock: this is your acknowledgement")
    changed_at = serializers.DateTimeField()
    council = HeldCouncil()
    service_area = serializers.CharField()
    own_reference = serializers.CharField()
    version = serializers.IntegerField(min_value=1)
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    sent_by = serializers.CharField()
    concern = serializers.CharField()
    council_told = HeldTold()
    evidence = HeldEvidence(many=True)
    handling = serializers.CharField()
    originator_controlled = serializers.BooleanField()
    urgent = serializers.BooleanField()
    answers = ConcernAnswer(many=True)


class ConcernPage(Page):
    results = ConcernEntry(many=True)

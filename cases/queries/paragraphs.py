"""The paragraph that the Panel would read of a concern, its versions, and to whom each was shown."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from accounts.models import Role, User
from cases.models import Concern, PanelLine, PanelParagraph, ParagraphShown, SupportPackage


def reads_paragraphs(user: User | AnonymousUser) -> bool:
    """Whether the person is one of those who write the Panel's report: advisers, and the secretariat.

    To others who read the concern its words come with the pack, once it is issued (TRUST section 2, "Radar
    pack").
    """
    return isinstance(user, User) and (user.is_adviser or user.has_role(Role.SECRETARIAT))


def paragraphs_of(concern: Concern) -> list[PanelParagraph]:
    """Every version, the newest first, each with to whom it was shown, in two queries."""
    return list(with_shown(concern.paragraphs.order_by("-id")))


def paragraph_of(concern: Concern, pk: int) -> PanelParagraph | None:
    """One version of the concern's paragraph."""
    found: PanelParagraph | None = (
        with_shown(concern.paragraphs.filter(pk=pk))
        .select_related("concern__council__region", "concern__owner")
        .first()
    )
    return found


def with_shown(paragraphs):  # type: ignore[no-untyped-def]
    """With to whom each was shown, the latest first."""
    shown = ParagraphShown.objects.select_related("by", "acted_for").order_by("-happened_on", "-id")
    return paragraphs.select_related("by", "acted_for").prefetch_related(Prefetch("shown", queryset=shown))


def paragraph_begun(
    concern: Concern,
    paragraphs: list[PanelParagraph],
    line: PanelLine | None,
    support: list[SupportPackage],
) -> str:
    """What the box begins with: the paragraph that stands, else the challenge and the support."""
    if paragraphs:
        return paragraphs[0].text
    challenge = line.challenge if line else ""
    going = "; ".join(package.in_a_line.rstrip(".") for package in support if package.goes_on)
    offered = going or (line.support.rstrip(".") if line and line.support else "none yet")
    first = f"{concern.summary.rstrip('.')}."
    return "\n".join(part for part in (first, challenge, f"Support: {offered}.") if part)

"""The register of boards, from a reviewed file into rows; safe to run again."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.db import transaction

from panel.models import Body, BodyName

REGISTER = Path(__file__).parent / "register" / "bodies.toml"


@transaction.atomic
def load_bodies(path: Path = REGISTER) -> int:
    """Make or bring up to date every board of the file; returns how many it holds."""
    held = tomllib.loads(path.read_text())["body"]
    for said in held:
        body, _ = Body.objects.update_or_create(
            slug=said["slug"], defaults={"called": said["called"], "remit": said["remit"]}
        )
        for name in said["names"]:
            BodyName.objects.update_or_create(
                body=body,
                name=name["name"],
                defaults={
                    "is_other_name": name.get("other", False),
                    "since_on": name.get("since"),
                    "until_on": name.get("until"),
                    "source": name["source"],
                },
            )
    for said in held:
        if "acts_for" in said:
            Body.objects.filter(slug=said["slug"]).update(acts_for=Body.objects.get(slug=said["acts_for"]))
    return len(held)

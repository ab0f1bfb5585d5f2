"""script/screenshots: the README's pictures, taken of the demonstration that runs, into docs/screenshots/."""

import argparse
import os

from .look import Picture, take
from .telling import ROOT, failures_told

WIDE, PHONE = (1366, 900), (390, 844)
ADVISER = "okafor@demonstration.example"
SECRETARIAT = "pryce@demonstration.example"
PICTURES = (
    Picture("today", "/", ADVISER, *WIDE),
    Picture("council", "/councils/X00000001", ADVISER, *WIDE),
    Picture("council-phone", "/councils/X00000001", ADVISER, *PHONE),
    Picture("capture-phone", "/capture", ADVISER, *PHONE),
    Picture("concern", "/cases/4", "singh@demonstration.example", *WIDE),
    Picture("paper", "/packs/1", SECRETARIAT, *WIDE),
    Picture("radar", "/radar", SECRETARIAT, *WIDE),
)


def main() -> None:
    """Fails where a page answers with anything but 200, so that no picture is of an error."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description=__doc__)
    parser.add_argument(
        "--at", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}", help="the service"
    )
    options = parser.parse_args()
    with failures_told():
        take(PICTURES, at=options.at, into=ROOT / "docs" / "screenshots", whole=False, strict=True)


if __name__ == "__main__":
    main()

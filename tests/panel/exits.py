"""Every way in which an issued report and what was tabled to it leave for a reader, to the last corner."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf

from panel.models import Pack
from tests.papers.reading import Tagged, read_pdf

FILES = ("pdf", "large-print", "word", "text")


def everything(content: bytes) -> str:
    """All words of a file: a PDF's text and properties, every part of a packed one."""
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as document:
            about = [str(value) for value in dict(document.docinfo).values()]
        return "\n".join([*read_pdf(content), *Tagged(content).artifacts, *about])  # feet of pages too
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            return "\n".join(
                [
                    *archive.namelist(),
                    *(archive.read(each).decode("utf-8", "replace") for each in archive.namelist()),
                ]
            )
    return content.decode()


def exits(client, pack: Pack) -> dict[str, str]:
    """What this reader is given of the pack and its addenda, by address."""
    roots = [pack.get_absolute_url(), *(each.get_absolute_url() for each in pack.addenda.all())]
    given = {}
    for root in roots:
        for address in (root, *(f"{root}/{form}" for form in FILES)):
            answer = client.get(address)
            given[address] = everything(answer.content) if answer.status_code == 200 else ""
    return given

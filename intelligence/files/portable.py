"""A PDF without what it says of its makers, and without anything that runs or hides in it."""

from __future__ import annotations

import io
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from common.parsing_child import ParsingFailed
from intelligence.files.pictures import without_segments

ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")
RUNS = ("/AA", "/JS", "/JavaScript", "/XFA", "/OpenAction")
HIDES = ("/EF", "/EmbeddedFiles", "/AF", "/Collection")
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
}
MARKUP = {
    "/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink",
    "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Popup", "/Redact", "/FileAttachment",
}  # fmt: skip
DEEPEST = 60


def cleaned(content: bytes) -> tuple[bytes, list[str]]:
    """The same pages; and in words what was taken out. Raises ParsingFailed with a sentence."""
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise ParsingFailed(
            "It is locked with a password, so it cannot be checked. Save it without one and attach that."
        ) from error
    except pikepdf.PdfError as error:
        raise ParsingFailed("The PDF is damaged or cut short. Save or print it to PDF again.") from error
    with pdf:
        took: set[str] = set()
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
            took.add("properties")
        _clean(pdf.Root, took, 0)
        for one in pdf.objects:
            _clean(one, took, 0)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue(), sorted(took)


def _clean(thing: Any, took: set[str], depth: int) -> None:
    """This object and what stands directly in it; what it points to comes in its own turn."""
    if depth > DEEPEST:
        raise ParsingFailed("The PDF is built in a way no ordinary PDF is. Print it to PDF again.")
    if isinstance(thing, Dictionary | Stream):
        _clean_dictionary(thing, took)
        inside = [thing.get(key) for key in thing.keys()]  # noqa: SIM118  (a PDF's dictionary iterates by keys())
    elif isinstance(thing, Array):
        inside = list(thing)
    else:
        return
    for one in inside:
        if isinstance(one, Dictionary | Stream | Array) and not one.is_indirect:
            _clean(one, took, depth + 1)


def _clean_dictionary(thing: Any, took: set[str]) -> None:
    for keys, word in ((ABOUT, "properties"), (RUNS, "scripts"), (HIDES, "files inside it")):
        for key in keys:
            if key in thing:
                del thing[key]
                took.add(word)
    if str(thing.get("/S", "")) in ACTIONS:
        for key in [key for key in thing.keys() if key != "/Next"]:  # noqa: SIM118
            del thing[key]
        took.add("scripts")
    if str(thing.get("/Subtype", "")) in MARKUP and "/T" in thing and "/FT" not in thing:
        del thing["/T"]
        took.add("who wrote its remarks")
    if isinstance(thing, Stream) and _is_jpeg(thing):
        raw = thing.read_raw_bytes()
        plain = without_segments(raw)
        if plain != raw:
            thing.write(plain, filter=Name.DCTDecode, decode_parms=cast(Any, thing.get("/DecodeParms")))
            took.add("what was written beside its pictures")


def _is_jpeg(stream: Any) -> bool:
    said = stream.get("/Filter")
    return said == Name.DCTDecode or (isinstance(said, Array) and list(said) == [Name.DCTDecode])

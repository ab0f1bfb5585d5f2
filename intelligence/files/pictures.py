"""Pictures, drawn anew: what was written beside the picture (place, camera, name) is left behind."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from common.parsing_child import ParsingFailed

MOST_PIXELS = 60_000_000
QUALITY = 92
KEPT_SEGMENTS = (0xE0, 0xEE)  # JFIF's own, and Adobe's word on the colours, without which they turn over


def redrawn(content: bytes, form: str) -> bytes:
    """The picture ("PNG" or "JPEG") as the same pixels, turned as it is to be seen, and nothing else."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as read:
                read.load()
                picture = ImageOps.exif_transpose(read)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ParsingFailed(
                f"The picture has more than {MOST_PIXELS // 1_000_000} million points. Make it smaller first."
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise ParsingFailed(
                "The picture is damaged or cut short. Save it again and attach that."
            ) from error
    plain = picture.copy()
    plain.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    out = io.BytesIO()
    if form == "PNG":
        plain.save(out, "PNG", optimize=False)
    else:
        plain.convert("RGB" if plain.mode not in ("L", "RGB", "CMYK") else plain.mode).save(
            out, "JPEG", quality=QUALITY
        )
    return out.getvalue()


def without_segments(content: bytes) -> bytes:
    """A JPEG inside another file, byte for byte but for what was written beside the picture."""
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, place = [content[:2]], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        mark = content[place + 1]
        if mark == 0xDA:
            break
        length = 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        is_beside = 0xE0 <= mark <= 0xEF or mark == 0xFE
        if not is_beside or mark in KEPT_SEGMENTS:
            kept.append(content[place : place + length])
        place += length
    return b"".join([*kept, content[place:]])

"""The little SVG a paper may carry: shapes and words with presentation attributes, nothing that acts."""

import re
import xml.etree.ElementTree as ET
from functools import lru_cache

from defusedxml.ElementTree import fromstring

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = {
    "svg", "g", "title", "desc", "rect", "line", "path", "polygon", "polyline", "circle", "ellipse", "text",
    "tspan",
}  # fmt: skip
ATTRIBUTES = {
    "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d",
    "points",
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "stroke-opacity", "opacity", "transform", "text-anchor", "font-size", "font-weight",
    "font-family", "dominant-baseline", "dx", "dy", "preserveAspectRatio", "shape-rendering", "class", "id",
    "role", "aria-hidden", "aria-label", "aria-labelledby", "focusable",
}  # fmt: skip
# Read by a page, of no use to paper; ids would also meet their doubles on one page.
DROPPED = {"class", "id", "role", "aria-hidden", "aria-label", "aria-labelledby", "focusable"}

ET.register_namespace("", SVG)


def _plain(tag: str) -> str:
    return tag.removeprefix(f"{{{SVG}}}")


def _check(element: ET.Element) -> None:
    if _plain(element.tag) not in ELEMENTS:
        raise ValueError(f"A chart in a paper may not hold <{_plain(element.tag)}>.")
    for name in list(element.attrib):
        if name not in ATTRIBUTES or re.search(r"url\s*\(|javascript:|var\s*\(", element.attrib[name], re.I):
            raise ValueError(f"A chart in a paper may not hold {name}=“{element.attrib[name][:40]}”.")
        if name in DROPPED:
            del element.attrib[name]
    for child in list(element):
        if _plain(child.tag) in {"title", "desc"}:
            element.remove(child)  # the chart's own sentence (`alt`) takes their place in every format
        else:
            _check(child)


@lru_cache(maxsize=4096)
def checked_svg(svg: str) -> str:
    """The drawing in one canonical spelling; ValueError where it holds anything but shapes."""
    try:
        root = fromstring(svg, forbid_dtd=True)
    except Exception as error:
        raise ValueError(f"A chart in a paper must be a whole SVG: {error}.") from error
    if _plain(root.tag) != "svg":
        raise ValueError("A chart in a paper must be an SVG.")
    if not root.tag.startswith("{"):  # inline SVG of a page carries no namespace
        for element in root.iter():
            element.tag = f"{{{SVG}}}{element.tag}"
    _check(root)
    size(root.attrib)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def size(attributes: dict[str, str]) -> tuple[float, float]:
    """Width and height in the drawing's own units, from its viewBox or its width and height."""
    try:
        if box := attributes.get("viewBox"):
            _, _, width, height = (float(part) for part in box.replace(",", " ").split())
        else:
            width, height = (float(attributes[name].removesuffix("px")) for name in ("width", "height"))
    except (KeyError, ValueError) as error:
        raise ValueError("A chart in a paper must say how wide and how high it is.") from error
    if not (0 < width <= 10_000 and 0 < height <= 10_000):
        raise ValueError("A chart in a paper must have a size one can print.")
    return width, height


@lru_cache(maxsize=4096)
def drawn_size(svg: str) -> tuple[float, float]:
    """Width and height of a checked drawing."""
    return size(dict(re.findall(r'(viewBox|width|height)="([^"]*)"', svg.split(">", 1)[0])))

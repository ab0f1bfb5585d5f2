"""What the addresses of public figures share: JSON or CSV, an entity tag, a read that is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from common.sheets import csv_text
from liaison import workflow
from liaison.api.base import ApiView
from liaison.models import Scope

CSV = "text/csv; charset=utf-8; header=present"


class AsCsv(BaseRenderer):
    """Lets `text/csv` and `?format=csv` be asked for. What went wrong is said as JSON here too."""

    media_type = "text/csv"
    format = "csv"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return JSONRenderer().render(data)


class Formats(DefaultContentNegotiation):
    """A format there is not is a parameter that cannot be taken, not an address that is not there."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002  DRF's own name for it
        found = [one for one in renderers if one.format == format]
        if not found:
            raise ValidationError({"format": ["Give json or csv, or say it in Accept."]})
        return found


class PublishedView(ApiView):
    """An address of public figures: the same rows as JSON or as CSV, with an ETag over what is served."""

    scope: str = Scope.READ_FIGURES
    renderer_classes = [JSONRenderer, AsCsv]
    content_negotiation_class = Formats
    # What the CSV is called, and its columns: fields of each row, in order.
    name = ""
    columns: Sequence[str] = ()

    def get_renderers(self) -> list[Any]:
        """What is read comes as JSON or CSV; what is sent is answered as JSON."""
        renderers = super().get_renderers()
        if self.request.method in ("GET", "HEAD"):
            return renderers
        return [one for one in renderers if one.format == "json"]

    def serve(self, body: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
        """`body` as JSON or its `rows` as CSV, neighbouring pages in `Link`; 304 where it is held."""
        request = self.request
        is_csv = request.accepted_renderer.format == "csv"
        content = self._csv(rows) if is_csv else orjson.dumps(body, option=orjson.OPT_UTC_Z)
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        unchanged = is_held(request, tag)
        self.note_read(unchanged=unchanged)
        if unchanged:
            answer = HttpResponse(status=304)
        else:
            answer = HttpResponse(content, content_type=CSV if is_csv else "application/json")
            if is_csv:
                answer["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        answer["ETag"] = tag
        links = [f'<{body[rel]}>; rel="{rel[:4]}"' for rel in ("next", "previous") if body.get(rel)]
        if links:
            answer["Link"] = ", ".join(links)
        return answer

    def serve_page(
        self,
        pages: Any,
        rows: Sequence[Mapping[str, Any]],
        *,
        lines: Iterable[Mapping[str, Any]] | None = None,
    ) -> HttpResponse:
        """A page of a list, with the way to its neighbours; `lines`: the rows as CSV, where they differ."""
        body = {"next": pages.get_next_link(), "previous": pages.get_previous_link(), "results": rows}
        return self.serve(body, rows if lines is None else lines)

    def note_read(self, *, unchanged: bool) -> None:
        """Keep that this was read, before it is given out."""
        workflow.note_figures_read(client=self.client, what=self.name)

    def _csv(self, rows: Iterable[Mapping[str, Any]]) -> bytes:
        return csv_text(self.columns, ([cell(row[name]) for name in self.columns] for row in rows)).encode()


def is_held(request: Request, tag: str) -> bool:
    """Whether the client says that it holds this already."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or tag in [one.removeprefix("W/") for one in held]


def cell(value: Any) -> Any:
    """A value as a cell: moments and truths as JSON has them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


FORMAT_PARAMETERS = [
    OpenApiParameter(
        "format",
        {"type": "string", "enum": ["json", "csv"]},
        description="`json` or `csv`, in place of `Accept`.",
    ),
    OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The ETag you hold."),
    OpenApiParameter(
        "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Of what is served."
    ),
]


def given(body: Any, what: str) -> dict[Any, OpenApiResponse]:
    """For `extend_schema`: the answer as JSON, as CSV, and that nothing has changed."""
    return {
        (200, "application/json"): OpenApiResponse(body, what),
        (200, "text/csv"): OpenApiResponse(
            {"type": "string"},
            "The same rows, one a line, under the names of their fields. A cell that a spreadsheet would run "
            "as a formula begins with an apostrophe. `Link` names the next page.",
        ),
        304: OpenApiResponse(None, "Nothing has changed since the ETag you hold."),
    }

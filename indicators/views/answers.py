"""How a table leaves as a file."""

from __future__ import annotations

from django.http import HttpResponse


def csv_answer(name: str, text: str) -> HttpResponse:
    """A table as a CSV file of that name."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def pdf_answer(name: str, made: bytes) -> HttpResponse:
    """A paper as a PDF file of that name."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response

"""GET /api/v1/councils/: names and codes, which are public (TRUST section 2: A(names, codes))."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from liaison import queries, workflow
from liaison.api.base import PAGE_PARAMETERS, ApiView, Page, Pages, problems
from liaison.models import Scope

CODE = r"^[A-Z][0-9]{8}$"


class CouncilEntry(serializers.Serializer[Any]):
    """A council's current or last GSS code and its official name."""

    code = serializers.RegexField(CODE)
    name = serializers.CharField()


class CouncilPage(Page):
    """A page of councils."""

    results = CouncilEntry(many=True)


class CouncilPages(Pages):
    """By code."""

    ordering = "code"

    def understands(self, position: str) -> bool:
        return re.fullmatch(CODE, position, re.ASCII) is not None


class Councils(ApiView):
    """Names and codes of councils."""

    scope = Scope.READ_COUNCILS
    parameters = frozenset({"cursor", "limit"})

    @extend_schema(
        operation_id="list_councils",
        summary="Names and codes of councils",
        description="The English councils of the register, past ones included. Public information.",
        parameters=PAGE_PARAMETERS,
        responses={
            (200, "application/json"): OpenApiResponse(CouncilPage, "A page, by code."),
            **problems(400, 401, 403, 429),
        },
        tags=["councils"],
    )
    @transaction.atomic
    def get(self, request: Request) -> Response:
        pages = CouncilPages()
        councils = pages.paginate_queryset(queries.councils_by_code(), request, view=self) or []
        workflow.note_councils_read(client=self.client)
        return pages.get_paginated_response(
            [{"code": council.code, "name": council.name} for council in councils]
        )

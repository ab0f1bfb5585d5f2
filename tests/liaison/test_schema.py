"""The OpenAPI document: committed, current, and kept to by the service itself."""

from pathlib import Path

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

COMMITTED = Path(__file__).resolve().parent.parent.parent / "docs" / "openapi.yaml"


def test_the_committed_document_is_the_one_the_service_gives():
    """`manage.py spectacular --file docs/openapi.yaml` writes it; a change of the API shows in its diff."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert COMMITTED.read_bytes() == OpenApiYamlRenderer().render(schema, renderer_context={})

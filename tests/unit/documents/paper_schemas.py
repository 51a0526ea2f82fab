"""Holds attached data against the schema that is published for its kind."""

import json
from importlib import resources
from typing import Any

import jsonschema_rs

from documents.domain.kind import PaperKind
from documents.forms.catalogue import FORMS


def require_schema(data: dict[str, Any]) -> None:
    """Raise jsonschema_rs.ValidationError."""
    name = FORMS[PaperKind(data["kind"])].schema
    schema = json.loads(resources.files("documents.forms").joinpath(name).read_text("utf-8"))
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(data)

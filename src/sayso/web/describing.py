"""What the room tells programs of itself: FastAPI's description, with our errors, and words for what each answer is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

__all__ = ["describe"]

# What stands for a name in a path, by what comes before it.
_NAMES: Final = {
    "/claims/": "A claim's id, as lists of claims show it.",
    "/events/": "An event's id, as lists of events show it.",
    "/places/": "A place's name, or its GeoNames id.",
    "/reports/": "A report's id.",
    "/sources/": "A source, by any of its names.",
}
_FORM: Final = "How the file is to be written."
_FILES: Final = {
    "atom": "application/atom+xml",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "jsonfeed": "application/feed+json",
    "jsonld": "application/ld+json",
    "jsonl": "application/x-ndjson",
    "zip": "application/zip",
}
_WORDS: Final = {"type": "string"}
_SCHEMAS: Final[dict[str, Any]] = {
    "Error": {
        "title": "Error",
        "description": "Why there is no answer, in a line; and, where something given was at fault, which and the fix.",
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {**_WORDS, "description": "All of it, in a line."},
            "input": {**_WORDS, "description": "What was at fault: a report, an address, the ledger."},
            "field": {**_WORDS, "description": "Which part of it."},
            "value": {**_WORDS, "description": "What stood there."},
            "fix": {**_WORDS, "description": "How to mend it."},
        },
    }
}
_ERROR: Final = {"$ref": "#/components/schemas/Error"}
_REFUSED: Final = (
    "Refused, in a line of text, before any page was asked: a strange host (421), another site's post (403), no token "
    "(401), too much (413), or what is no request (400, 408)."
)


def describe(app: FastAPI, *, token: bool) -> dict[str, Any]:
    """The OpenAPI description of an application; with ``token`` it says how to show one."""
    told = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=app.openapi_version,
        description=app.description,
        routes=app.routes,
    )
    schemas = told.setdefault("components", {}).setdefault("schemas", {})
    for theirs in ("HTTPValidationError", "ValidationError"):
        schemas.pop(theirs, None)  # our errors have another shape
    schemas.update(_SCHEMAS)
    if token:
        told["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "What sayso serve --token was given."}
        }
        told["security"] = [{"token": []}]
    for path, method, operation in _operations(told):
        _tell(path, method, operation)
    return told


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _tell(path: str, method: str, operation: dict[str, Any]) -> None:
    named = False
    for one in operation.get("parameters", ()):
        if one["in"] == "path":
            named = True
            before = path.partition("{")[0]
            one.setdefault("description", _NAMES.get(before, _FORM if before.endswith(".") else before))
    responses = operation["responses"]
    # Each page's first sentence tells what it answers with.
    what = str(operation.get("description") or operation["summary"]).split("\n\n")[0].replace("\n", " ")
    for code, response in responses.items():
        if code.startswith(("2", "3")):
            response["description"] = what
    if content := _file(path, operation):
        responses["200"]["content"] = content
    json = path.endswith(".json")
    if named or operation.get("parameters"):
        responses["404"] = _failed("Something named in the address is not there, or not known on that day.", json)
    if operation.get("parameters") or operation.get("requestBody"):
        responses["422"] = _failed("What is asked makes no sense; nothing was done.", json)
    else:
        responses.pop("422", None)
    responses["503"] = _failed("The ledger can't be asked now.", json)
    responses["default"] = {"description": _REFUSED, "content": {"text/plain": {"schema": _WORDS}}}


def _file(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The kinds of file that a list to take away comes as."""
    ending = path.rpartition(".")[2]
    if ending == "{form}":
        form = next(one["schema"] for one in operation["parameters"] if one["name"] == "form")
        forms = form.get("enum") or [form.get("const") or form.get("pattern", "").strip("^$")]
    else:
        forms = [ending]
    return {_FILES[form]: {"schema": _WORDS} for form in forms if form in _FILES}


def _failed(why: str, json: bool) -> dict[str, Any]:
    return {"description": why, "content": {"application/json": {"schema": _ERROR}} if json else {"text/html": {}}}

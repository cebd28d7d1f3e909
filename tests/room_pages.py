"""Which pages has the room? An address of each over the example reports, from one list, for what must hold for all."""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["EXAMPLES", "concrete", "html_pages", "operations"]

EXAMPLES: Final[dict[str, dict[str, str]]] = {
    # what stands for a name in a path, by the path; every page that has one needs a line
    "/claims.{form}": {"form": "csv"},
    "/claims/{id}": {"id": "two-villages-1"},
}

_NAMED: Final = re.compile(r"\{([^}]+)\}")


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of an OpenAPI description: method, path, and what it says."""
    return [
        (method.upper(), path, told)
        for path, methods in description["paths"].items()
        for method, told in methods.items()
    ]


def html_pages(description: dict[str, Any]) -> list[str]:
    """The paths of what is shown to people."""
    return [
        path
        for method, path, told in operations(description)
        if method == "GET" and "text/html" in told["responses"].get("200", {}).get("content", {})
    ]


def concrete(path: str) -> str:
    """A path with the names of the example reports in it; KeyError where ``EXAMPLES`` has none."""
    return _NAMED.sub(lambda found: EXAMPLES[path][found[1]], path)

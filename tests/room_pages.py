"""Which pages has the room? An address of each over the example reports, from one list, for what must hold for all."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

__all__ = ["EXAMPLES", "PARTS", "concrete", "html_pages", "operations"]

# What stands for a name in a path; every page that has one needs a line, its JSON none.
EXAMPLES: Final[dict[str, dict[str, str]]] = {
    "/claims.{form}": {"form": "csv"},
    "/claims/{id}": {"id": "two-villages-1"},
    "/reports/{id}": {"id": "two-villages"},
    "/places/{name}": {"name": "Dolmir"},
    "/sources/{name}": {"name": "Varnia's Defence Ministry"},
    "/review/gold.{form}": {"form": "jsonl"},
    "/events.{form}": {"form": "csv"},
}

# Not pages but parts of one, fetched by its script.
PARTS: Final = frozenset(("/map/card",))
_NAMED: Final = re.compile(r"\{([^}]+)\}")


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of an OpenAPI description: method, path, and what it says."""
    return [
        (method.upper(), path, told)
        for path, methods in description["paths"].items()
        for method, told in methods.items()
    ]


def html_pages(description: dict[str, Any]) -> list[str]:
    """The paths of whole pages, for people."""
    return [
        path
        for method, path, told in operations(description)
        if method == "GET" and path not in PARTS and "text/html" in told["responses"].get("200", {}).get("content", {})
    ]


def concrete(path: str) -> str:
    """A path with the names of the example reports in it."""
    given = EXAMPLES.get(path.removesuffix(".json"), {})
    missing = [name for name in _NAMED.findall(path) if name not in given]
    assert not missing, f"{path}: give an example of its {', '.join(missing)} in tests/room_pages.py"
    return _NAMED.sub(lambda found: quote(given[found[1]], safe=""), path)

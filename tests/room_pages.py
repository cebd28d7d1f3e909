"""Which pages has the room? An address of each over the example reports, from one list, for what must hold for all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

__all__ = ["PARTS", "Examples", "html_pages", "operations"]

# Not pages but parts of one, fetched by its script.
PARTS: Final = frozenset(("/map/card",))
_NAMED: Final = re.compile(r"\{([^}]+)\}")


class Examples:
    """An address of every page over the example reports; ``json`` asks the room for one."""

    def __init__(self, json: Callable[[str], Any]) -> None:
        claim = json("/claims.json?type=capture")["claims"][0]
        event = json("/events.json")["events"][0]["id"]
        # What stands for a name in a path; every page that has one needs a line, its JSON none.
        self._names: dict[str, dict[str, str]] = {
            "/claims.{form}": {"form": "csv"},
            "/claims/{id}": {"id": claim["id"]},
            "/events.{form}": {"form": "geojson"},
            "/events/{id}": {"id": event},
            "/events/{id}/link": {"id": event},
            "/events/{id}/unlink": {"id": event},
            "/places/{name}": {"name": "Dolmir"},
            "/reports/{id}": {"id": claim["report"]},
            "/reports/{id}.jsonld": {"id": claim["report"]},
            "/review/gold.{form}": {"form": "zip"},
            "/sources/{name}": {"name": claim["source"]["name"]},
        }

    def names(self, path: str) -> dict[str, str]:
        """What the names in a path of the description may be."""
        return self._names.get(path.removesuffix(".json"), {})

    def __call__(self, path: str) -> str:
        """A path of the description with the names of the examples in it."""
        given = self.names(path)
        missing = [name for name in _NAMED.findall(path) if name not in given]
        assert not missing, f"{path}: give an example of its {', '.join(missing)} in tests/room_pages.py"
        return _NAMED.sub(lambda found: quote(given[found[1]], safe=""), path)


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

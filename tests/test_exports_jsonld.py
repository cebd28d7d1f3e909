"""JSON-LD on its way out: whole JSON, and nothing in it is markup."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from sayso.exports.jsonld import embedded, present, write
from tests.injections import CORPUS


@pytest.mark.parametrize("text", CORPUS)
def test_it_may_stand_in_a_page(text: str) -> None:
    said = embedded({text: [text]})
    assert not set(said) & set("<>&")
    assert len(said.splitlines()) == 1
    assert json.loads(said) == {text: [text]}


def test_what_is_not_known_is_not_said() -> None:
    given: dict[str, Any] = {"a": None, "b": [], "c": {}, "d": 0, "e": "", "f": False}
    assert present(given) == {"d": 0, "e": "", "f": False}


@pytest.mark.parametrize("many", [0, 1, 3])
def test_a_document_has_a_node_a_line(many: int) -> None:
    out = io.StringIO()
    write(({"@id": f"urn:x:{n}"} for n in range(many)), {"@vocab": "urn:v:"}, out)
    told = json.loads(out.getvalue())
    assert told == {"@context": {"@vocab": "urn:v:"}, "@graph": [{"@id": f"urn:x:{n}"} for n in range(many)]}
    assert len(out.getvalue().splitlines()) == (many + 2 if many else 1)

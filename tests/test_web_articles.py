from __future__ import annotations

import re

from sayso.answers.reports import Surroundings
from sayso.model import Place
from sayso.web.articles import anchor, article, drafted
from tests.exports_sample import READING


def test_an_anchor_has_no_white_space_and_nothing_that_ends_an_address() -> None:
    assert anchor("a b#c/ü\ud800") == "a%20b%23c%2F%C3%BC%3F"


def test_a_reading_that_was_only_read_leads_nowhere_but_has_its_maps() -> None:
    around = Surroundings((Place("Ostrel", None, 48.1, 37.5), Place("Brod", None, 48.2, 37.6)), ())
    shown = article(READING, drafted(around), lambda n: f"draft-{n}")
    assert "<a " not in shown.cards
    assert 'aria-label="Map: Ostrel; near it Brod"' in shown.cards
    assert re.findall(r'<article class="card [\w-]+" id="([^"]+)"', shown.cards)[:2] == ["draft-0", "draft-1"]
    assert 'data-k="draft-0"' in shown.text
    assert '<details class="legend"><summary>' in shown.legend

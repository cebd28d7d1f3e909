"""What a search finds: claims and reports apart, facets that narrow, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sayso.answers import Asked
from sayso.answers.finding import Facet, Finding, find
from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.ledger.names import Name
from tests.siege import fill


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path: Path = tmp_path_factory.mktemp("siege") / "sayso.db"
    with Ledger.open(path, create=True) as made:
        yield fill(made)


def _facet(found: Finding, name: str) -> Facet:
    return next(facet for facet in found.facets if facet.name == name)


def test_claims_and_reports_are_told_apart(ledger: Ledger) -> None:
    found = find(ledger, "station")
    assert (found.claims, found.reports) == (3, 3)
    assert found.claims_whole
    assert found.reports_whole
    assert all(any(marked for _, marked in pieces) for _, pieces in found.entries)
    for entry, pieces in found.entries:
        assert "".join(text for text, _ in pieces) == entry.claim.text
    second = find(ledger, "station", claims=(1, 2), reports=(0, 0))
    assert second.entries == found.entries[1:2]
    assert second.shown == ()


def test_a_facet_counts_what_it_narrows_to(ledger: Ledger) -> None:
    found = find(ledger, "Hradov")
    for facet in found.facets:
        for value in facet.values:
            asks = dict(value.asks)
            asked = Asked(
                side=asks.get("side"),
                source=asks.get("source"),
                place=asks.get("place"),
                outlet=asks.get("outlet"),
                types=(asks["type"],) if "type" in asks else (),  # type: ignore[arg-type] # the values are types
                stances=(asks["stance"],) if "stance" in asks else (),  # type: ignore[arg-type] # and stances
                published_since=date.fromisoformat(asks["published_since"]) if "published_since" in asks else None,
                published_until=date.fromisoformat(asks["published_until"]) if "published_until" in asks else None,
            )
            if facet.name != "place":  # of two places of one name one is meant
                assert find(ledger, "Hradov", asked).claims == value.claims, (facet.name, value.name)


def test_a_source_is_counted_once_by_whatever_name(ledger: Ledger) -> None:
    names = {value.name: value.claims for value in _facet(find(ledger, "Hradov"), "source").values}
    assert names["Varnian General Staff"] == 2


def test_a_word_that_is_being_typed_is_found_by_its_beginning(ledger: Ledger) -> None:
    found = find(ledger, "miss")
    assert (found.begun, found.claims) == ("miss", 3)
    assert find(ledger, "missile").begun is None
    assert find(ledger, "mi").claims == 0
    assert find(ledger, '"miss"').claims == 0


def test_where_nothing_is_found_what_may_have_been_meant_is_told(ledger: Ledger) -> None:
    assert find(ledger, "Hradow falls").near == ("Hradov falls",)
    assert find(ledger, "Hradov").named == (Name("places", "Hradov"),)
    nothing = find(ledger, "")
    assert (nothing.claims, nothing.reports, nothing.near) == (0, 0, ())


def test_it_is_narrowed_and_refuses_whom_nobody_knows(ledger: Ledger) -> None:
    assert find(ledger, "station", Asked(known=date(2031, 3, 4))).claims == 2
    with pytest.raises(InputError):
        find(ledger, "station", Asked(place="Nowhere at all"))

"""The newest claims and reports that have some words, on both databases: marked, bounded, divided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sayso.ledger import Ledger
from sayso.ledger import finding as finding_module
from sayso.ledger.filters import Filter
from sayso.ledger.finding import claims_with, division, reports_with
from sayso.ledger.names import Name, alike, nearly
from sayso.ledger.rows import entries_of
from sayso.ledger.searching import Marked, marked
from tests.siege import fill


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    with Ledger.open(database_url, create=True) as made:
        yield fill(made)


def _found(pieces: Marked) -> list[str]:
    return [text for text, found in pieces if found]


def test_the_newest_come_first_and_all_are_told_to_be_all(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        some = claims_with(connection, "bus station", Filter(), limit=10, least=1)
        entries = entries_of(connection, some.keys)
        assert some.whole
        assert [entry.publication.published for entry in entries] == [date(2031, 3, 5)] + [date(2031, 3, 4)] * 2
        one = claims_with(connection, "bus station", Filter(), limit=1, least=1)
        assert one.keys == some.keys[:1]
        assert not one.whole


def test_they_are_narrowed_and_known_on_a_day(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        known = claims_with(connection, "station", Filter(known=date(2031, 3, 4)), limit=10, least=1)
        assert len(known.keys) == 2
        governor = claims_with(connection, "station", Filter(side="Varnia"), limit=10, least=1)
        assert {entry.claim.source.name for entry in entries_of(connection, governor.keys)} == {"Ilona Marek"}
        told = reports_with(connection, "station", Filter(outlet="channel nine"), limit=10, least=1)
        assert len(told.keys) == 1
        assert reports_with(connection, "station", Filter(published_until=date(2031, 3, 1)), limit=9, least=1).whole


def test_further_back_is_only_looked_where_too_few_were_found(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_module, "_WITHIN", (1, 2))
    with ledger.reading() as connection:
        enough = claims_with(connection, "station", Filter(), limit=10, least=1)
        assert (len(enough.keys), enough.whole) == (1, False)
        more = claims_with(connection, "station", Filter(), limit=10, least=2)
        assert (len(more.keys), more.whole) == (2, False)


def test_the_words_are_marked_in_any_form(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        keys = claims_with(connection, "missiles struck", Filter(), limit=10, least=1).keys
        assert [_found(text) for text, _ in marked(connection, "claim", "missiles struck", keys).values()] == [
            ["missile", "struck"]
        ]
        keys = reports_with(connection, '"bus station"', Filter(), limit=10, least=1).keys
        for title, stretch in marked(connection, "report", '"bus station"', keys).values():
            assert title
            assert not _found(title)
            assert " ".join(_found(stretch)) == "bus station"
        assert marked(connection, "claim", "missiles", []) == {}


def test_words_that_only_begin_so(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        assert not claims_with(connection, "a miss", Filter(), limit=10, least=1).keys
        keys = claims_with(connection, "a miss", Filter(), limit=10, least=1, begun=True).keys
        assert len(keys) == 3
        shown = marked(connection, "claim", "a miss", keys, begun=True)
        assert {word for text, _ in shown.values() for word in _found(text)} == {"missile"}
        # No sign in what is typed is an operator.
        for odd in ("'", "\\", '"', "miss:*", "a'b\\", "*", "(", "the "):
            claims_with(connection, odd, Filter(), limit=10, least=1, begun=True)


def test_they_divide(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        found = division(connection, claims_with(connection, "Hradov", Filter(), limit=50, least=1).keys)
    assert found.types["capture"] == 3
    assert found.stances == {"could_not_verify": 2}
    assert found.places["Hradov"] == sum(found.types.values())
    assert found.days[date(2031, 3, 11)] == 1
    outlets = {(source.name, at.outlet): n for (source, at), n in found.told.items()}
    assert outlets["Ilona Marek", "The Velmar Courier"] == 1


def test_names_like_this_and_nearly_so(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        assert alike(connection, "hra", None, limit=3) == [Name("places", "Hradov")]
        assert alike(connection, "ilona", None, limit=3) == [Name("sources", "Ilona Marek")]
        assert alike(connection, "100%", None, limit=3) == []
        assert alike(connection, "", None, limit=3) == []
        assert alike(connection, "Mlin", date(2031, 3, 5), limit=3) == []  # first named on the 6th
        assert nearly(connection, "Hradow", None, limit=3) == ["Hradov"]
        assert nearly(connection, "Marec", None, limit=3) == ["marek"]
        assert nearly(connection, "Marec", date(2031, 3, 3), limit=3) == []
        assert nearly(connection, "zzzz", None, limit=3) == []

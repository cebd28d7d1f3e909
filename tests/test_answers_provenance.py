"""By which way a claim came: accounts, channels, newsroom, versions, copies, and whether it stood on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sayso.answers import Asked
from sayso.answers.provenance import Traced, traced, traced_with_the_ended
from sayso.ledger import Ledger
from tests import linking


@pytest.fixture
def ledger(linked_ledger: Path) -> Iterator[Ledger]:
    with Ledger.open(linked_ledger) as opened:
        yield opened


def _by_id(claims: Iterator[Traced]) -> dict[str, Traced]:
    return {one.claim.id: one for one in claims}


def test_the_way_runs_from_who_spoke_to_who_published(ledger: Ledger) -> None:
    found = _by_id(traced(ledger, Asked()))
    deal = found["deal-1.0"]
    assert deal.account.name == "Dana Frey"
    assert [channel.name for channel in deal.channels] == ["Telegram", "Channel Nine"]
    assert (deal.agency, deal.outlet and deal.outlet.name) == (None, "Radio Delta")
    assert [(account.name, stance) for account, stance in deal.objections] == [
        ("Ministry of Defence of Ostrya", "denies")
    ]
    wire = found["courier-1.0"]
    assert wire.agency is not None
    assert wire.outlet is not None
    assert (wire.agency.name, wire.outlet.name) == ("Interwire", "The Velmar Courier")


def test_one_account_is_one_in_every_report(ledger: Ledger) -> None:
    found = _by_id(traced(ledger, Asked()))
    assert found["wire-1.0"].account == found["deal-1.0"].objections[0][0]
    assert found["wire-1.1"].account == found["courier-1.1"].account != found["deal-1.0"].account


def test_a_version_comes_with_those_before_it(ledger: Ledger) -> None:
    deal = _by_id(traced(ledger, Asked()))["deal-1.0"]
    (first,) = deal.before
    assert (first.publication.published, first.superseded, first.ended) == (
        date(2031, 3, 12), date(2031, 3, 14), date(2031, 3, 14),
    )  # fmt: skip
    assert deal.edition.text.endswith("It was corrected.")
    assert deal.edition.ended is None
    assert deal.edition.seen.startswith("2031-06-01T12:30:00")
    assert deal.edition.text[deal.claim.start : deal.claim.end] == deal.claim.text


def test_whose_copy_it_is_is_looked_up_only_if_asked(ledger: Ledger) -> None:
    assert {one.original for one in traced(ledger, Asked())} == {None}
    found = _by_id(traced(ledger, Asked(), originals=True))
    copied = found["courier-1.0"].original or found["wire-1.0"].original
    assert copied is not None
    assert {found["courier-1.0"].original is None, found["wire-1.0"].original is None} == {True, False}
    assert found["nine-1.0"].original is None


def test_who_let_a_reading_stand_vouches_for_it(ledger: Ledger) -> None:
    found = _by_id(traced(ledger, Asked()))
    assert found["deal-1.0"].vouched == "Noor, night desk"
    assert found["wire-1.0"].vouched is None
    assert "nine-2.1" not in found, "it was rejected"


def test_what_no_longer_stands_comes_after_and_says_so(ledger: Ledger) -> None:
    every = list(traced_with_the_ended(ledger, Asked()))
    standing = [one.claim.id for one in traced(ledger, Asked())]
    assert [one.claim.id for one in every[: len(standing)]] == standing
    assert {(one.claim.id, one.edition.ended, one.edition.why) for one in every[len(standing) :]} == {
        ("bridge-1.0", date(2031, 3, 15), "It was another bridge."),
        ("deal-1.0", date(2031, 3, 14), ""),
        ("deal-1.1", date(2031, 3, 14), ""),
    }
    assert len(list(traced_with_the_ended(ledger, Asked(), len(standing) + 1))) == len(standing) + 1


@pytest.mark.parametrize(
    ("asked", "ended"),
    [
        (Asked(report="bridge-1"), ["bridge-1.0"]),
        (Asked(outlet="radio delta"), ["bridge-1.0", "deal-1.0", "deal-1.1"]),
        (Asked(theatre="ukraine"), []),
        (Asked(report="\0"), []),
        (Asked(published_since=date(2031, 3, 13)), ["bridge-1.0"]),
        (Asked(published_until=date(2031, 3, 12)), ["deal-1.0", "deal-1.1"]),
        (Asked(place="Hradov"), []),
        (Asked(known=date(2031, 3, 14)), ["deal-1.0", "deal-1.1"]),
        (Asked(known=date(2031, 3, 13)), []),
    ],
)
def test_of_the_ended_come_those_asked_for(asked: Asked, ended: list[str], ledger: Ledger) -> None:
    found = [one.claim.id for one in traced_with_the_ended(ledger, asked) if one.edition.ended is not None]
    assert sorted(found) == ended


def test_what_was_not_known_that_day_is_not_told(ledger: Ledger) -> None:
    found = _by_id(traced_with_the_ended(ledger, Asked(known=date(2031, 3, 13))))
    assert found["deal-1.0"].before == ()
    assert found["deal-1.0"].edition.superseded is None
    assert found["bridge-1.0"].edition.withdrawn is None
    assert found["bridge-1.0"].edition.why == ""
    assert not any(one.claim.id.startswith("later") for one in found.values())


def test_both_kinds_of_database_tell_the_same(database_url: str, linked_ledger: Path) -> None:
    with Ledger.open(linked_ledger) as ledger:
        expected = list(traced_with_the_ended(ledger, Asked()))
    linking.filled(database_url)
    with Ledger.open(database_url) as ledger:
        assert list(traced_with_the_ended(ledger, Asked())) == expected

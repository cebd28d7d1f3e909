from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from sayso.answers.reports import AskedReports, copies, report, reports, surroundings
from sayso.errors import InputError
from sayso.ledger import Keeper, Ledger
from sayso.model import Claim, Place, Reading, Report, Source

WIRE = (
    "Shelling hit the town of Dolmir on Monday morning and damaged a school near the river, the mayor told reporters "
    "who had come to see the ruins. Rescue workers searched the rubble until the evening, he said, and found nobody "
    "who was hurt. Residents spoke of four explosions within an hour, and the power failed in the western districts."
)


def _reading(
    id: str, text: str = WIRE, day: int | None = 1, outlet: str | None = None, agency: str | None = None
) -> Reading:
    published = None if day is None else date(2030, 9, day)
    claim = Claim(
        f"{id}-{day}", id, text[:12], 0, 12, "shelling", Source("narrator"), places=(Place("Dolmir", None, 48.0, 30.0),)
    )
    return Reading(
        Report(id, text, published=published, theatre="varnia", outlet=outlet, agency=agency), (claim,), "varnia"
    )


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    with Ledger.open(database_url, create=True) as made:
        keeper = Keeper(made)
        keeper.keep(_reading("first", "Two men spoke in the square.", 1, outlet="The Courier"))
        keeper.keep(_reading("wire", day=3, outlet="Northwire", agency="Northwire"))
        keeper.keep(_reading("wire", WIRE.replace("four", "five"), 5, outlet="Northwire", agency="Northwire"))
        keeper.keep(_reading("reprint", WIRE.replace("four", "five"), 6, outlet="The Courier", agency="Northwire"))
        keeper.keep(_reading("trimmed", WIRE.replace("four", "five").split(" Residents")[0], 7, outlet="Évening"))
        keeper.keep(_reading("gone", "Something else was told of the harbour.", 8))
        keeper.withdraw("gone", date(2030, 9, 10), why="it was another harbour")
        keeper.keep(_reading("undated", "Nobody knows when this was told.", None))
        yield made


def _ids(ledger: Ledger, **asked: object) -> list[str]:
    return [one.publication.report for one in reports(ledger, AskedReports(**asked))]  # type: ignore[arg-type] # of a test


def test_the_list_has_every_report_once_the_newest_first(ledger: Ledger) -> None:
    assert _ids(ledger) == ["gone", "trimmed", "reprint", "wire", "first", "undated"]
    listed = {one.publication.report: one for one in reports(ledger, AskedReports())}
    assert (listed["wire"].versions, listed["wire"].claims) == (2, 1)
    assert listed["wire"].publication.published == date(2030, 9, 5)
    assert listed["gone"].withdrawn == date(2030, 9, 10)


def test_as_known_on_a_day_the_list_has_what_stood(ledger: Ledger) -> None:
    assert _ids(ledger, known=date(2030, 9, 4)) == ["wire", "first"]
    (wire, _) = reports(ledger, AskedReports(known=date(2030, 9, 4)))
    assert (wire.publication.published, wire.versions) == (date(2030, 9, 3), 1)
    gone = next(one for one in reports(ledger, AskedReports(known=date(2030, 9, 9))))
    assert (gone.publication.report, gone.withdrawn) == ("gone", None)


def test_the_list_is_narrowed(ledger: Ledger) -> None:
    assert _ids(ledger, outlet="the courier") == ["reprint", "first"]
    assert _ids(ledger, outlet="northwire") == ["reprint", "wire"]
    assert _ids(ledger, outlet="éVENING") == ["trimmed"]
    assert _ids(ledger, words="rubble school", published_until=date(2030, 9, 6)) == ["reprint", "wire"]
    assert _ids(ledger, published_since=date(2030, 9, 7)) == ["gone", "trimmed"]
    assert _ids(ledger, published_until=date(2030, 9, 3)) == ["first"]
    assert _ids(ledger, theatre="sudan") == []
    assert [o.publication.report for o in reports(ledger, AskedReports(), limit=2, offset=1)] == ["trimmed", "reprint"]


def test_a_report_is_shown_in_the_version_that_stands_or_stood(ledger: Ledger) -> None:
    now = report(ledger, "wire")
    assert (now.chosen, now.later, now.claims) == (2, None, (1, 1))
    assert "five" in now.reading.report.text
    first = report(ledger, "wire", version=1)
    assert (first.chosen, first.later) == (1, 2)
    then = report(ledger, "wire", known=date(2030, 9, 4))
    assert (then.chosen, then.later, len(then.versions)) == (1, None, 1)
    with pytest.raises(InputError, match="from 1 to 2"):
        report(ledger, "wire", version=3)
    with pytest.raises(InputError, match="as known on 2030-09-02"):
        report(ledger, "wire", known=date(2030, 9, 2))


def test_a_withdrawal_is_told_with_its_reason_once_it_was_known(ledger: Ledger) -> None:
    now = report(ledger, "gone")
    assert (now.withdrawn, now.why) == (date(2030, 9, 10), "it was another harbour")
    then = report(ledger, "gone", known=date(2030, 9, 9))
    assert (then.withdrawn, then.why) == (None, "")


def test_copies_are_told_with_what_became_of_the_text(ledger: Ledger) -> None:
    found = copies(ledger, report(ledger, "wire").version)
    told = [(one.publication.report, one.original, one.kind, one.here) for one in found]
    assert told == [("reprint", False, "reprinted", False), ("trimmed", False, "trimmed", False)]
    first, *_ = copies(ledger, report(ledger, "trimmed").version)
    assert (first.publication.report, first.original, first.kind, first.here) == ("wire", True, "trimmed", True)
    assert first.score is not None
    assert first.score > 0.9
    assert copies(ledger, report(ledger, "first").version) == []
    assert copies(ledger, report(ledger, "wire").version, known=date(2030, 9, 5)) == []


def test_the_surroundings_are_the_settlements_near_by_and_the_land(ledger: Ledger) -> None:
    Keeper(ledger).keep(replace(_reading("far"), claims=(replace(_reading("far").claims[0], id="f", places=(
        Place("Near", None, 48.3, 30.2), Place("Far", None, 52.0, 30.0), Place("Area", None, 48.1, 30.1, "region"),
    )),)))  # fmt: skip
    found = surroundings(ledger, [Place("Dolmir", None, 48.0, 30.0), Place("Nowhere")], "varnia")
    assert {place.name for place in found.near} == {"Dolmir", "Near"}
    assert {land.name for land in found.lands} >= {"Varnia"}
    assert surroundings(ledger, [], None).near == ()

"""Who a source is at a glance: its names, what it tells of, and its claims page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sayso.answers import profiles
from sayso.answers.profiles import profile
from sayso.errors import InputError
from sayso.ledger import Keeper, Ledger
from sayso.model import Source
from tests.siege import SEEN, fill, reading


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "sayso.db", create=True) as made:
        yield fill(made)


def test_a_source_is_one_by_any_of_its_names(ledger: Ledger) -> None:
    found = profile(ledger, "the Ostryan MoD")
    assert found.account.name == "Ministry of Defence of Ostrya"
    assert found.names == (("Ostrya's Defence Ministry", 2),)
    assert found.types == (("capture", 2),)
    assert found.places == (("Hradov", 2),)
    assert found.outlets == (("Interwire", 1), ("The Velmar Courier", 1))
    assert (found.counted, found.whole) == (2, True)
    governor = profile(ledger, "Marek")
    assert governor.via == (("Telegram", 2),)


def test_an_outlet_speaks_in_its_own_voice(ledger: Ledger) -> None:
    found = profile(ledger, "Channel Nine")
    assert found.names == (("Channel Nine", 2),)
    assert {entry.publication.outlet for entry in found.entries} == {"Channel Nine"}


def test_its_claims_come_page_by_page(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    first = profile(ledger, "Varnian General Staff", limit=1)
    second = profile(ledger, "Varnian General Staff", limit=1, offset=1)
    assert first.entries[0].publication.published == date(2031, 3, 11)
    assert second.entries[0].publication.published == date(2031, 3, 5)
    assert profile(ledger, "Varnian General Staff", offset=2).entries == ()
    monkeypatch.setattr(profiles, "COUNTED", 1)
    bounded = profile(ledger, "Varnian General Staff", limit=1, offset=1)
    assert (bounded.counted, bounded.whole) == (1, False)
    assert bounded.entries == second.entries  # beyond what is counted one may still leaf


def test_who_has_said_nothing_is_nobody(ledger: Ledger) -> None:
    with pytest.raises(InputError):
        profile(ledger, "nobody at all")
    with pytest.raises(InputError):
        profile(ledger, "Red Cross", known=date(2031, 3, 4))
    keeper = Keeper(ledger)
    claim = {"text": "the bridge stands", "type": "statement", "source": Source("Anna Holt", "witness")}
    keeper.keep(reading("holt", date(2031, 3, 12), "Channel Nine", claim), seen=SEEN)
    assert profile(ledger, "Anna Holt").counted == 1
    keeper.withdraw("holt", date(2031, 3, 13), seen=SEEN)
    with pytest.raises(InputError):
        profile(ledger, "Anna Holt")

"""The commands that ask a ledger: what they print, in every format, and how they say no."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from sayso.cli.run import run
from sayso.gazetteer import open_gazetteer
from sayso.ledger import Keeper, Ledger
from sayso.model import Claim, Reading, Report, Source
from tests.abroad import readings
from tests.siege import fill


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = tmp_path_factory.mktemp("asking") / "sayso.db"
    with Ledger.open(where, create=True) as ledger:
        fill(ledger)
    return str(where)


@pytest.fixture
def ask(path: str, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]  # a function of words to text
    def asked(*words: str) -> str:
        assert run([*words, "--ledger", path]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return asked


def test_place_tells_the_status_the_rule_and_the_claims(ask) -> None:  # type: ignore[no-untyped-def]
    told = ask("place", "Hradov", "--on", "2031-03-06")
    assert "on 6 Mar 2031: contested between Ostrya and Varnia, since" in told
    assert "because " in told
    assert "Ministry of Defence of" in told
    assert "says so" in told
    assert "is against it" in told
    assert "other places of this name: Hradov (9003)" in told


def test_place_as_known_on_a_day(ask) -> None:  # type: ignore[no-untyped-def]
    early = json.loads(ask("place", "Hradov", "--on", "2031-03-10", "--known", "2031-03-10", "--format", "json"))
    late = json.loads(ask("place", "Hradov", "--on", "2031-03-10", "--format", "json"))
    assert (early["status"], early["known"], early["holder"]) == ("contested", "2031-03-10", None)
    assert (late["status"], late["known"], late["holder"]) == ("held", None, "Ostrya")
    assert {g["claim"]["id"] for g in early["grounds"]} == {"wire-1.0", "courier-1.0", "nine-1.0"}
    assert [span["status"] for span in late["timeline"]][-1] == "held"


@pytest.mark.parametrize("command", [("claims",), ("events",), ("sources",), ("search", "Hradov"), ("place", "Mlin")])
def test_every_list_comes_in_every_format(ask, command: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    assert ask(*command).strip()
    whole = json.loads(ask(*command, "--format", "json"))
    lines = [json.loads(line) for line in ask(*command, "--format", "jsonl").splitlines()]
    assert lines == (whole if isinstance(whole, list) else [whole])
    rows = list(csv.DictReader(io.StringIO(ask(*command, "--format", "csv"), newline="")))
    assert len(rows) == len(lines)
    features = json.loads(ask(*command, "--format", "geojson"))
    assert features["type"] == "FeatureCollection"
    assert len(features["features"]) >= len(lines)


def test_claims_are_the_fixed_record_with_what_is_known_of_the_report(ask) -> None:  # type: ignore[no-untyped-def]
    claim = next(c for c in json.loads(ask("claims", "--format", "json")) if c["id"] == "wire-1.1")
    assert claim["counts"] == [{"what": "killed", "min": 4}]
    assert claim["via"] == ["Telegram"]
    assert (claim["outlet"], claim["agency"], claim["published"]) == ("Interwire", "Interwire", "2031-03-04")
    assert claim["actor"] == {"name": "Ostryan troops", "side": "Ostrya"}


def test_events_tell_how_many_accounts_and_what_was_not_counted(ask) -> None:  # type: ignore[no-untyped-def]
    told = ask("events", "--type", "casualties")
    assert "2: " in told
    assert "4 to 7 killed" in told
    assert "1 copy not counted" in told
    assert "2 independent accounts tell it" in ask("event", "wire-1.1")


def test_sources_and_what_became_of_their_claims(ask) -> None:  # type: ignore[no-untyped-def]
    assert "also as Ostrya's Defence Ministry" in ask("sources")
    told = ask("source", "the Ostryan MoD")
    assert "1 disputed" in told
    assert json.loads(ask("source", "Marek", "--format", "json"))["via"] == [{"name": "Telegram", "claims": 2}]


def test_a_source_is_described_in_plain_words(ask) -> None:  # type: ignore[no-untyped-def]
    told = ask("source", "Marek")
    assert "local official · Varnia" in told
    assert "its one claim tells of 1 event" in ask("source", "Red Cross")


def test_a_search_lists_claims_or_reports(ask) -> None:  # type: ignore[no-untyped-def]
    assert [c["id"] for c in json.loads(ask("search", "shells", "--format", "json"))] == ["nine-2.0"]
    assert [r["report"] for r in json.loads(ask("search", "shells", "--reports", "--format", "json"))] == ["nine-2"]
    assert "nothing has all these words" in ask("search", "submarine")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("place", "Nowherebury"), 1, "place: Nowherebury: no claim names it"),
        (("event", "e-1"), 1, "event: e-1: give an id"),
        (("source", "Zzyzx"), 1, "source: Zzyzx: nobody of this name is known"),
        (("claims", "--place", "Nowherebury"), 1, "place: Nowherebury"),
        (("claims", "--within", "5"), 2, "--within goes with --place"),
        (("claims", "--place", "Mlin", "--within", "-1"), 2, "is no distance"),
        (("claims", "--type", "bombing"), 2, "'bombing' is no type: give one of capture"),
        (("claims", "--since", "2031-03-05", "--until", "2031-03-01"), 2, "swap them"),
        (("events", "--known", "tomorrow"), 2, "'tomorrow' is no date"),
        (("link", "wire-1.0", "none"), 1, "event: none"),
        (("claims", "--side", "Varnya"), 1, "--side: Varnya: no claim has it: give one of Ostrya, Varnia"),
        (("events", "--theatre", "varnya", "--format", "csv"), 1, "--theatre: varnya: no claim has it: give one of"),
        (("sources", "--outlet", "Chanel Nine"), 1, "--outlet: Chanel Nine: no claim has it"),
        (("claims", "--report", "nine-9", "--format", "csv"), 1, "--report: nine-9: no such report"),
        (("search", "&", '"'), 2, "there is no word in TEXT"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_line(
    path: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    assert run([*words, "--ledger", path]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_ledger_that_is_not_there_is_not_made_by_asking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.db"
    assert run(["claims", "--ledger", str(missing)]) == 1
    assert "no such file" in capsys.readouterr().err
    assert not missing.exists()


def test_the_ledger_may_be_named_by_the_environment(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAYSO_LEDGER", path)
    assert run(["claims", "--limit", "1"]) == 0
    assert "1 of 9 claims" in capsys.readouterr().out


def test_claims_are_parted_and_joined_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "sayso.db")
    with Ledger.open(where, create=True) as ledger:
        fill(ledger)
    assert run(["unlink", "wire-1.1", "nine-1.1", "--why", "two strikes", "--by", "Vera", "--ledger", where]) == 0
    assert "are kept apart" in capsys.readouterr().out
    assert run(["event", "nine-1.1", "--ledger", where]) == 0
    told = capsys.readouterr().out
    assert "1 independent account tells it" in told
    assert "Vera parted nine-1.1 and wire-1.1: two strikes" in told


def test_place_tells_of_reports_in_other_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "sayso.db")
    abroad = readings(open_gazetteer())
    lesnava = next(m.place for m in abroad[0].mentions if m.place is not None and m.place.name == "Lesnava")
    report = Report("en", "Snow fell in Lesnava.", published=date(2031, 3, 9), theatre="varnia")
    claim = Claim("c", "en", "Snow fell", 0, 9, "statement", Source("narrator"), places=(lesnava,))
    with Ledger.open(where, create=True) as ledger:
        keeper = Keeper(ledger)
        for reading in (*abroad, Reading(report, (claim,), "varnia")):
            keeper.keep(reading)

    assert run(["place", "Lesnava", "--ledger", where]) == 0
    told = capsys.readouterr().out
    assert "also named in 3 reports in other languages, not read for claims:" in told
    assert "uk “Засідання ради перенесли” (Ukrainian, 10 Mar 2031)" in told
    assert run(["place", "Lesnava", "--known", "2031-03-09", "--ledger", where]) == 0
    assert "other languages" not in capsys.readouterr().out
    assert run(["place", "Lesnava", "--ledger", where, "--format", "json"]) == 0
    elsewhere = json.loads(capsys.readouterr().out)["elsewhere"]
    assert elsewhere["reports"] == 3
    assert {at["language"] for at in elsewhere["newest"]} == {"uk", "ru", "ar"}
    # what only such reports name has no status, and is not said to be unknown
    assert run(["place", "Dolmir", "--ledger", where]) == 1
    assert "no claim names it, but 3 reports in other languages do" in capsys.readouterr().err

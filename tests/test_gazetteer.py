from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.gazetteer import Gazetteer, import_dump, open_gazetteer
from sayso.gazetteer.compiling import stamp
from sayso.gazetteer.store import compiled_path, imports_path


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_CACHE", str(folder))
        open_gazetteer().close()
    return folder


@pytest.fixture
def gazetteer(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gazetteer:
    for file in cache.glob("gazetteer-[0-9]*.db"):
        os.link(file, tmp_path / file.name)
    monkeypatch.setenv("SAYSO_CACHE", str(tmp_path))
    return open_gazetteer()


def line(number: int, name: str, others: str = "", kind: str = "P", code: str = "PPL", lat: str = "10.5") -> str:
    fields = [
        str(number),
        name,
        name,
        others,
        lat,
        "20.25",
        kind,
        code,
        "UA",
        "",
        "05",
        "",
        "",
        "",
        "42",
        "",
        "",
        "",
        "",
    ]
    return "\t".join(fields)


@pytest.mark.parametrize(
    ("written", "country", "id_"),
    [("Kharkov", "UA", 706483), ("Харьков", "UA", 706483), ("Al-Fashir", "SD", None)],
)
def test_other_spellings_find_the_place(gazetteer: Gazetteer, written: str, country: str, id_: int | None) -> None:
    best = gazetteer.candidates(written)[0]
    assert best.country == country
    assert id_ in (None, best.id)


def test_a_town_and_the_province_of_its_old_name_are_both_found(gazetteer: Gazetteer) -> None:
    assert {c.precision for c in gazetteer.candidates("Kiev")} == {"settlement", "region"}
    assert 703448 in [c.id for c in gazetteer.candidates("Kiev")]


def test_a_country_and_a_state_are_regions(gazetteer: Gazetteer) -> None:
    assert any(c.precision == "region" and c.country == "US" for c in gazetteer.candidates("U.S."))
    assert any(c.admin1 == "LA" and c.precision == "region" for c in gazetteer.candidates("Louisiana"))


def test_most_populous_first_within_a_way_of_matching(gazetteer: Gazetteer) -> None:
    people = [c.population for c in gazetteer.candidates("Springfield") if c.matched == "name"]
    assert people == sorted(people, reverse=True)
    assert len(people) > 10


def test_unknown_and_empty_names_have_no_candidates(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("Qwxzptown") == []
    assert gazetteer.candidates(" - ") == []


def test_opens_in_milliseconds_and_answers_fast(gazetteer: Gazetteer) -> None:
    began = time.perf_counter()
    open_gazetteer().candidates("Paris")
    assert time.perf_counter() - began < 0.5


def test_a_broken_cache_is_compiled_anew(gazetteer: Gazetteer) -> None:
    path = compiled_path(stamp())
    path.unlink()
    path.write_bytes(b"no database at all" * 100)
    assert open_gazetteer().candidates("Paris")[0].country == "FR"
    assert not list(path.parent.glob("*.part"))


def test_an_import_adds_places_counts_bad_lines_and_may_be_repeated(gazetteer: Gazetteer, tmp_path: Path) -> None:
    dump = tmp_path / "dump.txt"
    rows = [line(900000001, "Qorvale", "Корвале"), line(900000002, "Qorvale Oblast", kind="A", code="ADM1")]
    rows += ["too\tshort", line(900000003, "Nowhere", lat="95"), line(900000004, "A Brook", kind="H", code="STM")]
    dump.write_text("\n".join(rows) + "\n", "utf-8")
    for _ in range(2):
        report = import_dump(dump)
        assert (report.places, report.skipped, report.bad) == (2, 1, 2)
        assert report.reasons[0].startswith("line 3: ")
    found = open_gazetteer().candidates("Корвале")
    assert [(c.id, c.origin, c.precision) for c in found] == [(900000001, "import", "settlement")]
    assert open_gazetteer().candidates("Qorvale Oblast")[0].precision == "region"


def test_an_imported_place_known_already_is_one_place_and_keeps_both_names(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    dump = tmp_path / "dump.txt"
    dump.write_text(line(703448, "Qyivtown") + "\n", "utf-8")
    import_dump(dump)
    again = open_gazetteer()
    assert [c.id for c in again.candidates("Qyivtown")] == [703448]
    assert [c.id for c in again.candidates("Kyiv")].count(703448) == 1
    assert imports_path().exists()


def test_lines_and_numbers_beyond_measure_are_bad_lines(gazetteer: Gazetteer, tmp_path: Path) -> None:
    dump = tmp_path / "dump.txt"
    rows = [line(10**20, "Toofar"), line(900000005, "Qorvin").replace("\t42\t", f"\t{10**19}\t")]
    rows += ["x" * 3_000_000, line(900000006, "Qorvist")]
    dump.write_text("\n".join(rows), "utf-8")
    report = import_dump(dump)
    assert (report.places, report.bad) == (1, 3)
    assert [reason[:6] for reason in report.reasons] == ["line 1", "line 2", "line 3"]
    assert report.reasons[2] == "line 3: more than 1,000,000 bytes"


def test_a_file_that_is_no_dump_is_refused_in_one_line(gazetteer: Gazetteer, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(b"\xff\xfe\x00 not a dump\n")
    with pytest.raises(InputError, match="19 columns"):
        import_dump(wrong)
    with pytest.raises(InputError, match="can be read"):
        import_dump(tmp_path / "missing.txt")


@pytest.mark.parametrize(("one", "other"), [("Bakhmut", "Artemivsk"), ("Melitopol", "Novooleksandrivka")])
def test_a_former_name_is_another_name(gazetteer: Gazetteer, one: str, other: str) -> None:
    towns = {c.id: c.matched for c in gazetteer.candidates(other) if c.country == "UA"}
    assert towns[gazetteer.candidates(one)[0].id] == "other name"


@pytest.mark.parametrize("name", ["Andriivka", "Andriyivka", "Andreyevka"])
def test_every_romanisation_of_a_name_is_the_name(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name)[0].matched == "name"
    assert gazetteer.candidates(name)[0].country == "UA"


@pytest.mark.parametrize(("short", "country"), [("Anbar", "IQ"), ("Qamishli", "SY"), ("Fallujah", "IQ")])
def test_arabic_names_need_no_article(gazetteer: Gazetteer, short: str, country: str) -> None:
    found = {c.country: c.matched for c in gazetteer.candidates(short)}
    assert found[country] in {"name", "other name"}


@pytest.mark.parametrize("name", ["Hodeidah", "Timbuktu", "Sirte"])
def test_a_province_called_after_its_town_bears_its_names(gazetteer: Gazetteer, name: str) -> None:
    assert any(c.rank == "province" for c in gazetteer.regions(f"{name} province"))

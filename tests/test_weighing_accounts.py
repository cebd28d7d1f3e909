from __future__ import annotations

import random
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Claim, Entry, Kind, Publication, Source
from sayso.theatres import GENERIC, Theatre, load
from sayso.weighing.accounts import Account, Accounts

DAY = date(2031, 2, 1)


def theatre(name: str | None) -> Theatre:
    return load(name) if name else GENERIC


def paper(
    report: str = "r1", outlet: str | None = "Northern Herald", agency: str | None = None, war: str | None = "varnia"
) -> Publication:
    return Publication(report, "d", DAY, outlet, agency, war)


def alone(name: str, kind: Kind | None = None, side: str | None = None, war: str = "varnia") -> Account:
    source = Source(name, kind, side)
    return Accounts([(source, paper(war=war))], theatre).of(source, paper(war=war))


# One account a row: every way to write it, with the kind and side that a reader gives.
ONE: list[tuple[str, Kind | None, str | None, list[str]]] = [
    (
        "varnia:ostrya/defence-ministry",
        "government",
        "Ostrya",
        [
            "Ostrya's Defence Ministry",
            "Ostrya’s Defense Ministry",
            "the Ostryan MoD",
            "the defence ministry in Vrasna",
            "Ostryan Ministry of Defence",
            "Ministry of Defense of the Ostryan Union",
            "Vrasna's defence ministry",
            "a spokesman for the Ostryan Defence Ministry",
            "the Ostryan defence ministry's press service",
            "defence ministry",
            "the MoD",
        ],
    ),
    (
        "varnia:varnia/foreign-ministry",
        "government",
        "Varnia",
        [
            "Varnia's Foreign Ministry",
            "the Varnian MFA",
            "Ministry of Foreign Affairs of Varnia",
            "the foreign ministry in Velmar",
            "Varnian foreign affairs ministry",
        ],
    ),
    (
        "varnia:varnia/general-staff",
        "military",
        "Varnia",
        [
            "Varnian General Staff",
            "the General Staff of Varnia's armed forces",
            "Varnia's general staff",
            "general staff",
        ],
    ),
    (
        "varnia:ostrya/government",
        "government",
        "Ostrya",
        [
            "Ostrya",
            "Vrasna",
            "the Amber House",
            "Ostryan officials",
            "senior Ostryan officials",
            "authorities in Vrasna",
            "two Ostryan officials",
        ],
    ),
    (
        "person:vera-tolan",
        "military",
        "Varnia",
        [
            "Vera Tolan",
            "Tolan",
            "Col. Vera Tolan",
            "Vera Tolan, a spokeswoman for the Varnian General Staff",
            "General Staff spokeswoman Vera Tolan",
            "the General Staff's spokeswoman, Vera Tolan",
        ],
    ),
    (
        "person:elena-marsh",
        "government",
        "Varnia",
        ["Elena Marsh", "Foreign Minister Elena Marsh", "Marsh", "E. Marsh"],
    ),
    (
        "person:lev-osin",
        "local_official",
        "Ostrya",
        ["Lev Osin", "Zubria region governor Lev Osin", "the governor, Lev Osin"],
    ),
    (
        "name:oleksandr-brovkin",
        "military",
        "Varnia",
        ["Oleksandr Brovkin", "Alexander Brovkin", "Maj. Gen. Aleksandr Brovkin"],
    ),
    (
        "name:serhy-hradovsky",
        "analyst",
        None,
        ["Serhii Hradovskyi", "Serhiy Hradovskyy", "Sergey Hradovsky", "Serhiy Petrovych Hradovskiy"],
    ),
    ("name:mohamed-burhan", None, None, ["Mohamed al-Burhan", "Muhammad Burhan", "Mohammed al Burhan"]),
    (
        "outlet:ota",
        "media",
        "Ostrya",
        [
            "OTA",
            "OTA news agency",
            "the Ostryan Telegraph Agency",
            "an OTA correspondent",
            "OTA correspondents in Halven",
        ],
    ),
    ("world:open-road", "organisation", None, ["Open Road", "the aid group Open Road"]),
    (
        "name:grey-kestrel",
        "unofficial",
        "Varnia",
        ["Grey Kestrel", "the war blog Grey Kestrel", "Grey Kestrel, a war blog"],
    ),
    (
        "name:sundria/foreign-ministry",
        "government",
        None,
        ["Sundria's Foreign Ministry", "the Foreign Ministry of Sundria", "Ministry of Foreign Affairs of Sundria"],
    ),
    (
        "world:united-states/defence-ministry",
        "government",
        None,
        ["U.S. Department of Defense", "the US defense department"],
    ),
]


@pytest.mark.parametrize(("wanted", "kind", "side", "name"), [(i, k, s, n) for i, k, s, names in ONE for n in names])
def test_a_source_is_one_however_it_is_written(wanted: str, kind: Kind | None, side: str | None, name: str) -> None:
    found = alone(name, kind, side)
    assert found.id == wanted, found.reason
    assert found.reason


def test_different_sources_stay_apart() -> None:
    wanted = [row[0] for row in ONE]
    assert len(set(wanted)) == len(wanted)
    assert alone("Ostryan General Staff", "military", "Ostrya").id == "varnia:ostrya/general-staff"
    assert alone("general staff", "military", "Ostrya").id == "varnia:ostrya/general-staff"
    assert alone("Иван Родов").id != alone("Петр Серов").id
    assert alone("Oleksandr Brovin").id != alone("Oleksandr Brovkin").id


@pytest.mark.parametrize(
    ("war", "name", "kind", "side", "wanted"),
    [
        ("ukraine", "the Russian MoD", "government", "Russia", "ukraine:russia/defence-ministry"),
        ("ukraine", "the defence ministry in Moscow", "government", "Russia", "ukraine:russia/defence-ministry"),
        (
            "ukraine",
            "the Russian Federation's Defense Ministry",
            "government",
            "Russia",
            "ukraine:russia/defence-ministry",
        ),
        (
            "ukraine",
            "Oleksandr Shtupun, a spokesman for the Tavria group",
            "military",
            "Ukraine",
            "person:oleksandr-shtupun",
        ),
        ("ukraine", "Shtupun", "military", "Ukraine", "person:oleksandr-shtupun"),
        ("ukraine", "President Volodymyr Zelenskiy", "government", "Ukraine", "person:volodymyr-zelensky"),
        ("ukraine", "Polish Foreign Ministry", "government", None, "world:poland/foreign-ministry"),
        ("sudan", "the Sudanese army", "military", "SAF", "sudan:saf/armed-forces"),
        ("sudan", "RSF media office", "military", "RSF", "sudan:rsf/rapid-support-forces"),
        ("sudan", "Sudan's foreign ministry", "government", "SAF", "sudan:saf/foreign-ministry"),
    ],
)
def test_the_real_theatres_offices(war: str, name: str, kind: Kind, side: str | None, wanted: str) -> None:
    assert alone(name, kind, side, war).id == wanted


def test_a_report_speaks_for_its_agency_then_its_outlet_then_itself() -> None:
    narrator = Source("narrator")
    accounts = Accounts([], theatre)
    agency = accounts.of(narrator, paper(agency="Interwire"))
    assert (agency.id, agency.gathered_by, agency.kind) == ("outlet:interwire", "outlet:interwire", "media")
    assert accounts.of(narrator, paper()).id == "outlet:northern-herald"
    assert accounts.of(narrator, paper("r7", outlet=None)).id == "report:r7"
    state = accounts.of(narrator, paper(outlet="OTA"))
    assert (state.id, state.side) == ("outlet:ota", "Ostrya")
    assert accounts.named("Interwire", "varnia").id == agency.id
    assert accounts.named("Interwire news agency", "varnia").id == agency.id


def test_an_outlet_that_no_theatre_lists_is_known_by_its_reports() -> None:
    known = [(Source("narrator"), paper(outlet="The Kamsin Lantern"))]
    accounts = Accounts(known, theatre)
    assert accounts.named("Kamsin Lantern", "varnia").id == accounts.of(*known[0]).id


@pytest.mark.parametrize(
    ("name", "kind", "side", "wanted"),
    [
        ("residents", "witness", None, "outlet:interwire/residents"),
        ("two residents", "witness", None, "outlet:interwire/residents"),
        ("Varnian residents", "witness", "Varnia", "outlet:interwire/varnian-residents"),
        ("a source", "unnamed", None, "outlet:interwire/source"),
        ("Ostryan sources", "unnamed", "Ostrya", "outlet:interwire/ostryan-sources"),
        ("social media users", "unofficial", None, "outlet:interwire/social-media-users"),
        ("Satellite images", "unofficial", None, "outlet:interwire/satellite-images"),
        ("Reports", None, None, "outlet:interwire/reports"),
    ],
)
def test_the_nameless_are_of_the_outlet_that_they_spoke_to(
    name: str, kind: Kind, side: str | None, wanted: str
) -> None:
    source, where = Source(name, kind, side), paper(agency="Interwire")
    found = Accounts([(source, where)], theatre).of(source, where)
    assert (found.id, found.gathered_by) == (wanted, "outlet:interwire")


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("a senior Varnian military official", "unnamed", "varnia:varnia/military-officials"),
        ("two military officials", "unnamed", "varnia:varnia/military-officials"),
        ("a government source", "unnamed", "varnia:varnia/government"),
        ("local officials", "local_official", "varnia:varnia/local-officials"),
        ("Varnian war bloggers", "unofficial", "varnia:varnia/bloggers"),
    ],
)
def test_a_sides_nameless_officials_are_the_sides(name: str, kind: Kind, wanted: str) -> None:
    found = alone(name, kind, "Varnia")
    assert (found.id, found.gathered_by, found.side) == (wanted, None, "Varnia")


def test_people_who_spoke_through_another_outlet_are_that_outlets() -> None:
    def entry(via: tuple[str, ...]) -> Entry:
        source = Source("residents", "witness")
        return Entry(Claim("c", "r1", "it fell", 0, 7, "capture", source, via=via), paper(agency="Interwire"))

    accounts = Accounts([], theatre)
    assert accounts.of_entry(entry(())).gathered_by == "outlet:interwire"
    assert accounts.of_entry(entry(("Telegram",))).gathered_by == "outlet:interwire"
    through = accounts.of_entry(entry(("Channel Nine",)))
    assert (through.id, through.gathered_by) == ("outlet:channel-nine/residents", "outlet:channel-nine")


FULL = (Source("Ivo Darel", "military", "Varnia"), paper("r1"))
BARE = (Source("Darel", "military", "Varnia"), paper("r2"))


def test_a_bare_surname_is_the_one_person_known_by_it() -> None:
    found = Accounts([FULL, BARE], theatre).of(*BARE)
    assert (found.id, found.name) == ("name:ivo-darel", "Ivo Darel")
    assert "only one known" in found.reason


def test_a_bare_surname_of_two_stays_alone_and_says_why() -> None:
    other = (Source("Petra Darel", "government", "Varnia"), paper("r3"))
    found = Accounts([FULL, BARE, other], theatre).of(*BARE)
    assert found.id == "name:darel"
    assert "Ivo Darel" in found.reason
    assert "Petra Darel" in found.reason
    same_report = (BARE[0], paper("r3"))
    assert Accounts([FULL, BARE, other], theatre).of(*same_report).id == "name:petra-darel"


@pytest.mark.parametrize(
    "other",
    [
        (Source("Ivo Darel", "military", "Ostrya"), paper("r1")),  # another side
        (Source("Ivo Darel", "witness", None), paper("r1")),  # another sort
        (Source("Ivo Darel", "military", "Varnia"), paper("r1", war="sudan")),  # another war
    ],
)
def test_a_bare_surname_does_not_join_who_cannot_be_meant(other: tuple[Source, Publication]) -> None:
    assert Accounts([other, BARE], theatre).of(*BARE).id == "name:darel"


def test_a_theatres_surname_is_not_given_to_the_other_side() -> None:
    assert alone("Holm", "military", "Varnia").id == "person:radek-holm"
    assert alone("Holm", "military", "Ostrya").id == "name:holm"


def test_first_names_of_two_languages_do_not_join_two_sides() -> None:
    one = (Source("Serhiy Radov", "military", "Varnia"), paper("r1"))
    two = (Source("Sergei Radov", "military", "Ostrya"), paper("r2"))
    accounts = Accounts([one, two], theatre)
    assert accounts.of(*one).id != accounts.of(*two).id
    three = (Source("Sergei Radov", "military", "Varnia"), paper("r2"))
    assert len({Accounts([one, three], theatre).of(*each).id for each in (one, three)}) == 1


def test_a_shorter_full_name_joins_the_longer() -> None:
    longer = (Source("Mohamed Hamdan Dagalin", "military", None), paper("r1"))
    short = (Source("Mohamed Dagalin", "military", None), paper("r2"))
    accounts = Accounts([longer, short], theatre)
    assert accounts.of(*short).id == accounts.of(*longer).id


def test_first_letters_are_the_one_body_known_by_them() -> None:
    full = (Source("Institute for Conflict Mapping", "organisation"), paper("r1"))
    short = (Source("ICM", "organisation"), paper("r2"))
    assert Accounts([full, short], theatre).of(*short).id == Accounts([full], theatre).of(*full).id
    assert Accounts([short], theatre).of(*short).id == "name:icm"
    assert Accounts([full], theatre).named("the ICM", "varnia").id == Accounts([full], theatre).of(*full).id


def test_the_ministry_is_the_one_that_the_report_names() -> None:
    full = (Source("Ostryan MoD", "government", "Ostrya"), paper("r1"))
    short = (Source("the ministry", "government", "Ostrya"), paper("r1"))
    accounts = Accounts([full, short], theatre)
    assert accounts.of(*short).id == "varnia:ostrya/defence-ministry"
    elsewhere = (short[0], paper("r2"))
    assert accounts.of(*elsewhere).id == "varnia:ostrya/ministry"


def test_a_name_without_kind_or_side_is_a_stances() -> None:
    accounts = Accounts([FULL], theatre)
    assert accounts.named("Darel", "varnia").id == "name:ivo-darel"
    assert accounts.named("the Ostryan MoD", "varnia").side == "Ostrya"
    assert accounts.named("Telegram", "varnia").id == "channel:telegram"
    assert accounts.named("residents", "varnia").gathered_by is None
    assert accounts.named("residents", "varnia", paper(agency="Interwire")).id == "outlet:interwire/residents"
    assert accounts.named("", "varnia").id


def test_finding_what_somebody_means() -> None:
    names = ["Ivo Darel", "Petra Darel", "Ostryan Defence Ministry", "Vera Tolan", "Goran Zelinskyi"]
    accounts = Accounts([(Source(name), paper()) for name in names], theatre)
    assert accounts.find("the Ostryan MoD")[0].id == "varnia:ostrya/defence-ministry"
    assert [account.name for account in accounts.find("Darel")] == ["Ivo Darel", "Petra Darel"]
    assert accounts.find("vera tolan")[0].id == "person:vera-tolan"
    assert accounts.find("person:vera-tolan")[0].id == "person:vera-tolan"
    assert accounts.find("Zelinsky")[0].name == "Goran Zelinskyi"
    assert accounts.find("Tolann")[0].name == "Vera Tolan"
    assert accounts.find("nobody at all") == ()
    assert accounts.find("") == ()


KNOWN = [(Source(name, kind, side), paper(f"r{k}")) for k, (_, kind, side, names) in enumerate(ONE) for name in names]


@given(st.permutations([*KNOWN[::4], FULL, BARE]), st.integers(0, 6))
@settings(max_examples=30, deadline=None)
def test_the_order_and_repeats_change_nothing(known: list[tuple[Source, Publication]], again: int) -> None:
    wanted = Accounts(sorted(known, key=str), theatre)
    found = Accounts([*known, *known[:again]], theatre)
    assert {pair: found.of(*pair).id for pair in known} == {pair: wanted.of(*pair).id for pair in known}


@given(st.text(max_size=40), st.sampled_from(["military", "witness", "unnamed", "media", None]))
@settings(max_examples=200, deadline=None)
def test_any_name_has_an_account(name: str, kind: Kind | None) -> None:
    source = Source(name, kind)
    found = Accounts([(source, paper())], theatre).of(source, paper())
    assert found.id
    assert found.id == Accounts([], theatre).of(source, paper()).id


@pytest.mark.slow
def test_twenty_thousand_names_take_little_time() -> None:
    rng = random.Random(7)
    parts = ["ka", "lo", "vi", "ren", "stu", "mar", "dro", "pel", "shan", "tiv"]
    forms = ["{} {}", "Col. {} {}", "{} {}, a spokesman for the army", "the {} regional administration", "{}"]

    def word() -> str:
        return "".join(rng.choice(parts) for _ in range(3)).title()

    known = [
        (Source(rng.choice(forms).format(word(), word()), "military", "Varnia"), paper(f"r{k // 8}"))
        for k in range(20_000)
    ]
    start = process_time()
    Accounts(known, theatre)
    assert process_time() - start < 8  # about 1.5 s where nothing else runs


def test_an_account_without_a_name_of_its_own_is_called_as_the_reports_call_it() -> None:
    bloggers = Source("unofficial Varnian accounts", "unofficial", "Varnia")
    ministry = Source("Ostrya's Defence Ministry", "government", "Ostrya")
    board = Source("the Varnian water board", "government", "Varnia")
    known = [(bloggers, paper()), (bloggers, paper("r2")), (ministry, paper()), (board, paper())]
    found = Accounts(known, theatre)
    assert found.of(bloggers, paper()).name == "unofficial Varnian accounts"
    assert found.named("Varnian war bloggers", "varnia").name == "unofficial Varnian accounts"
    assert found.of(ministry, paper()).name == "Ministry of Defence of Ostrya"  # its own name
    assert found.of(board, paper()).name == "Varnian water board"
    theirs = Source("Varnian bloggers", "unofficial", "Varnia")
    assert Accounts([*known, (theirs, paper())], theatre).of(bloggers, paper()).name == "Varnian bloggers"


def test_nameless_people_are_one_wherever_they_stand_in_a_sentence() -> None:
    names = {alone(name, "witness").name for name in ("Witnesses", "witnesses", "the witnesses")}
    assert names == {"witnesses (Northern Herald)"}
    assert alone("Varnian residents", "witness").name == "Varnian residents (Northern Herald)"


def test_who_only_takes_a_stance_is_called_as_the_report_calls_it() -> None:
    found = Accounts([], theatre).named("unofficial Varnian accounts", "varnia")
    assert (found.name, found.id) == ("unofficial Varnian accounts", alone("Varnian bloggers", "unofficial").id)

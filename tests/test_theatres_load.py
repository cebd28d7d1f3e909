"""Reading a theatre's file: patterns, inheritance, and refusals that name file, field, value and fix."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SetupError
from sayso.theatres import GENERIC, load
from sayso.theatres._load import expand, parse

SMALL = """
title = "Small"
sides = ["Ay", "Bee"]
countries = ["XA"]
{root}
[opponents]
Ay = "Bee"
Bee = "Ay"

[[groups]]
side = "Ay"
kind = "military"
type = "force"
actors = [{{ name = "Ay Army", aliases = ["{{Ay|Ayan}} {{troops|forces}}"] }}]
{tail}
"""


SQUARE = "[1, 1], [2, 1], [2, 2], [1, 2]"
LAND = '[[lands]]\nname = "Cee"\ncountry = "XC"\nrings = [[{}]]\n'


def small(root: str = "", tail: str = "") -> str:
    return SMALL.format(root=root, tail=tail)


def test_patterns_are_spread() -> None:
    assert expand("{Russia's|Russian} {army|navy}") == [
        "Russia's army",
        "Russia's navy",
        "Russian army",
        "Russian navy",
    ]
    assert expand("{|the }hill") == ["hill", "the hill"]
    assert expand("a {b|c{|d}} e") == ["a b e", "a c e", "a cd e"]
    assert expand("plain") == ["plain"]


@pytest.mark.parametrize("pattern", ["{a|b", "{a|b}" * 12])
def test_a_pattern_that_stands_for_nothing_or_too_much(pattern: str) -> None:
    with pytest.raises(ValueError, match="stands for"):
        expand(pattern)


@given(st.lists(st.lists(st.text("abc", max_size=3), min_size=1, max_size=4), max_size=3))
def test_a_pattern_stands_for_every_choice(choices: list[list[str]]) -> None:
    pattern = " ".join("{" + "|".join(options) + "}" for options in choices)
    every = {" ".join(" ".join(chosen).split()) for chosen in product(*choices)}
    found = expand(pattern)
    assert set(found) == every
    assert len(found) == len(every)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(small(), encoding="utf-8")
    theatre = load(str(path))
    assert (theatre.name, theatre.title) == ("mine", "Small")
    army = theatre.actor("Ayan forces")
    assert army is not None
    assert army.side == "Ay"
    assert theatre.actor("Reuters") == GENERIC.actor("Reuters")
    assert theatre.channels == GENERIC.channels


def test_invented_land_is_as_its_file_draws_it() -> None:
    text = small(root="invented = true", tail=LAND.format(SQUARE) + "lakes = [[[1.2, 1.2], [1.4, 1.2], [1.4, 1.4]]]")
    (land,) = parse(text, name="s", source="s.toml", base=GENERIC).lands
    assert (land.name, land.country) == ("Cee", "XC")
    assert land.rings == (((1, 1), (2, 1), (2, 2), (1, 2)),)
    assert land.lakes == (((1.2, 1.2), (1.4, 1.2), (1.4, 1.4)),)
    assert load("ukraine").lands == ()


def test_own_entries_win() -> None:
    text = small(tail='[[groups]]\nside = "Bee"\nkind = "media"\ntype = "outlet"\nactors = [{ name = "Reuters" }]')
    reuters = parse(text, name="s", source="s.toml", base=GENERIC).actor("Reuters")
    assert reuters is not None
    assert reuters.side == "Bee"


@pytest.mark.parametrize(("given_name", "near"), [("ukrane", "ukraine"), ("Sudann", "sudan"), ("varnya", "varnia")])
def test_an_unknown_theatre_names_the_nearest(given_name: str, near: str) -> None:
    with pytest.raises(SetupError) as caught:
        load(given_name)
    assert given_name in str(caught.value)
    assert f"did you mean {near}?" in str(caught.value)
    assert "sudan, ukraine, varnia, generic" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_theatre_like_none() -> None:
    with pytest.raises(SetupError, match="known are"):
        load("qqqqqq")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="no such file"):
        load(str(tmp_path / "none.toml"))


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SetupError, match="UTF-8"):
        load(str(path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", ["TOML", "mend the syntax"]),
        ("sides = []", ["title", "Field required"]),
        (small(root="colour = 'red'"), ["colour", "red", "Extra inputs"]),
        (small(root="invented = 'perhaps'"), ["invented", "perhaps"]),
        (small(root="keywords = ['{a|b']"), ["pattern", "brace"]),
        (
            small(tail='[[states]]\nname = "Cee"\niso = "XC"\nlat = 91\nlon = 0'),
            ["states.0.lat", "91"],
        ),
        (small(tail='[[states]]\nname = "Cee"\niso = "xc"\nlat = 1\nlon = 0'), ["states.0.iso", "xc"]),
        (small(tail='[[states]]\nname = "Cee"\niso = "XC"\nlat = 1\nlon = 0\nside = "Cee"'), ["'Cee'", "sides"]),
        (small(tail='[demonyms]\nCee = ["ceean"]'), ["'Cee'", "sides"]),
        (
            small(
                tail='[[groups]]\nside = "Bee"\nkind = "military"\ntype = "force"\nactors = [{ name = "Ay Troops" }]'
            ),
            ["Ay Troops", "Ay Army", "give it to one"],
        ),
        (
            small(tail='[[groups]]\nkind = "army"\ntype = "force"\nactors = []'),
            ["groups.1.kind", "army"],
        ),
        (small(tail="[[anchors]]\nnames = ['the war']\nstart = 2031-02-02\nend = 2031-02-01"), ["anchors.0", "before"]),
        (small(tail="[[anchors]]\nnames = []\nstart = 2031-02-02"), ["anchors.0.names"]),
        (small(root="invented = true", tail=LAND.format("[1, 1], [2, 1]")), ["lands.0.rings.0", "at least 3"]),
        (small(root="invented = true", tail=LAND.format("[1, 1], [2, 91], [2, 2]")), ["lands.0.rings.0.1.1", "91"]),
        (small(root="invented = true", tail=LAND.format(SQUARE + ", [1, 1]")), ["lands.0", "leave out its last"]),
        (small(tail=LAND.format(SQUARE)), ["lands", "invented"]),
    ],
)
def test_a_broken_file_is_told_in_one_line(text: str, words: list[str]) -> None:
    with pytest.raises(SetupError) as caught:
        parse(text, name="small", source="small.toml", base=None)
    told = str(caught.value)
    assert told.startswith("small.toml: ")
    assert "\n" not in told
    assert all(word in told for word in words), told


def test_native_names_are_of_what_the_theatre_has() -> None:
    text = 'title = "T"\nplaces = [{ name = "Alba", lat = 1, lon = 2 }]\n[native.uk]\n"Alba" = ["Альба"]\n'
    assert dict(parse(text, name="t", source="t.toml", base=None).native["uk"]) == {"Альба": "Alba"}
    with pytest.raises(SetupError, match=r"native\.uk: 'Alma' is no place"):
        parse(text.replace('"Alba" = [', '"Alma" = ['), name="t", source="t.toml", base=None)

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.versions import Version, mark, standing

_D = [date(2034, 3, n) for n in range(1, 8)]


def _version(key: int, published: date | None, *, id: str = "a", address: str | None = None, mark: int = 0) -> Version:
    return Version(key, id, address, published, mark, "2034-03-01T00:00:00Z", f"{key:032x}")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (None, "UPDATE 1-Hradov falls"),
        ("Hradov falls", "UPDATE-Hradov falls"),
        ("UPDATE 1-Hradov falls", "UPDATE 2-Hradov falls"),
        ("UPDATE 2-Hradov falls", "UPDATE 10-Hradov falls"),
        ("UPDATE 2-Hradov falls", "CORRECTED-UPDATE 2-Hradov falls"),
        ("CORRECTED-UPDATE 1-Hradov falls", "UPDATE 2-Hradov falls"),
        ("Hradov falls", "CORRECTED-Hradov falls"),
        ("Hradov falls", "REFILE-Hradov falls"),
        ("Hradov falls", "Correction: Hradov holds"),
        ("Hradov falls", "WRAPUP 3-Hradov falls"),
    ],
)
def test_headlines_tell_the_turn_of_versions_of_one_day(earlier: str | None, later: str) -> None:
    assert mark(earlier) < mark(later)


@pytest.mark.parametrize("title", ["Army updates its figures", "Ministry corrected by its minister", "The 2nd update"])
def test_a_headline_about_corrections_is_none(title: str) -> None:
    assert mark(title) == 0


def test_a_version_stands_until_the_next_is_published() -> None:
    found = standing([_version(3, _D[4]), _version(1, _D[0]), _version(2, _D[2])], [])
    assert found == {1: (_D[2], None), 2: (_D[4], None), 3: (None, None)}


def test_of_two_of_one_day_the_later_stands_alone() -> None:
    found = standing([_version(1, _D[0], mark=4), _version(2, _D[0], mark=2)], [])
    assert found == {1: (None, None), 2: (_D[0], None)}


def test_versions_share_an_id_or_an_address_and_not_by_way_of_a_third() -> None:
    by_id, both, by_address = (
        _version(1, _D[0], id="a", address="x"),
        _version(2, _D[1], id="a", address="y"),
        _version(3, _D[2], id="b", address="y"),
    )
    assert standing([by_id, both, by_address], []) == {1: (_D[1], None), 2: (_D[2], None), 3: (None, None)}
    alone = _version(4, _D[3], id="c")
    assert standing([alone, by_id], [])[1] == (None, None)


def test_the_undated_give_way_to_any_dated_one_and_to_each_other() -> None:
    found = standing([_version(1, None), _version(2, None), _version(3, _D[0])], [])
    assert found == {1: (date.min, None), 2: (_D[0], None), 3: (None, None)}


def test_a_withdrawal_is_of_what_was_published_by_then() -> None:
    versions = [_version(1, _D[0]), _version(2, _D[3]), _version(3, None, id="b")]
    found = standing(versions, [("a", _D[2]), ("a", _D[1]), ("b", _D[0]), ("other", _D[0])])
    assert found == {1: (_D[3], _D[1]), 2: (None, None), 3: (None, _D[0])}


_versions = st.lists(
    st.builds(
        _version,
        st.integers(0, 10**6),
        st.one_of(st.none(), st.sampled_from(_D)),
        id=st.sampled_from("abc"),
        address=st.sampled_from((None, "x", "y")),
        mark=st.integers(0, 3),
    ),
    max_size=5,
    unique_by=lambda v: v.key,
)
_gone = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(_D)), max_size=3)


@given(_versions, _gone)
def test_the_order_of_versions_and_withdrawals_changes_nothing(
    versions: list[Version], gone: list[tuple[str, date]]
) -> None:
    wanted = standing(versions, gone)
    assert all(standing(order, reversed(gone)) == wanted for order in list(permutations(versions))[:24])


@given(_versions, _gone, st.sampled_from(_D))
def test_what_comes_later_changes_nothing_of_an_earlier_day(
    versions: list[Version], gone: list[tuple[str, date]], day: date
) -> None:
    by_then = [v for v in versions if v.published is not None and v.published <= day]
    known = standing(versions, gone)
    then = standing(by_then, [(id, on) for id, on in gone if on <= day])
    for version in by_then:
        until, withdrawn = known[version.key]
        stood = (until is None or until > day) and (withdrawn is None or withdrawn > day)
        assert stood == (then[version.key] == (None, None))


@given(_versions)
def test_of_an_id_only_one_version_stands_on_a_day(versions: list[Version]) -> None:
    found = standing(versions, [])
    for id in "abc":
        assert sum(found[v.key][0] is None for v in versions if v.id == id) <= 1

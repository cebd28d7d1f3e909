from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.ledger import keys
from sayso.model import Report

_DAY = date(2034, 3, 1)
_REPORT = Report("a", "text", title="T", published=_DAY, outlet="O", agency="A", theatre="t", url="https://x.org/1")
_days = st.dates(date(1900, 1, 3), date(2258, 1, 1))


def _key(report: Report) -> int:
    return keys.report_key(report, keys.digest(report))


@given(_days, _days, st.integers(0, keys.CLAIMS - 1), st.integers(0, keys.CLAIMS - 1))
def test_keys_are_in_the_order_of_publication_and_then_of_the_text(a: date, b: date, m: int, n: int) -> None:
    one, other = (keys.claim_key(_key(replace(_REPORT, published=d)), at) for d, at in ((a, m), (b, n)))
    assert (one < other) == ((a, m) < (b, n)) or (a, m) == (b, n)
    assert 0 <= one < 2**63


@given(_days, st.integers(0, keys.CLAIMS - 1))
def test_a_day_bounds_the_keys_of_what_was_published_by_then(day: date, position: int) -> None:
    key = keys.claim_key(_key(replace(_REPORT, published=day)), position)
    assert keys.claims_until(day - timedelta(days=1)) <= key < keys.claims_until(day)
    assert keys.claims_from(day) <= key
    assert key >= keys.DATED


@given(st.dates())
def test_any_day_at_all_bounds_keys_that_a_database_takes(day: date) -> None:
    assert 0 <= _key(replace(_REPORT, published=day)) < 2**49
    assert 0 < keys.claims_from(day) <= _key(replace(_REPORT, published=day)) << 14
    assert 0 < keys.claims_until(day) < 2**63


def test_the_undated_come_before_all_others() -> None:
    assert keys.claim_key(_key(replace(_REPORT, published=None)), keys.CLAIMS - 1) < keys.DATED
    assert keys.day_number(date.min) == 1


def test_a_report_of_too_many_claims_is_refused() -> None:
    with pytest.raises(InputError, match="split the report"):
        keys.claim_key(0, keys.CLAIMS)


def test_a_digest_tells_whatever_is_known_of_a_report() -> None:
    changed = [
        replace(_REPORT, text="texts"),
        replace(_REPORT, title=None),
        replace(_REPORT, title=""),
        replace(_REPORT, published=None),
        replace(_REPORT, outlet="A", agency="O"),
        replace(_REPORT, agency=None),
        replace(_REPORT, theatre=None),
        replace(_REPORT, url=None),
        replace(_REPORT, text="text\x1fT", title=None),
    ]
    assert len({keys.digest(report) for report in [_REPORT, *changed]}) == len(changed) + 1
    assert keys.digest(replace(_REPORT, id="b")) == keys.digest(_REPORT)


_parts = st.lists(st.one_of(st.none(), st.text(max_size=4), st.integers(), st.floats(allow_nan=False)), max_size=4)


@given(_parts, _parts)
def test_lists_of_values_that_differ_have_keys_that_differ(a: list[object], b: list[object]) -> None:
    same = [p if p is None else str(p) for p in a] == [p if p is None else str(p) for p in b]
    assert (keys.value_key(*a) == keys.value_key(*b)) == same
    assert 0 <= keys.value_key(*a) < 2**53


def test_ten_thousand_reports_of_a_day_have_ten_thousand_keys_or_nearly() -> None:
    found = {_key(replace(_REPORT, id=str(n))) for n in range(10_000)}
    assert len(found) >= 9_999


def test_keys_are_the_same_on_every_machine() -> None:
    # What is kept must be found again by other versions of Python and of Sayso.
    assert keys.digest(_REPORT) == "314a327684677906149a783a70ff64ef"
    assert keys.value_key("Hradov", 1, 48.5, None, "settlement") == 2338877060746141


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.Example.org/a/", "example.org/a"),
        ("http://example.org/a", "example.org/a"),
        ("https://example.org/a?utm_source=x&fbclid=1#top", "example.org/a"),
        ("https://example.org/a?b=2&a=1", "example.org/a?a=1&b=2"),
        ("https://example.org/?p=7", "example.org?p=7"),
        (" https://example.org/a ", "example.org/a"),
        ("https://example.org/A", "example.org/A"),
        ("https://example.org:8080/a", "example.org:8080/a"),
        ("https://example.org/", None),
        ("https://example.org", None),
        ("https://example.org/?utm_medium=rss", None),
        ("ftp://example.org/a", None),
        ("mailto:someone@example.org", None),
        ("not an address", None),
        ("https://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_a_page_without_what_does_not_tell_pages_apart(url: str | None, address: str | None) -> None:
    assert keys.address(url) == address

"""Addresses into questions and back: nothing that is asked gets lost, and what asks nothing is left out."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sayso.model import CLAIM_TYPES
from sayso.web.asking import Narrowing, query

_WORDS = st.one_of(
    st.none(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(lambda s: s.strip())
)
_DAYS = st.one_of(st.none(), st.dates(date(1000, 1, 1)))
_NARROWINGS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    known=_DAYS,
    since=_DAYS,
    published_until=_DAYS,
    place=_WORDS,
    side=_WORDS,
    source=_WORDS,
    q=_WORDS,
    type=st.lists(st.sampled_from(CLAIM_TYPES), max_size=3),
    stance=st.lists(st.sampled_from(["denies", "disputes"]), max_size=2),
)


@given(_NARROWINGS)
def test_an_address_asks_for_the_same_again(fields: dict[str, Any]) -> None:
    asked = Narrowing.model_validate(fields)
    address = query(asked.parameters())
    back = parse_qs(address[1:], keep_blank_values=True)
    lists = {"type", "modality", "stance"}
    # The pages' framework hands over lists for these and words for the others.
    again = Narrowing.model_validate({k: v if k in lists else v[0] for k, v in back.items()})
    assert again == asked


def test_an_empty_form_asks_nothing() -> None:
    empty = dict.fromkeys(("known", "place", "within", "since", "q", "side"), " ")
    asked = Narrowing.model_validate({**empty, "type": ["", "capture", "capture"], "stance": [""]})
    assert asked.parameters() == {"type": ["capture", "capture"]}
    assert asked.asked().types == ("capture",)
    assert asked.asked().place is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"within": "5"}, "within goes with place"),
        ({"since": "2031-03-02", "until": "2031-03-01"}, "since is later than until"),
        ({"published_since": "2031-03-02", "published_until": "2031-03-01"}, "published_since is later"),
        ({"place": "Tarn", "within": "-1"}, "greater than or equal to 0"),
        ({"place": "Tarn", "within": "nan"}, "within"),
        ({"since": "yesterday"}, "'yesterday' is no date"),
        ({"known": "20310301T1"}, "no date"),
        ({"on": "17"}, "no date"),
        ({"type": ["rumour"]}, "type"),
        ({"q": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_makes_no_sense_is_told(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as error:
        Narrowing.model_validate(fields)
    assert said in str(error.value)


def test_query_repeats_lists_and_escapes() -> None:
    made = query({"type": ["a", "b"], "q": "x & y=z", "none": None, "empty": ""})
    assert parse_qs(urlsplit(made).query) == {"type": ["a", "b"], "q": ["x & y=z"]}
    assert query({}) == ""

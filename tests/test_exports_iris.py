"""Names in linked data: stable, nobody can forge another's, and an address is one of the web or none."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.exports import iris
from sayso.model import Place, Publication
from sayso.weighing.accounts import Account
from tests.injections import CORPUS


def test_names_are_what_they_name() -> None:
    assert iris.claim("8447cd6b7035") == "urn:sayso:claim:8447cd6b7035"
    assert iris.version(Publication("a:b", "d1")) == "urn:sayso:version:a%3Ab:d1"
    assert iris.account(Account("varnia:ostrya/army", "Army", None, None, "")) == "urn:sayso:account:varnia:ostrya/army"
    assert iris.side(None, "Ostrya") == "urn:sayso:side::Ostrya"
    assert iris.place(Place("Hradov", 9001, 1.0, 2.0)) == "https://sws.geonames.org/9001/"
    assert iris.place(Place("Hradov", None, 1.5, -2.0)) == "urn:sayso:place:Hradov:1.5%2C-2.0"
    assert iris.place(Place("Hradov")) == "urn:sayso:place:Hradov"


@settings(max_examples=50)
@given(st.lists(st.text()), st.lists(st.text()))
def test_two_things_never_share_a_name(one: list[str], other: list[str]) -> None:
    assert (iris.urn("x", *one) == iris.urn("x", *other)) == (one == other)


@pytest.mark.parametrize("text", CORPUS)
def test_nothing_in_a_name_can_end_it(text: str) -> None:
    names = [iris.claim(text), iris.side(text, text), iris.place(Place(text)), iris.page(f"https://x.example/{text}")]
    names += [iris.account(Account(text, text, None, None, "")), iris.page(text)]
    for name in names:
        if name is not None:
            assert rdflib.URIRef(name).n3() == f"<{name}>"  # rdflib warns of one that N3 can't have
            assert not set(name) & set('<>"{}|\\^` \n\t\r')
            assert name.isascii()
            assert name.startswith(("urn:sayso:", "http://", "https://"))


@pytest.mark.parametrize(
    ("url", "page"),
    [
        (None, None),
        ("", None),
        ("javascript:alert(1)", None),
        ("ftp://x.example/", None),
        ("//x.example/", None),
        ("https://", None),
        ("https://[", None),
        ("https://x.example\\@y.example/", None),
        ("https://x.example/a?b=c&d=%20#e", "https://x.example/a?b=c&d=%20#e"),
        ("https://x.example/Зоря “x”", "https://x.example/%D0%97%D0%BE%D1%80%D1%8F%20%E2%80%9Cx%E2%80%9D"),
    ],
)
def test_an_address_is_one_of_the_web(url: str | None, page: str | None) -> None:
    assert iris.page(url) == page

from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.intake.opml import Outline, is_opml, read_opml

LIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Varnia</title></head>
  <body>
    <outline text="Agencies">
      <outline text="Interwire" type="rss" xmlUrl=" https://interwire.example/feed.xml "/>
      <outline text="deeper"><outline title="The Courier" text="courier" XMLURL="https://courier.example/atom"/></outline>
    </outline>
    <outline text="again" xmlUrl="https://interwire.example/feed.xml"/>
    <outline xmlUrl="feeds/local.xml"/>
    <outline text="a page" htmlUrl="https://page.example/"/>
  </body>
</opml>"""


def test_feeds_of_nested_outlines_each_once() -> None:
    assert is_opml(LIST, "list.opml")
    assert read_opml(LIST, "list.opml") == (
        Outline("https://interwire.example/feed.xml", "Interwire"),
        Outline("https://courier.example/atom", "The Courier"),
        Outline("feeds/local.xml"),
    )


def test_a_broken_list_is_read_as_far_as_it_goes() -> None:
    cut = LIST[: LIST.index(b'<outline text="again"')].replace(b"Agencies", b"A & B")
    assert [o.url for o in read_opml(cut, "list.opml")] == [
        "https://interwire.example/feed.xml",
        "https://courier.example/atom",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<opml><body><outline text='x'/></body></opml>", "list.opml: OPML: no feed in it: give outlines"),
        (b"<rss/>", "list.opml: OPML: rss: give a list of feeds that begins with <opml>"),
        (b"hello", "list.opml: OPML: no XML: give a list"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml>&a;</opml>", "list.opml: XML: entities: nothing that declares"),
        (b"", "list.opml: text: empty: "),
    ],
)
def test_what_is_no_list_says_so(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as refused:
        read_opml(data, "list.opml")
    assert str(refused.value).startswith(told)


def test_anything_else_is_no_list() -> None:
    assert not is_opml(b"\x89PNG\r\n", "x")
    assert not is_opml(b"<rss/>", "x")


def test_outlines_a_thousand_deep_are_refused() -> None:
    deep = b"<outline xmlUrl='https://n.example/f'>" * 1000 + b"</outline>" * 1000
    with pytest.raises(InputError, match="Excessive depth"):
        read_opml(b"<opml><body>" + deep + b"</body></opml>", "x")

from __future__ import annotations

import time

import pytest

from sayso.errors import InputError
from sayso.intake.markup import mended, read_markup, root_of

BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><title>&b;</title></channel></rss>"""


@pytest.mark.parametrize(
    "bomb",
    [
        BOMB,
        BOMB.replace("<!DOCTYPE", f"<!--{'x' * 200_000}--><!DOCTYPE"),
        BOMB.replace("[<!ENTITY a", f"[<!--{']>' * 100_000}--><!ENTITY a"),
        '<!DOCTYPE rss [<!ENTITY own SYSTEM "file:///etc/passwd">]><rss>&own;</rss>',
        '<!DOCTYPE rss [<!ENTITY % far SYSTEM "http://127.0.0.1:9/x.dtd"> %far;]><rss/>',
    ],
    ids=["laughs", "behind a comment", "behind brackets", "a file", "a parameter"],
)
def test_what_declares_entities_is_refused_however_it_hides_them(bomb: str) -> None:
    with pytest.raises(InputError, match="f: XML: entities: nothing that declares entities"):
        mended(read_markup(bomb.encode(), "f").text, "f")


def test_a_document_type_alone_is_harmless() -> None:
    text = '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd"><rss><a>one &nbsp;two</a></rss>'
    saved, wrong = mended(text, "f")
    assert wrong is None
    assert b"one &#160;two" in saved


@pytest.mark.parametrize(
    ("data", "charset", "note"),
    [
        ("<?xml version='1.0' encoding='UTF-8'?><a>Łódź</a>".encode(), None, None),
        (
            "<?xml version='1.0' encoding='windows-1251'?><a>Łódź</a>".encode(),
            None,
            "says that it is windows-1251, and is UTF-8",
        ),
        ("<?xml version='1.0' encoding='windows-1250'?><a>Łódź</a>".encode("cp1250"), "utf-8", None),
        ("<a>Łódź</a>".encode("cp1250"), "windows-1250", None),
        ("<?xml version='1.0' encoding='x-none'?><a>Łódź</a>".encode(), None, "says that it is x-none, and is UTF-8"),
        ("<?xml version='1.0' encoding='UTF-16'?><a>Łódź</a>".encode("utf-16"), None, None),
        ("<a>Łódź</a>".encode("utf-16-le"), None, None),
    ],
)
def test_the_encoding_is_found_and_a_wrong_label_told(data: bytes, charset: str | None, note: str | None) -> None:
    found = read_markup(data, "f", charset)
    assert found.text == "<a>Łódź</a>"
    assert found.note == note


def test_utf8_that_is_none_is_read_and_told() -> None:
    said = "<?xml version='1.0' encoding='utf-8'?><a>" + "The caf\xe9 in the old town was damaged. " * 5 + "</a>"
    found = read_markup(said.encode("latin-1"), "f")
    assert "café" in found.text
    assert found.note == "says that it is UTF-8, and is not"


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<rss version='2.0'>", "rss"),
        ("\n <?xml-stylesheet href='a'?> <!-- <feed> --> <rdf:RDF x='y'>", "rdf:rdf"),
        ("<!DOCTYPE html>\n<HTML>", "html"),
        ("<!doctype rss [ <!ELEMENT a ANY> ]><rss>", "rss"),
        ("no XML", ""),
        ("<!-- never closed", ""),
        ("<!DOCTYPE rss", ""),
        ("", ""),
    ],
)
def test_the_first_element(text: str, root: str) -> None:
    assert root_of(text) == root


def test_what_is_broken_is_mended() -> None:
    saved, wrong = mended("<rss><channel><item><title>A & B</title></item><item><title>cut o", "f")
    items = b"<item><title>A &amp; B</title></item><item><title>cut o</title></item>"
    assert saved == b"<rss><channel>" + items + b"</channel></rss>"
    assert wrong is not None
    assert wrong.startswith("broken XML: not well-formed")
    assert mended("nothing", "f")[0] == b""


def test_ten_thousand_deep_is_no_trouble() -> None:
    started = time.monotonic()
    saved, _ = mended("<a>" * 100_000, "f")
    assert len(saved) < 2_000_000
    root_of(" " * 1_000_000 + "<" * 1_000_000)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("broken", ["", "<a>&<b>"])
def test_an_element_of_attributes_without_number_is_refused(broken: str) -> None:
    # Parsers of feeds look each of them up among all: 800,000, in ten megabytes, took hours.
    many = " ".join(f'a{n}="x"' for n in range(20_000))
    with pytest.raises(InputError, match="XML: 20,000 attributes on one element"):
        mended(f"<rss><channel>{broken}<item {many}/></channel></rss>", "x")
    few = " ".join(f'a{n}="x"' for n in range(100))
    assert mended(f"<rss><channel><item {few}/></channel></rss>", "x")[1] is None

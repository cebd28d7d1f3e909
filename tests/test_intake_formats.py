"""Is a format told by the name, the declared type, the first bytes?"""

from __future__ import annotations

import gzip

import pytest

from sayso.intake.formats import MANY, SUFFIXES, declared, format_of, named, packed, sniffed, stem


@pytest.mark.parametrize(
    ("name", "form", "bare"),
    [
        ("march/a.TXT", "text", "march/a"),
        ("CC-NEWS-2031.warc.gz", "warc", "CC-NEWS-2031"),
        ("c.warc", "warc", "c"),
        ("desk.mbox", "mail", "desk"),
        ("one.eml", "mail", "one"),
        ("Mlin.mhtml", "html", "Mlin"),
        ("items.json.gz", "ninjs", "items"),
        ("t.tsv", "table", "t"),
        ("r.jsonl.gz", "jsonl", "r"),
        ("page.html.gz", "html", "page"),
        ("x.gz", None, "x.gz"),
        (".warc.gz", None, ".warc.gz"),
        ("a.zip", None, "a.zip"),
    ],
)
def test_by_its_name(name: str, form: str | None, bare: str) -> None:
    assert (named(name), stem(name)) == (form, bare)


def test_by_its_declared_type() -> None:
    assert declared("text/csv") == "table"
    assert declared("application/warc") == "warc"
    assert declared("text/plain") is None


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "warc"),
        (gzip.compress(b"WARC/1.0\r\n" * 99, mtime=0), "warc"),
        (gzip.compress(b'{"text": "x"}', mtime=0), "text"),
        (b"\x1f\x8b\x08broken", "text"),
        (b"From a@b.example Fri Mar  7 08:30:00 2031\nSubject: x\n", "mail"),
        (b"From the hill one sees Mlin, a town on the river.", "text"),
        (b'[{"uri": "urn:x", "versioncreated": "2031-03-07T09:00:00Z"}]', "ninjs"),
        (b'{"uri": "urn:x",\n "bodies": []}', "ninjs"),
        (b'{"id": "x", "text": "Words."}', "jsonl"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"From: <Saved by Blink>\r\nSubject: Mlin\r\n", "html"),
        (b"Words.", "text"),
    ],
)
def test_by_its_first_bytes(head: bytes, form: str) -> None:
    assert sniffed(head) == form


PIPERMAIL = b"From desk at interwire.example  Fri Mar  7 08:30:00 2031\nFrom: desk at interwire.example\n\nText.\n"


@pytest.mark.parametrize(
    ("name", "head", "form"),
    [
        ("2031-March.txt", PIPERMAIL, "mail"),
        ("2031-March.txt.gz", gzip.compress(PIPERMAIL), "mail"),
        ("a.txt", b"From Mlin Fri 7 March it was told that the bridge stands.\nTwo were hurt.", "text"),
        ("a.txt", b'{"text": "x"}', "text"),
        ("a.txt.gz", b"\x1f\x8b\x08broken", "text"),
        ("a.jsonl", b'{"uri": "urn:x", "versioncreated": "2031-03-07T09:00:00Z", "body_text": "x"}', "ninjs"),
        ("a.jsonl", b'{"id": "x", "text": "x", "pubstatus": "usable"}', "jsonl"),
        ("a.html", PIPERMAIL, "html"),
        ("a", PIPERMAIL, "mail"),
    ],
)
def test_by_both_where_a_name_has_two_meanings(name: str, head: bytes, form: str) -> None:
    assert format_of(name, head) == form


def test_gzip_around_it_is_seen_but_for_archives_which_unpack_themselves() -> None:
    head = gzip.compress(b"x")
    assert packed("r.jsonl.gz", "jsonl", head)
    assert not packed("c.warc.gz", "warc", head)
    assert not packed("r.jsonl.gz", "jsonl", b'{"text"')  # unpacked by a browser, its name left
    assert not packed("r.jsonl", "jsonl", head)


def test_every_format_of_many_reports_has_a_suffix() -> None:
    assert set(MANY) <= set(SUFFIXES.values())

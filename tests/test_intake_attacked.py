"""Inputs that are made to do harm: each is read as what it is or refused with its reason, and none costs much."""

from __future__ import annotations

import encodings.aliases
import gzip
import subprocess
import sys
import time
from pathlib import Path

import httpcore
import pytest

from sayso.errors import FetchError, InputError, SaysoError
from sayso.intake import read_bytes, read_source
from sayso.intake.fetch import fetch
from sayso.intake.html import read_page
from sayso.intake.told import Told
from sayso.model import Refusal

PLAIN = "The mayor of Hradov said on Monday that shells hit the market and that two people were killed there."
NAMES = "The mayor’s office in Łódź said “the café is open” near Ольховка, and that two people were killed there."
ENCODINGS = sorted(set(encodings.aliases.aliases.values()) | {"utf_8_sig", "koi8_u", "cp720", "cp874", "utf_7"})
# These spell with ASCII letters what is not ASCII: nothing tells them from a text that has those letters.
SPELLED_OUT = {"punycode", "raw_unicode_escape", "unicode_escape", "utf_7"}


def text_of(data: bytes, name: str = "a.txt") -> str:
    (item,) = read_bytes(data, name)
    if isinstance(item, Refusal):
        raise InputError(item.id, "message", item.reason, "")
    assert isinstance(item, Told)
    return item.report.text


def outcome(data: bytes, name: str = "a.txt") -> str | SaysoError:
    """The text, or why there is none."""
    try:
        return text_of(data, name)
    except SaysoError as refused:
        return refused


def encoded(text: str, encoding: str, errors: str) -> bytes | None:
    try:
        data = text.encode(encoding, errors)
    except (LookupError, UnicodeError):
        return None  # no encoding of texts
    return data if isinstance(data, bytes) else None


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_report_in_any_encoding_is_read_rightly_or_refused(encoding: str) -> None:
    data = encoded(PLAIN, encoding, "strict")
    if data is None:
        return
    told = outcome(data)
    if isinstance(told, SaysoError):
        assert told.field in ("encoding", "content")
    else:
        assert told.removesuffix("-" if encoding == "punycode" else "") == PLAIN


@pytest.mark.parametrize("encoding", [e for e in ENCODINGS if e not in SPELLED_OUT])
def test_foreign_names_in_any_encoding_cost_the_english_words_nothing(encoding: str) -> None:
    data = encoded(NAMES, encoding, "ignore")
    if data is None:
        return
    told = outcome(data)
    if isinstance(told, SaysoError):
        assert told.field in ("encoding", "content")
    else:
        assert told.startswith("The mayor")
        assert told.endswith("and that two people were killed there.")


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_jp_2", "iso2022_kr", "hz"])
def test_an_encoding_that_shifts_alphabets_is_told(encoding: str) -> None:
    with pytest.raises(InputError, match="shifts alphabets"):
        text_of(f"{PLAIN} 東京, 中国。".encode(encoding, "ignore"))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE html [<!ENTITY a "lollollol">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + "]><html><body><p>{} &i;</p></body></html>",
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>{} &x;</p></body></html>',
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:1/a.dtd"><html><body><p>{}</p></body></html>',
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
        "<html><body><p>{}</p></body></html>",
    ],
    ids=["billions of laughs", "a file", "a definition elsewhere", "a parameter"],
)
def test_entities_of_a_page_stand_for_nothing(bomb: str) -> None:
    markup = bomb.replace("{}", PLAIN)
    assert len(markup) < 3000
    text = read_page(markup, "x").text
    assert PLAIN in text
    assert len(text) < 3000
    assert "root:" not in text
    assert "lollollol" not in text.replace('"lollollol"', "")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 255 + f"<p>{PLAIN}</p>" + "</div>" * 255,
        "<div>" * 100_000 + f"<p>{PLAIN}</p>",
        "<b><i>" * 20_000 + PLAIN,
        f'<p title="{"a" * 10_000_000}">{PLAIN}</p>',
        f"<p {'a=b ' * 200_000}>{PLAIN}</p>",
        "<table><tr><td>" * 5_000 + PLAIN,
        "<p>" * 5_000 + PLAIN,
        "&lt;" * 200_000 + PLAIN,
    ],
    ids=["255 deep", "100,000 deep", "styles", "10 MB of title", "attributes", "tables", "paragraphs", "entities"],
)
def test_markup_however_deep_or_wide_is_read_or_refused_soon(markup: str) -> None:
    start = time.process_time()
    assert "\n\n\n" not in str(outcome(markup.encode(), "a.html"))
    assert time.process_time() - start < 20  # two seconds where nothing else runs


@pytest.mark.parametrize("tag", ["<p>2031-03-04</p>", "<br>", "<x y=z>"])
def test_a_page_of_tags_without_number_is_refused_at_once(tag: str) -> None:
    # The first of these took the square of its length: 14 seconds for a megabyte, an afternoon for twenty.
    start = time.process_time()
    with pytest.raises(InputError, match=r"a.html: markup: [\d,]+ tags: at most 50,000 are read"):
        text_of(f"<html><body><p>{PLAIN}</p>{tag * (10_000_000 // len(tag))}".encode(), "a.html")
    assert time.process_time() - start < 10  # half a second where nothing else runs


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + b"a," * 500_000 + b"<a@n.example>\n",
        b"From: " + b"=?utf-8?q?a?= " * 70_000 + b"<a@n.example>\n",
        b"Content-Type: text/plain" + b"; a*0=b" * 140_000 + b"\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 250_000,
    ],
    ids=["senders", "encoded words", "parameters", "parts"],
)
def test_a_message_that_its_parser_would_be_busy_with_for_minutes_is_read_or_refused_soon(head: bytes) -> None:
    start = time.process_time()
    told = outcome(b"From a@n.example Tue Mar  4 10:00:00 2031\n" + head + b"\n" + PLAIN.encode(), "a.eml")
    assert told == PLAIN or isinstance(told, SaysoError)
    assert time.process_time() - start < 10  # half a second where nothing else runs


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.jsonl.gz"])
def test_a_packed_bomb_is_unpacked_no_further_than_the_limit(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"a" * 60_000_000, 1))
    told: object
    try:
        (told,) = read_source(str(path))
    except InputError as refused:
        told = refused
    assert ": size: more than 20,000,000 bytes" in (told.reason if isinstance(told, Refusal) else str(told))


def test_a_line_of_a_gigabyte_costs_no_more_memory_than_the_limit() -> None:
    # In a process of its own, whose greatest memory is then this line's.
    script = """
import io, resource
from sayso.intake.jsonl import read_lines
class Line(io.RawIOBase):
    left = 1_000_000_000
    def readline(self, size=-1):
        part = min(size, self.left)
        self.left -= part
        return b"x" * part if part else b""
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(refused,) = read_lines(Line(), "x", None)
print(refused.reason, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    reason, _, grown = run.stdout.strip().rpartition(" ")
    assert "size: more than 20,000,000 bytes" in reason
    assert int(grown) < 100_000  # kilobytes


@pytest.mark.parametrize(
    "url",
    [
        "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/",
        "http://[::ffff:0:127.0.0.1]/", "http://017700000001/", "http://0x7f.0.0.1/", "http://127.0.1/",
        "http://0x7f000001/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127.0.0.1./",
        "http://0300.0250.0.1/", "http://[fd00::1]/", "http://[::1%25lo]/", "http://100.64.0.1/",
        "http://169.254.169.254:80/latest/meta-data", "http://255.255.255.255/", "dict://127.0.0.1:11211/",
        "http://127.1/", "http://0x7f.1/", "http://2852039166/", "http://%31%32%37.0.0.1/", "http://[64:ff9b:1::a00:1]/",
        "http://[2001:0:7f00:1::]/", "http://a:b@127.0.0.1/", "http://127.0.0.1\\@news.example/", "http:127.0.0.1",
        "http://xn--/", "http://xn--a/", "http://ⓛocalhost/", "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_x", "data:text/html,<p>x", "jar:http://x!/", "javascript:1",
    ],
)  # fmt: skip
def test_no_way_to_write_an_address_reaches_a_private_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", never)
    with pytest.raises(FetchError) as refused:
        fetch(url, resolve=lambda host, port: [host])
    assert "\n" not in str(refused.value)

from __future__ import annotations

import io
import json
import logging
import os
from datetime import date
from pathlib import Path

import pytest

from sayso.errors import FetchError, InputError
from sayso.intake import fetch as fetch_module
from sayso.intake import read_source, report_from_text
from sayso.model import Refusal, Report

PROSE = "The bridge over the river is open again, the mayor of Lesna said on Monday, and buses run as usual."
MORE = "Buses in the old town ran late, the driver Jan Novy said, and a second bridge stays shut until summer."
PAGE = (
    '<html><head><title>Bridge opens</title><meta property="og:site_name" content="The Example Post">'
    '<meta property="article:published_time" content="2021-03-04"></head>'
    f"<body><article><p>{PROSE}</p><p>{MORE}</p></article></body></html>"
)


def one(source: str | Path, stdin: bytes | None = None, **given: object) -> Report:
    stream = io.BytesIO(stdin) if stdin is not None else None
    (report,) = read_source(str(source), stdin=stream, **given)  # type: ignore[arg-type]  # kept short for tests
    assert isinstance(report, Report)
    return report


def test_a_text_file_keeps_its_text_and_takes_its_name(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(f" date 2021-03-04\r\n\r\nLESNA (AFP) – {PROSE}\r\n".encode())
    report = one(path, outlet="The Post", theatre="vestland")
    assert (report.id, report.text) == ("bridge", f" date 2021-03-04\r\n\r\nLESNA (AFP) – {PROSE}\r\n")
    assert (report.published, report.place, report.agency) == (date(2021, 3, 4), "Lesna", "AFP")
    assert (report.outlet, report.theatre) == ("The Post", "vestland")
    assert [report.text[b.start : b.end] for b in report.blocks if b.kind == "body"] == [PROSE]


def test_what_is_given_stands_over_what_the_report_tells(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"date 2021-03-04\n\n{PROSE}", "utf-8")
    assert one(path, published=date(2022, 1, 1)).published == date(2022, 1, 1)
    assert one("-", PAGE.encode(), outlet="Mine").outlet == "Mine"


def test_no_date_is_no_error() -> None:
    assert report_from_text(PROSE).published is None


def test_a_dateline_without_a_year_takes_the_latest_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"LESNA, Dec 1 (Reuters) - {PROSE}", "utf-8")
    os.utime(path, (1_650_000_000, 1_650_000_000))  # April 2022
    with caplog.at_level(logging.WARNING, "sayso.intake"):
        assert one(path).published == date(2021, 12, 1)
    assert "names no year: took 2021-12-01" in caplog.text
    caplog.clear()
    assert one(path, published=date(2020, 12, 1)).published == date(2020, 12, 1)
    assert not caplog.text


def test_a_date_in_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "2021-03-04-bridge.txt"
    path.write_text(PROSE, "utf-8")
    assert one(path).published == date(2021, 3, 4)


def test_html_by_suffix_by_content_and_in_windows_1251(tmp_path: Path) -> None:
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, "utf-8")
    for report in (one(path), one("-", b"\xef\xbb\xbf <!-- saved -->\n" + PAGE.encode())):
        assert (report.title, report.published, report.outlet) == ("Bridge opens", date(2021, 3, 4), "The Example Post")
        assert [report.text[b.start : b.end] for b in report.blocks if b.kind == "body"] == [PROSE, MORE]
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("Lesna", "Ольховка")
    assert "Ольховка" in one("-", page.encode("cp1251")).text


def test_figure_captions_are_captions() -> None:
    page = PAGE.replace(
        "<p>The", "<figure><img src=a><figcaption>Cars on the bridge in Lesna</figcaption></figure><p>The"
    )
    report = one("-", page.encode())
    assert [report.text[b.start : b.end] for b in report.blocks if b.kind == "caption"] == [
        "Cars on the bridge in Lesna"
    ]


def test_jsonl_options_fill_what_a_line_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    lines = [
        {"id": "a", "text": PROSE, "outlet": "The Post", "published": "2021-03-04", "agency": "AFP", "theatre": "v"},
        {"text": MORE},
        {"text": MORE, "outlet": "Another"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    first, second, third = read_source(str(path), outlet="Mine", published=date(2022, 1, 1), theatre="w")
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.id, first.outlet, first.published, first.agency, first.theatre) == (
        "a", "The Post", date(2021, 3, 4), "AFP", "v",
    )  # fmt: skip
    assert (second.outlet, second.published, second.theatre) == ("Mine", date(2022, 1, 1), "w")
    # Wire copies in two outlets are two reports, though their words are the same.
    assert isinstance(third, Report)
    assert second.id != third.id


def test_jsonl_a_broken_line_and_a_foreign_report_lose_nothing_of_the_rest() -> None:
    ukrainian = "Сьогодні у місті було тихо, повідомили місцеві жителі."
    lines = [
        {"id": "a", "text": PROSE},
        {"id": "u", "text": ukrainian},
        {"id": "l", "text": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. " * 3},
        {"id": "e", "text": " "},
        {"id": "z", "text": MORE},
    ]
    raw = [json.dumps(line, ensure_ascii=False) for line in lines]
    raw.insert(1, '{"id": "cut", "text": "The')
    got = list(read_source("-", stdin=io.BytesIO("\n".join(raw).encode())))
    assert [(r.id, isinstance(r, Refusal)) for r in got] == [
        ("a", False), ("-#2", True), ("u", False), ("l", True), ("e", True), ("z", False),
    ]  # fmt: skip
    assert [r.language for r in got if isinstance(r, Report)] == ["en", "uk", "en"]
    reasons = [r.reason for r in got if isinstance(r, Refusal)]
    assert reasons[1].startswith("-: line 4: language: not English: looks like Latin: give a report in English")


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("Сегодня в городе было тихо, сообщили местные жители.", "cp1251", "ru"),
        ("Сьогодні у місті було тихо, повідомили місцеві жителі.", "koi8-u", "uk"),
        ("كان الطقس هادئا في المدينة اليوم، كما قال السكان.", "cp1256", "ar"),
        ("Le maire a déclaré que le pont est ouvert et que les bus circulent dans la ville.", "cp1252", "fr"),
    ],
)
def test_a_report_in_another_language_is_a_report_as_it_stands(text: str, encoding: str, language: str) -> None:
    report = one("-", text.encode(encoding))
    assert (report.text, report.language) == (text, language)


def test_words_before_a_colon_are_no_dateline_where_they_are_not_english() -> None:
    text = "قال رئيس البلدية: السوق مفتوح كل يوم، والمكتبة أيضا.\n\nوقال إن الحافلات تسير في موعدها."
    report = report_from_text(text)
    assert (report.language, report.place) == ("ar", None)


def test_a_page_half_in_another_language_goes_by_the_larger_part_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    english = "The mayor said that the bridge was open again and that the market would be open on Monday.\n\n"
    ukrainian = "Мер сказав, що міст знову відкрито і що ринок працюватиме у понеділок, як і щотижня.\n\n"
    with caplog.at_level("WARNING", "sayso.intake"):
        report = report_from_text(english * 3 + ukrainian * 2, id="half")
        assert report.language == "en"
        assert caplog.messages == ["half: language: partly in Ukrainian: taken as a report in English"]
        caplog.clear()
        assert report_from_text(english * 2 + ukrainian * 3).language == "uk"
        assert "partly in English: taken as a report in Ukrainian" in caplog.text
        caplog.clear()
        assert report_from_text(english * 9 + ukrainian).language == "en"
        assert not caplog.messages


def test_a_long_jsonl_on_standard_input_is_whole_behind_what_was_sniffed() -> None:
    lines = [json.dumps({"id": str(n), "text": f"{PROSE} {n}"}) for n in range(300)]
    assert [r.id for r in read_source("-", stdin=io.BytesIO("\n".join(lines).encode()))] == [str(n) for n in range(300)]


def test_ids_are_stable_and_depend_on_text_and_outlet() -> None:
    assert report_from_text(PROSE).id == report_from_text(PROSE).id == one("-", PROSE.encode()).id
    assert len({report_from_text(PROSE, outlet=o).id for o in (None, "A", "B")}) == 3
    assert report_from_text(PROSE, id="mine").id == "mine"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"", "text: empty"),
        ("a.txt", b" \r\n\xef\xbb\xbf", "text: empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00", "content: a PNG image"),
        ("a.txt", b"The bridge\x00is open.", "content: NUL bytes"),
        ("a.pdf", b"%PDF-1.4 ...", "content: a PDF"),
        ("a.txt", "ከተማዋ ዛሬ ሰላም ነበረች።".encode(), "language: not English"),
        ("a.txt", b"x" * 1_000_000, "text: no prose"),
        ("a.txt", b"The bridge is open. " * 2_500_000, "size: more than 20,000,000 bytes: at most 20 MB"),
        ("a.txt", b"Advertisement\n\nSubscribe to our newsletter\n", "text: no prose"),
        ("a.txt", b"{\n  \"text\": \"The bridge is open.\"\n}", "text: JSON: write one report a line"),
        ("a.html", b"<html><body><script>render()</script></body></html>", "body: no article found"),
        ("a.html", b"", "text: empty"),
        ("a.jsonl", b"\n\n", "file: empty"),
    ],
)  # fmt: skip
def test_bad_files(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        list(read_source(str(path)))
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert told in message
    assert "\n" not in message


def test_broken_utf8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("“The bridge is open,” the mayor’s ".encode() + b"\xff office said on Monday.")
    assert "\ufffd office" in one(path).text


def test_no_file_and_a_directory_are_refused_at_once(tmp_path: Path) -> None:
    for source, told in ((tmp_path / "none.txt", "no such file"), (tmp_path, "a directory")):
        with pytest.raises(InputError, match=told):
            read_source(str(source))
    with pytest.raises(InputError):
        read_source("x" * 5000)
    with pytest.raises(InputError):
        read_source("a\0b")


@pytest.mark.parametrize("url", ["http://127.0.0.1/a", "ftp://example.org/a", "file:///etc/passwd", "HTTP://[::1]/"])
def test_addresses_that_may_not_be_fetched(url: str) -> None:
    with pytest.raises(FetchError):
        read_source(url)


def test_a_web_page(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://news.example/2021/03/04/bridge"
    page = fetch_module.Fetched(url, PAGE.encode(), "text/html", "utf-8")
    monkeypatch.setattr(fetch_module, "fetch", lambda source: page)
    report = one("https://news.example/short")
    assert (report.url, report.outlet, report.published) == (url, "The Example Post", date(2021, 3, 4))
    text = fetch_module.Fetched(url, PROSE.encode(), "text/plain", None)
    monkeypatch.setattr(fetch_module, "fetch", lambda source: text)
    assert one("https://news.example/short").published == date(2021, 3, 4)


def test_lone_surrogates_are_mended_in_place() -> None:
    assert report_from_text(PROSE + "\ud800").text == PROSE + "\ufffd"

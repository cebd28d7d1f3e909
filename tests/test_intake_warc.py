"""What do archives tell: which pages, over broken places, in whichever way they were packed?"""

from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator, GzipWriter
from fastwarc.stream_io import BrotliWriter
from hypothesis import given
from hypothesis import strategies as st

from bench.crawl import pages, write
from bench.crawl.archive import record, response
from sayso.errors import InputError
from sayso.intake import finding
from sayso.intake.building import Given
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.finding import Source
from sayso.intake.formats import read_many
from sayso.intake.told import Item, Passed, Told
from sayso.model import Refusal

WHEN = datetime(2031, 3, 7, 6, 30, tzinfo=UTC)
WAR = "<p>Ostryan artillery shelled Mlin on Thursday, wounding three people, the mayor, {}, said in a statement.</p>"
PEACE = "<p>The bakers of Lesnava agree on one thing, {}: the dough wants a whole night and a cool cellar.</p>"


def page(body: str, name: str = "Vera Tolan", more: str = "") -> bytes:
    return f"<html><head><title>News</title>{more}</head><body><h1>News</h1>{body.format(name)}</body></html>".encode()


def response_of(n: int, body: bytes = page(WAR), status: int = 200, **head: str) -> bytes:
    return response(f"https://paper.example/2031/03/06/{n}", WHEN, body, status, **head)


def read(data: bytes, about: str | None = None, *languages: str, piped: bool = False) -> list[Item]:
    stream: io.BytesIO = Piped(data) if piped else io.BytesIO(data)
    given = Given(theatre="varnia", history=True, about=about, languages=frozenset(languages))
    return list(read_many("warc", stream, "c.warc", given))


class Piped(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


def urls(items: list[Item]) -> list[str]:
    return [(item.report.url or "").rsplit("/", 1)[-1] for item in items if isinstance(item, Told)]


def refusals(items: list[Item]) -> list[Refusal]:
    return [item for item in items if isinstance(item, Refusal)]


def member(*records: bytes) -> list[bytes]:
    return [gzip.compress(each, 6, mtime=0) for each in records]


def whole(*records: bytes) -> list[bytes]:
    return [gzip.compress(b"".join(records), 6, mtime=0)]


def plain(*records: bytes) -> list[bytes]:
    return list(records)


@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("packed", [plain, member, whole])
def test_a_page_is_a_report_with_its_address_and_when_it_was_fetched(packed: object, piped: bool) -> None:
    head = record("warcinfo", None, WHEN, b"software: x\r\n", media="application/warc-fields")
    asked = record("request", "https://paper.example/1", WHEN, b"GET / HTTP/1.1\r\n\r\n", media="application/http")
    again = record("revisit", "https://paper.example/1", WHEN, b"", media="application/http")
    parts: list[bytes] = packed(head, asked, response_of(1), again, response_of(2))  # type: ignore[operator]
    items = read(b"".join(parts), piped=piped)
    assert urls(items) == ["1", "2"]
    assert len(items) == 2
    told = items[0]
    assert isinstance(told, Told)
    assert told.seen == WHEN
    assert told.report.url == "https://paper.example/2031/03/06/1"
    assert told.report.published == date(2031, 3, 6)
    assert told.report.theatre == "varnia"
    assert "shelled Mlin" in told.report.text


def test_an_address_has_one_id_whatever_the_archive_and_so_a_page_fetched_again_is_a_version() -> None:
    first, second = read(response_of(1) + response_of(1, page(WAR, "Ivo Karst")))
    assert isinstance(first, Told)
    assert isinstance(second, Told)
    assert first.report.id == second.report.id
    assert first.report.text != second.report.text
    assert urls(read(response_of(2))) == ["2"]


def test_what_is_no_page_or_not_about_a_conflict_is_passed_over_with_its_reason() -> None:
    archive = b"".join(
        [
            response_of(1, page(PEACE)),
            response_of(2, b"\x89PNG", Content_Type="image/png"),
            response_of(3, page(WAR), 404),
            response_of(4, b"", 301),
            response_of(5),
        ]
    )
    items = read(archive)
    why = [item.why for item in items if isinstance(item, Passed)]
    assert why == ["not about a conflict", "not a page", "not a page", "not a page"]
    assert urls(items) == ["5"]
    assert urls(read(archive, "anything")) == ["1", "5"]


def test_a_page_whose_server_does_not_say_what_it_is_is_told_by_the_crawler_or_by_its_first_bytes() -> None:
    crawler = response_of(2, Content_Type="").replace(
        b"\r\n\r\n", b"\r\nWARC-Identified-Payload-Type: text/html\r\n\r\n", 1
    )
    picture = response_of(3, b"\x89PNG\r\n\x1a\n" * 9, Content_Type="")
    items = read(response_of(1, Content_Type="") + crawler + picture)
    assert urls(items) == ["1", "2"]
    assert [item.why for item in items if isinstance(item, Passed)] == ["not a page"]


def test_a_menu_about_the_war_lets_a_page_in_and_its_article_out_again() -> None:
    menu = "<div>" + "<p><a href='/a'>Artillery and missiles hit the troops</a></p>" + "</div>"
    article = "".join(f"<p>{PEACE[3:-4].format(n)}</p>" for n in range(12))
    body = f"<aside>{menu}</aside><article>{article}</article>".encode()
    assert read(response_of(1, b"<html><body>" + body + b"</body></html>")) == [Passed("not about a conflict")]


def test_languages_that_are_not_asked_for_are_passed_over() -> None:
    text = "Окупанти обстріляли місто з артилерії, поранено двох людей, повідомив генштаб армії. " * 4
    archive = response_of(1, page(f"<p>{text}</p>")) + response_of(2)
    assert urls(read(archive)) == ["1", "2"]
    assert urls(read(archive, None, "en")) == ["2"]
    assert read(archive, None, "uk", "ar")[1] == Passed("in another language")


def brotli(body: bytes) -> bytes:
    out = io.BytesIO()
    with BrotliWriter(out) as packing:
        packing.write(body)
    return out.getvalue()


def test_bodies_packed_as_they_came_are_unpacked_and_charsets_are_believed() -> None:
    chunks = b"5\r\n" + page(WAR)[:5] + b"\r\n" + b"%x\r\n" % len(page(WAR)[5:]) + page(WAR)[5:] + b"\r\n0\r\n\r\n"
    curly = page(WAR).replace(b"statement", "“statement”".encode("cp1252"))
    archive = b"".join(
        [
            response_of(1, gzip.compress(page(WAR)), Content_Encoding="gzip"),
            response_of(2, brotli(page(WAR)), Content_Encoding="br"),
            response_of(3, chunks, Transfer_Encoding="chunked"),
            response_of(4, page(WAR), Content_Encoding="gzip"),
            response_of(5, curly, Content_Type='text/html; charset="windows-1252"'),
        ]
    )
    items = read(archive)
    assert urls(items) == ["1", "2", "3", "4", "5"]
    assert all("in a" in item.report.text for item in items if isinstance(item, Told))
    last = items[-1]
    assert isinstance(last, Told)
    assert "“statement”" in last.report.text


def test_bombs_and_records_over_the_limit_are_refused_where_they_stand_and_the_rest_goes_on() -> None:
    bomb = gzip.compress(b"<p>war artillery</p>" * (LIMIT_BYTES // 15))
    archive = response_of(1) + response_of(2, bomb, Content_Encoding="gzip") + response_of(3)
    items = read(archive)
    assert urls(items) == ["1", "3"]
    (refusal,) = refusals(items)
    assert refusal.id == f"c.warc#{len(response_of(1))}"
    assert f"byte {len(response_of(1))}" in refusal.reason
    assert "size: more than" in refusal.reason


@pytest.mark.parametrize("packed", [plain, member])
def test_a_broken_record_costs_itself(packed: object) -> None:
    parts: list[bytes] = packed(*(response_of(n) for n in range(1, 6)))  # type: ignore[operator]
    for broken in (b"", b"no record at all\r\n" * 9, parts[2][:-40], b"\x1f\x8b\x08\x00garbage"):
        items = read(b"".join([parts[0], parts[1], broken, parts[3], parts[4]]))
        assert [url for url in urls(items) if url != "3"] == ["1", "2", "4", "5"]
        found = refusals(items)
        assert bool(found) == bool(broken)
        assert all(each.id.startswith("c.warc#") and "c.warc: byte " in each.reason for each in found)


def test_a_length_that_lies_costs_no_more_than_its_record() -> None:
    three = [response_of(n) for n in (1, 2, 3)]
    for lie in (b"Content-Length: 9", b"Content-Length: -", b"X-Length: "):
        head, _, rest = three[1].partition(b"Content-Length: ")
        items = read(three[0] + head + lie + rest + three[2])
        assert [url for url in urls(items) if url != "2"] == ["1", "3"]


@pytest.mark.parametrize("packed", [plain, member, whole])
def test_an_archive_that_breaks_off_says_so(packed: object) -> None:
    data = b"".join(packed(*(response_of(n) for n in (1, 2, 3))))  # type: ignore[operator]
    items = read(data[: len(data) - 60])
    assert urls(items)[:1] == ["1"]
    (refusal,) = refusals(items)
    assert "fetch the file again" in refusal.reason


def test_in_a_pipe_what_is_behind_a_broken_place_is_lost_and_told() -> None:
    items = read(response_of(1) + b"garbage " * 20 + response_of(2), piped=True)
    assert urls(items) == ["1"]
    assert len(refusals(items)) == 1


@pytest.mark.parametrize("data", [b"", b"no archive", gzip.compress(b"no archive"), b"\x1f\x8b"])
def test_what_is_no_archive_is_told_at_once(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


def test_a_record_without_address_or_date_is_named_after_what_it_has() -> None:
    bare = response_of(1).replace(b"WARC-Target-URI", b"X-Target").replace(b"WARC-Date", b"X-Date")
    (told,) = read(bare)
    assert isinstance(told, Told)
    assert told.seen is None
    assert told.report.url is None
    assert told.report.id.startswith("w-")


def test_archives_that_fastwarc_writes_read_back() -> None:
    out = io.BytesIO()
    with GzipWriter(out) as packing:
        for each in ArchiveIterator(io.BytesIO(response_of(1) + response_of(2))):
            each.write(packing)
    assert urls(read(out.getvalue())) == ["1", "2"]


def cuts() -> Iterator[bytes]:
    yield b"".join(response_of(n) for n in (1, 2))
    yield b"".join(member(response_of(1), response_of(2)))


@given(st.data())
def test_no_change_of_bytes_breaks_it(data: st.DataObject) -> None:
    archive = bytearray(data.draw(st.sampled_from(list(cuts()))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(archive) - 1))
        archive[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        items = read(bytes(archive))
    except InputError:
        return
    assert all(isinstance(item, Told | Passed | Refusal) for item in items)


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    out = tmp_path / "crawl.warc.gz"
    write(out, pages(3, war=0), size=1_500_000)
    given = Given()
    peaks = []
    next(finding.items(Source(str(out)), given))  # what is loaded once is no archive's
    for times in (1, 3):
        (tmp_path / "c.warc.gz").write_bytes(out.read_bytes() * times)
        tracemalloc.start()
        found = [type(item) for item in finding.items(Source(str(tmp_path / "c.warc.gz")), given)]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found.count(Passed) == len(found) >= 30 * times
    assert peaks[1] < peaks[0] + 500_000

"""Is the page found in the one file that a browser saved it in?"""

from __future__ import annotations

import quopri
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake import read_source
from sayso.intake.mhtml import page_in
from sayso.model import Report

ADDRESS = "https://paper.example/2031/03/06/mlin"
PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Shells fall on Mlin</title></head><body><article>"
    "<p>Ostryan shells fell on Mlin on Thursday, the mayor, Łucja Stoll, said.</p>"
    "<p>The bridge over the Vel is closed, she told Interwire by telephone.</p></article></body></html>"
)


def chrome() -> bytes:
    """As Chrome saves a page in one file."""
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nSubject: =?utf-8?Q?Shells?=\r\n"
        "Date: Fri, 7 Mar 2031 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n'
    )
    part = (
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {ADDRESS}\r\n\r\n"
    )
    body = quopri.encodestring(PAGE.encode()).decode().replace("\n", "\r\n")
    picture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return f"{head}\r\n----x\r\n{part}{body}\r\n----x\r\n{picture}\r\n----x--\r\n".encode()


@pytest.mark.parametrize("name", ["Mlin.mhtml", "Mlin.mht", "Mlin"])
def test_a_page_saved_in_one_file_reads_as_the_page(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(chrome())
    (tmp_path / "plain.html").write_text(PAGE, encoding="utf-8")
    (report,) = read_source(str(tmp_path / name))
    (plain,) = read_source(str(tmp_path / "plain.html"))
    assert isinstance(report, Report)
    assert isinstance(plain, Report)
    assert (report.text, report.title) == (plain.text, "Shells fall on Mlin")
    assert (report.url, report.published) == (ADDRESS, date(2031, 3, 6))


def test_a_page_in_an_old_charset_is_read_in_it() -> None:
    made = EmailMessage()
    made.set_content(PAGE, subtype="html", charset="cp1250", cte="base64")
    saved = page_in(made.as_bytes())
    assert saved is not None
    assert (saved.page.decode(saved.charset or "").strip(), saved.url) == (PAGE, None)


@pytest.mark.parametrize("data", [b"", PAGE.encode(), b"From: x\r\n\r\nMlin.", b"MIME-Version: 1.0\r\n\r\nMlin."])
def test_anything_else_is_none(data: bytes) -> None:
    assert page_in(data) is None


@given(st.integers(0, 2000), st.binary(max_size=30))
def test_no_bytes_break_it(at: int, more: bytes) -> None:
    data = chrome()
    page_in(data[:at] + more + data[at + len(more) :])

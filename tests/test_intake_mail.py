"""Do mailboxes and messages read back as they were written, and is what is odd in them met?"""

from __future__ import annotations

import io
import mailbox
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake import mail
from sayso.intake.building import Given
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.told import Item, Told
from sayso.model import Refusal, Report

TEXT = "Ostryan shells fell on Mlin on Thursday, the mayor said. Three people were hurt, and the bridge is closed.\n"


def message(text: str = TEXT, *, html: str | None = None, **head: str) -> EmailMessage:
    made = EmailMessage()
    known = {"Subject": "Shells fall on Mlin", "From": "Interwire <desk@interwire.example>"}
    known |= {"Date": "Fri, 07 Mar 2031 08:30:00 +0200", "Message-ID": "<mlin-1@interwire.example>"}
    for name, value in (known | {name.replace("_", "-"): value for name, value in head.items()}).items():
        if value:
            made[name] = value
    if text:
        made.set_content(text)
    if html is not None:
        (made.add_alternative if text else made.set_content)(html, subtype="html")
    return made


def read(data: bytes) -> list[Item]:
    return list(mail.read(io.BytesIO(data), "desk.mbox", Given(theatre="varnia", history=True)))


def reports(data: bytes) -> list[Report]:
    return [item.report for item in read(data) if isinstance(item, Told)]


def test_a_message_is_a_report_by_its_subject_date_sender_and_plain_part() -> None:
    (told,) = read(message(html="<p>Something else entirely, in markup.</p>").as_bytes())
    assert isinstance(told, Told)
    assert told.seen == datetime(2031, 3, 7, 6, 30, tzinfo=UTC)
    report = told.report
    assert (report.id, report.title, report.outlet) == ("mlin-1@interwire.example", "Shells fall on Mlin", "Interwire")
    assert report.published == date(2031, 3, 7)
    assert report.theatre == "varnia"
    assert report.text == TEXT


@pytest.mark.parametrize(
    ("sender", "listed", "outlet"),
    [
        ("desk@interwire.example", "", "interwire.example"),
        ("desk@interwire.example", '"The Morning Brief" <brief.interwire.example>', "The Morning Brief"),
        ("=?utf-8?q?=C5=81ukasz_Orme?= <o@x.example>", "", "Łukasz Orme"),
        ("", "", None),
    ],
)
def test_who_publishes_it(sender: str, listed: str, outlet: str | None) -> None:
    (report,) = reports(message(From=sender, List_Id=listed).as_bytes())
    assert report.outlet == outlet


def test_html_is_read_where_there_is_no_plain_part_and_attachments_never() -> None:
    html = f"<html><body><nav>Menu</nav><article><h1>Mlin</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    only = message("", html=html)
    only.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="brief.pdf")
    only.add_attachment("Attached words of war.", filename="notes.txt")
    (report,) = reports(only.as_bytes())
    assert "shells fell on Mlin" in report.text
    assert "Menu" not in report.text
    assert "Attached" not in report.text


@pytest.mark.parametrize(
    ("charset", "coding"), [("utf-8", "base64"), ("cp1252", "quoted-printable"), ("koi8-u", "8bit")]
)
def test_encodings_of_mail(charset: str, coding: str) -> None:
    text = TEXT + ("Анна Бєлова из Ольховки\n" if charset == "koi8-u" else "“No comment” – the staff\n")
    made = EmailMessage()
    made["Subject"] = "Mlin"
    made.set_content(text, charset=charset, cte=coding)
    (report,) = reports(made.as_bytes())
    assert report.text == text


def test_a_charset_that_nobody_knows_is_found_out() -> None:
    data = message().as_bytes().replace(b'charset="utf-8"', b'charset="x-odd"')
    assert len(reports(data)) == 1


def test_lines_that_flow_are_joined_and_a_signature_is_cut() -> None:
    body = b"Ostryan shells fell on \nMlin, the mayor \nsaid.\n\n-- \nThe desk\n"
    (report,) = reports(b"Content-Type: text/plain; format=flowed\n\n" + body)
    assert report.text.strip() == "Ostryan shells fell on Mlin, the mayor said."


def test_a_line_that_begins_with_from_begins_no_message_unless_it_is_a_mailboxes() -> None:
    text = (
        TEXT + "\nFrom the hill one sees Mlin.\n\nFrom 2031 on, at 10:00 sharp:\nit is shut.\n\n>From there to Pesk.\n"
    )
    data = b"From desk@interwire.example Fri Mar  7 08:30:00 2031\n" + message(text).as_bytes() + b"\n\n"
    data += b"From - Sat Mar  8 09:00:00 2031\r\nSubject: Two\r\n\r\n" + TEXT.encode()
    first, second = reports(data)
    assert "From the hill" in first.text
    assert "10:00 sharp" in first.text
    assert "\nFrom there to Pesk" in first.text
    assert second.title == "Two"


def test_one_that_can_not_be_read_is_refused_by_its_number_and_the_rest_go_on() -> None:
    line = b"\nFrom desk@interwire.example Fri Mar  7 08:30:00 2031\n"
    large = message().as_bytes() + b"x" * (LIMIT_BYTES + 5) + b"\n"
    empty = b"Subject: nothing in it\n\n\n"
    picture = b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))
    items = read(
        line.join([b"", message().as_bytes(), large, empty, picture, deep, message(Subject="Last").as_bytes()])
    )
    assert [item.report.title for item in items if isinstance(item, Told)] == ["Shells fall on Mlin", "Last"]
    refused = [item for item in items if isinstance(item, Refusal)]
    assert [item.id for item in refused] == [f"desk.mbox#{n}" for n in (2, 3, 4, 5)]
    assert "size" in refused[0].reason


def test_a_reply_is_its_senders_words_and_a_forwarded_letter_its_own_senders() -> None:
    quoted = "".join(f"> {line}\n" for line in TEXT.splitlines())
    reply = message(
        f"Varnian troops did it, a friend told me.\n\nOn Friday Interwire wrote:\n{quoted}", Subject="Re: x"
    )
    (report,) = reports(reply.as_bytes())
    assert report.text.strip() == "Varnian troops did it, a friend told me."
    (refusal,) = read(message(quoted).as_bytes())
    assert isinstance(refusal, Refusal)
    assert "nothing but what it quotes" in refusal.reason

    head = "From: Ostrya Today <d@ot.example>\nDate: Thu, Mar 6, 2031 at 8:30 AM\nSubject: Mlin\nTo: me\n\n"
    letter = f"---------- Forwarded message ---------\n{head}{TEXT}"
    (told,) = read(message("FYI\n\n" + letter, From="Otto <o@x.example>", Subject="Fwd: Mlin").as_bytes())
    assert isinstance(told, Told)
    report = told.report
    assert (report.outlet, report.title, report.published) == ("Ostrya Today", "Mlin", date(2031, 3, 6))
    assert report.text.strip() == TEXT.strip()
    assert told.seen == datetime(2031, 3, 7, 6, 30, tzinfo=UTC)
    note = "Our own man in Mlin counted five people hurt and not three, and says that the bridge is open again to cars."
    above, passed = reports(message(f"{note}\n\n{letter}", From="Otto <o@x.example>", Subject="Fwd: Mlin").as_bytes())
    assert (above.id, above.outlet, passed.outlet) == ("mlin-1@interwire.example/above", "Otto", "Ostrya Today")
    assert above.text.strip() == note


def test_messages_that_are_attached_are_reports_of_their_own() -> None:
    outer = message("See below.\n", Message_ID="<outer@x.example>")
    outer.add_attachment(message(Message_ID="<a@x.example>"))
    outer.add_attachment(message("", Message_ID="<b@x.example>"))
    items = read(outer.as_bytes())
    assert [item.report.id for item in items if isinstance(item, Told)] == ["outer@x.example", "a@x.example"]
    assert [item.id for item in items if isinstance(item, Refusal)] == ["desk.mbox#1, attached 2"]
    digest = b"Content-Type: multipart/digest; boundary=x\n\n" + b"".join(
        b"--x\n\n" + message(Message_ID=f"<{n}@x.example>").as_bytes() + b"\n" for n in range(2)
    )
    assert [report.id for report in reports(digest + b"--x--\n")] == ["0@x.example", "1@x.example"]


@pytest.mark.parametrize("plain", [" \n", "To read this message, use a program that shows HTML.\n"])
def test_a_plain_part_that_is_none_gives_way_to_the_html(plain: str) -> None:
    html = f"<html><body><p>{TEXT}</p><p>The bridge over the Vel is closed, {TEXT}</p></body></html>"
    (report,) = reports(message(plain, html=html).as_bytes())
    assert "shells fell on Mlin" in report.text
    assert "program" not in report.text


def test_a_mark_of_utf_8_in_front_hides_no_header() -> None:
    (report,) = reports(b"\xef\xbb\xbf" + message().as_bytes())
    assert report.outlet == "Interwire"


def test_who_publishes_it_in_the_archive_of_a_list() -> None:
    head = b"From: desk at interwire.example (=?utf-8?q?=C5=81ukasz?= of Interwire)\nSubject: Mlin\n\n"
    (report,) = reports(b"From desk at interwire.example  Fri Mar  7 08:30:00 2031\n" + head + TEXT.encode())
    assert report.outlet == "Łukasz of Interwire"


def test_an_empty_mailbox_is_told() -> None:
    with pytest.raises(InputError, match="empty"):
        read(b"\n")


def test_what_the_standard_library_writes_reads_back(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box.mbox")
    for n in range(5):
        box.add(message(TEXT + f"\nFrom here on, number {n}.\n", Message_ID=f"<m{n}@x.example>"))
    box.close()
    found = reports((tmp_path / "box.mbox").read_bytes())
    assert [report.id for report in found] == [f"m{n}@x.example" for n in range(5)]
    assert all(f"From here on, number {n}." in report.text for n, report in enumerate(found))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_bytes_break_it(data: st.DataObject) -> None:
    box = bytearray(b"From a@b Fri Mar  7 08:30:00 2031\n" + message(html="<p>Shells fell.</p>").as_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(box)))
        box[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    try:
        items = read(bytes(box))
    except InputError:
        return
    assert all(isinstance(item, Told | Refusal) for item in items)

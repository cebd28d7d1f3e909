"""What the attacks start from: texts of our own, of the invented war, in the forms that intake takes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from sayso.errors import SaysoError
from sayso.model import Claim, Source

__all__ = ["REPORT", "SEEDS", "SHORT", "exercise"]

ROOT: Final = Path(__file__).resolve().parent.parent
REPORT: Final = (
    "Published: 4 March 2031\n\nHRADOV (AFP) — Ostryan forces shelled the market in Hradov on Monday, killing at least "
    "12 people and wounding between 30 and 40, the regional governor, Ivan Dorsek, said. “We heard three blasts,” a "
    "resident told the Velmar Courier.\n\nThe defence ministry (MoD) in Velmar denied that 1,500 soldiers had left "
    "the town on March 1, 2031. It could not be independently verified. (Reporting by Jan Novy; editing by AFP)\n"
)
SHORT: Final = "Shells hit the market in Hradov on 3 March, killing two people, the mayor said."

_PAGE: Final = (
    '<?xml version="1.0" encoding="utf-8"?><!-- saved --><!DOCTYPE html><html><head><meta charset="utf-8">'
    "<title>Market hit | Velmar Courier</title>"
    '<meta property="article:published_time" content="2031-03-04T10:00:00+02:00"></head><body><article>'
    "<h1>Market hit</h1><figure><img src=a><figcaption>The market. Jan Novy/Reuters</figcaption></figure>"
    f"<p>{SHORT}</p><p>The army of Ostrya denied it.</p></article></body></html>"
)
_FEED: Final = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Velmar Courier</title><ttl>60</ttl><item>'
    "<title>Market &amp; bridge</title><link>https://news.example/1</link><guid>1</guid>"
    f"<pubDate>Tue, 04 Mar 2031 10:00:00 +0200</pubDate><description><![CDATA[<p>{SHORT}</p>]]></description>"
    "</item></channel></rss>"
)
_ATOM: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Velmar</title><entry><id>urn:1</id>'
    '<link href="https://news.example/1"/><updated>2031-03-04T10:00:00Z</updated>'
    f'<content type="html">&lt;p&gt;{SHORT}&lt;/p&gt;</content></entry></feed>'
)
_LINE: Final = {"id": "a", "title": "Market hit", "published": "2031-03-04", "outlet": "Velmar Courier", "text": SHORT}
_THEATRE: Final = """title = "The war of Lesna"
invented = true
sides = ["Varnia", "Ostrya"]
keywords = ["{Lesna|Hradov} {bridge|}"]
[opponents]
Varnia = "Ostrya"
[[groups]]
kind = "military"
type = "state"
side = "Varnia"
actors = [{ name = "Varnian army", aliases = ["{Varnia's|Varnian} {army|forces}"] }]
[[places]]
name = "Hradov"
lat = 48.25
lon = -12.5
[[anchors]]
names = ["the truce"]
start = 2031-03-04
"""
_PLACE: Final = (
    "7000001\tHradov\tHradov\tGradov,Hradow\t48.25\t-12.5\tP\tPPL\tVA\t\t01\t\t\t\t12000\t\t150"
    "\tEurope/Kiev\t2031-03-04"
)

_MAIL: Final = (
    "From a@n.example Tue Mar  4 10:00:00 2031\nFrom: =?utf-8?q?Velmar?= <a@n.example>\nSubject: Market hit\n"
    "Date: Tue, 4 Mar 2031 10:00:00 +0200\nMessage-ID: <1@n.example>\nMIME-Version: 1.0\n"
    'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    f"Content-Transfer-Encoding: quoted-printable\n\n{SHORT}\n--b\nContent-Type: text/html\n\n<p>{SHORT}</p>\n--b--\n"
)
_NINJS: Final = {
    "uri": "urn:1", "versioncreated": "2031-03-04T10:00:00Z", "pubstatus": "usable", "headline": "Market hit",
    "body_text": SHORT, "embargoed": "2031-03-05T10:00:00Z", "language": "en",
}  # fmt: skip


def _record(kind: str, type: str, body: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://n.example/1\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


_WARC: Final = _record("warcinfo", "application/warc-fields", b"software: x\r\n") + _record(
    "response",
    "application/http;msgtype=response",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _PAGE.encode(),
)

SEEDS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "text": (REPORT.encode(), SHORT.encode(), SHORT.encode("utf-16"), "Дорога відкрита, сказав мер.".encode("cp1251")),
    "html": (_PAGE.encode(), f"<p>{SHORT}</p>".encode()),
    "jsonl": (
        json.dumps(_LINE).encode(),
        json.dumps({**_LINE, "withdrawn": "2031-03-09", "why": "wrong"}).encode() + b"\n{}\n\n[1]",
    ),
    "feed": (
        _FEED.encode(),
        _ATOM.encode(),
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "V", "items": [{"id": "1", '
        b'"url": "https://n.example", "content_text": "Shells hit.", "date_published": "2031-03-04T10:00:00Z"}]}',
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>',
    ),
    "opml": (
        b'<opml version="2.0"><body><outline text="V"><outline xmlUrl="https://n.example/f"/></outline></body></opml>',
    ),
    "robots": (b"User-agent: *\nDisallow: /private*\nCrawl-delay: 5\nSitemap: https://n.example/s.xml\n",),
    "mail": (_MAIL.encode(),),
    "ninjs": (json.dumps(_NINJS).encode(), json.dumps([_NINJS, {**_NINJS, "pubstatus": "canceled"}]).encode()),
    "table": (f'id,title,published,text\na,Hit,2031-03-04,"{SHORT}"\n'.encode(), f"id\ttext\na\t{SHORT}\n".encode()),
    "warc": (_WARC, gzip.compress(_WARC, mtime=0)),
    "theatre": (_THEATRE.encode(),),
    "gazetteer": (_PLACE.encode(),),
    "gold": (
        json.dumps(
            {
                "report": "a",
                "published": "2031-03-04",
                "claims": [
                    {
                        "text": "Shells hit the market in Hradov on 3 March",
                        "type": "attack",
                        "source": {"name": "the mayor", "kind": "official", "side": None},
                        "places": [{"name": "Hradov", "lat": 48.2, "lon": -12.5, "precision": "settlement"}],
                        "when": {"start": "2031-03-03", "end": "2031-03-03", "text": "on 3 March"},
                    }
                ],
            }
        ).encode(),
    ),
    "address": (b"https://[::ffff:127.0.0.1]:80/a?b#c", b"http://0x7f.1/", b"//user:pw@2130706433", b"64:ff9b::7f00:1"),
    "dates": (b"Tue, 4 Mar 2031 10:00 +0200", b"2031-03-04T10:00Z", b"4th of March, 2031", b"13/5/2031"),
    "times": (b"before dawn on Friday, from 1 to 3 March 2031, two weeks after the truce, in the 1990s, at 4 a.m.",),
}
"""Small examples of what each parser takes, by its name."""


def exercise() -> None:
    """Read and weigh a report, so that what is compiled on the way is compiled."""
    from sayso.gazetteer.keys import FAMILIES, folded_key, without_article
    from sayso.intake import report_from_text
    from sayso.ledger import Ledger
    from sayso.reader import Reader
    from sayso.weighing.freed import freed
    from sayso.weighing.parts import is_beside

    Reader("varnia").read(report_from_text(REPORT))
    report_from_text("LESNA, Varnia — The bridge is open.\n\nReporting by Jan Novy and AFP\n")
    is_beside(REPORT)
    freed(Claim("c", "r", "freed", 0, 5, "detention", Source("narrator")))
    with suppress(SaysoError):
        Ledger.open("postgresql://nobody@127.0.0.1:1/none")  # nobody is there, and how that is told looks for words
    for family in FAMILIES:
        without_article(folded_key("al-hradov", family), family)

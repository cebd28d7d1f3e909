"""Which pages would a crawler have met? Articles of the invented war and of all else that papers print.

All of it is invented. A page is like one of today's: scripts and state that no reader sees, menus, links to other
stories (some of them about the war), and the article somewhere in between; 60 to 150 KB in all.
"""

from __future__ import annotations

import base64
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from html import escape
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.chronicle import stream
from bench.chronicle.stream import START
from sayso.model import Report

__all__ = ["Page", "pages"]

_SECTIONS: Final = ("sport", "sport", "business", "business", "weather", "culture", "crime", "life")
_PEOPLE: Final = (
    *("Anna Belova", "Tomas Reval", "Petra Lind", "Jaro Levand", "Mira Stoll", "Elena Marsh", "Ivo Karst", "Lena Dorn"),
    *("Pavel Orme", "Rosa Tilly", "Milan Vesk", "Ida Brandt", "Nils Hoven", "Clara Munt", "Oto Rask", "Vera Tolan"),
)
_TOWNS: Final = (
    *("Velmar", "Lesnava", "Orvik", "Pesk", "Carrow", "Hradov", "Mlin", "Zubria", "Sundby", "Tarn", "Kelmo", "Sarn"),
)  # fmt: skip
_FIRMS: Final = ("Varnenergo", "Ostrya Tile", "Lindmark Foods", "Carrow Lines", "Bell & Rask", "Northern Grain")
_SITES: Final = 24
_MENU: Final = (
    "Home",
    "World",
    "Politics",
    "War",
    "Business",
    "Sport",
    "Weather",
    "Culture",
    "Opinion",
    "Video",
    "Podcasts",
)
_REPORTS_A_WAR: Final = 4000
_CLASSES: Final = (
    "teaser",
    "card",
    "c-list__item",
    "o-grid",
    "u-mt-2",
    "js-lazy",
    "a-img",
    "is-premium",
    "m-promo",
    "t-s",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched: ``war`` tells whether its article is about the invented war, ``language`` in what."""

    url: str
    html: bytes
    fetched: datetime
    war: bool
    language: str = "en"


@dataclass(frozen=True, slots=True)
class _Article:
    title: str
    paragraphs: Sequence[str]
    section: str
    day: datetime
    author: str


@cache
def _wording() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "articles.toml").read_text(encoding="utf-8"))


def pages(seed: int = 1, *, war: float = 0.05, foreign: float = 0.2) -> Iterator[Page]:
    """Pages without end, the same for a seed: a share ``war`` of them about the war, ``foreign`` in other languages."""
    rng = Random(f"crawl {seed}")
    sites = [_Site(Random(f"site {seed} {n}"), n) for n in range(_SITES)]
    reports = _reports(seed)
    moment = datetime.combine(START, time(), UTC)
    for number in count(1):
        moment += timedelta(seconds=rng.randint(1, 9))
        site = rng.choice(sites)
        roll = rng.random()
        language = "en"
        if roll < war:
            article = _of_war(next(reports), moment)
        elif roll < war + foreign:
            language = rng.choice(sorted(_wording()["foreign"]))
            article = _article(rng, _wording()["foreign"][language], "news", moment)
        else:
            section = rng.choice(_SECTIONS)
            article = _article(rng, _wording()[section], section, moment)
        yield Page(
            f"https://{site.host}/{article.section}/{moment:%Y/%m/%d}/{number:08d}",
            site.page(rng, article, language),
            moment,
            roll < war,
            language,
        )


def _reports(seed: int) -> Iterator[Report]:
    for war in count():
        for report, _ in stream(seed + war, 10 * _REPORTS_A_WAR):
            yield report


def _of_war(report: Report, moment: datetime) -> _Article:
    return _Article(report.title or "The war", report.text.split("\n\n"), "war", moment, report.outlet or "")


def _article(rng: Random, wording: Mapping[str, Sequence[str]], section: str, moment: datetime) -> _Article:
    town, far = rng.sample(_TOWNS, 2)
    name, other = rng.sample(_PEOPLE, 2)

    def filled(template: str) -> str:
        return template.format(
            town=town,
            far=far,
            name=name,
            other=other,
            firm=rng.choice(_FIRMS),
            n=rng.randint(2, 60),
            m=rng.randint(2, 9),
        )

    paragraphs = []
    for _ in range(rng.randint(6, 12)):
        paragraphs.append(" ".join(filled(each) for each in rng.sample(wording["sentences"], rng.randint(1, 3))))
    return _Article(filled(rng.choice(wording["titles"])), paragraphs, section, moment, rng.choice(_PEOPLE))


class _Site:
    """One paper's way to make a page."""

    def __init__(self, rng: Random, number: int) -> None:
        town = rng.choice(_TOWNS)
        self.name = f"{town} {rng.choice(('Courier', 'Herald', 'Post', 'Gazette', 'Observer', 'Times'))} {number}"
        self.host = f"{self.name.lower().replace(' ', '-')}.example"
        self._script = "".join(
            f"function {_token(rng, 6)}(e,t){{var n=e.{_token(rng, 5)}||{{}};return n.{_token(rng, 8)}"
            f"?t({json.dumps(_token(rng, 12))}):{_token(rng, 7)}(n,{rng.randint(0, 9999)})}};\n"
            for _ in range(rng.randint(150, 300))
        )
        self._style = "".join(
            f".{rng.choice(_CLASSES)}-{_token(rng, 4)}"
            f"{{margin:{rng.randint(0, 40)}px;color:#{rng.getrandbits(24):06x}}}\n"
            for _ in range(rng.randint(80, 160))
        )
        menu = "".join(f'<li class="nav__item"><a href="/{item.lower()}">{item}</a></li>' for item in _MENU)
        self._menu = f'<nav class="nav" aria-label="Main"><ul>{menu}</ul></nav>'
        legal = ("Terms of use", "Privacy", "Cookies", "Contact", "Imprint", "Jobs", "Advertise", "Archive")
        foot = "".join(f'<li><a href="/about/{n}">{word}</a></li>' for n, word in enumerate(legal))
        self._foot = f"<footer><ul>{foot}</ul><p>© 2034 {self.name}. All rights reserved.</p></footer>"

    def page(self, rng: Random, article: _Article, language: str) -> bytes:
        """The article with all that this paper puts around it."""
        title = escape(article.title)
        state = base64.b64encode(rng.randbytes(rng.randint(9_000, 40_000))).decode()
        linked = json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": article.title,
                "datePublished": article.day.isoformat(),
                "author": {"@type": "Person", "name": article.author},
                "publisher": {"@type": "Organization", "name": self.name},
            },
            ensure_ascii=False,
        )
        body = "\n".join(f"<p>{escape(text)}</p>" for text in article.paragraphs)
        teasers = "\n".join(self._teaser(rng) for _ in range(rng.randint(25, 60)))
        return (
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{title} - {self.name}</title>\n"
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta property="og:title" content="{title}">\n<meta property="og:site_name" content="{self.name}">\n'
            f'<meta property="og:type" content="article">\n'
            f'<meta property="article:published_time" content="{article.day.isoformat()}">\n'
            f'<script type="application/ld+json">{linked}</script>\n'
            f"<style>{self._style}</style>\n<script>{self._script}</script>\n</head>\n<body>\n"
            f'<header><a class="logo" href="/">{self.name}</a>{self._menu}</header>\n'
            f'<main><article class="story"><h1>{title}</h1>\n'
            f'<div class="byline">By {escape(article.author)}</div>\n'
            f'<time datetime="{article.day.isoformat()}">{article.day:%d %B %Y}</time>\n{body}\n</article></main>\n'
            f'<aside class="related"><h2>More from {self.name}</h2>\n<ul>\n{teasers}\n</ul></aside>\n{self._foot}\n'
            f'<script>window.__STATE__="{state}"</script>\n</body>\n</html>\n'
        ).encode()

    def _teaser(self, rng: Random) -> str:
        if rng.random() < 0.04:
            said = f"Shelling of {rng.choice(_TOWNS)} kills {rng.randint(2, 9)}, governor says"
        else:
            kind = _wording()[rng.choice(_SECTIONS)]
            said = rng.choice(kind["titles"]).format(
                town=rng.choice(_TOWNS), far=rng.choice(_TOWNS), name=rng.choice(_PEOPLE), firm=rng.choice(_FIRMS), m=3
            )
        image = f"{rng.getrandbits(128):032x}"
        sizes = ", ".join(f"/img/{image}-{width}.webp {width}w" for width in (160, 320, 640, 960, 1280))
        return (
            f'<li class="{rng.choice(_CLASSES)} {rng.choice(_CLASSES)}" data-id="{rng.getrandbits(64):016x}">'
            f'<a href="/story/{rng.getrandbits(40):010x}" data-track="rel|{rng.getrandbits(32):08x}">'
            f'<img loading="lazy" alt="" src="/img/{image}-320.webp" srcset="{sizes}" sizes="33vw">'
            f'<span class="teaser__title">{escape(said)}</span></a></li>'
        )


def _token(rng: Random, length: int) -> str:
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=length))

"""How do text and what is known of it become a Report? The same way in every format."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sayso.errors import InputError
from sayso.intake.dates import find_date, latest_day
from sayso.intake.encoding import check_text, decode, without_halves
from sayso.intake.language import beside, recognise
from sayso.intake.layout import lay_out
from sayso.model import Report

__all__ = ["Given", "build", "path_date", "single"]

_log = logging.getLogger("sayso.intake")

_DATE_IN_PATH = re.compile(r"(?<!\d)(?:19|20)\d\d([-/_.]?)[01]\d\1[0-3]\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller tells of a source.

    With ``history`` its items tell the history of their reports: versions under one id, and withdrawals. ``about`` is
    "conflict" or "anything"; without it, it is as the format has it. Of ``languages`` (ISO 639) none means any.
    ``columns`` are a table's: pairs of what they hold and what they are called.
    """

    published: date | None = None
    outlet: str | None = None
    theatre: str | None = None
    history: bool = False
    about: str | None = None
    languages: frozenset[str] = frozenset()
    columns: tuple[tuple[str, str], ...] = ()


def path_date(path: str) -> date | None:
    """The date that a file's name or an address carries ("…/2023/12/01/…"), as news sites and clippings do."""
    m = _DATE_IN_PATH.search(path)
    return find_date(m.group().replace("_", "-")) if m else None


def build(
    text: str,
    source: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    agency: str | None = None,
    place: str | None = None,
    theatre: str | None = None,
    url: str | None = None,
    captions: Collection[str] = (),
    dated: date | None = None,
    until: date | None = None,
) -> Report:
    """A report of ``text``, called ``source`` in errors; what is not given is taken from header and dateline.

    ``captions`` are lines of the text that stand under pictures. Without any other date ``dated`` is it, and a day
    without a year is the last such day by ``until`` (today). A text in another language than English is a report like
    any other, and told by its ``language``. Raises InputError for a text that can't be read, or is in no language that
    can be told.
    """
    text = check_text(text, source)
    id, title, outlet, agency, place, theatre, url = (
        None if told is None else without_halves(told) for told in (id, title, outlet, agency, place, theatre, url)
    )
    layout = lay_out(text, title=title, captions=captions)
    prose = " \n".join(text[b.start : b.end] for b in layout.blocks if b.kind in ("body", "caption"))
    # The whole text, when there is no prose: "not English" says more than "nothing to read".
    language = recognise(prose or text)
    if not language.code:
        fix = (
            "give a report in English, or a longer stretch of it: what is surely another language is kept, and not read"
        )
        raise InputError(source, "language", f"not English: {language.reason}", fix)
    if not prose:
        raise InputError(source, "text", "no prose between headers, credits and links", "give the report's body")
    day = published or layout.published or dated
    if day is None and layout.day is not None:
        day = latest_day(*layout.day, until or date.today())
        if day is not None:
            _log.warning(
                "%s: published: the dateline names no year: took %s; give the date if it is another", source, day
            )
    if (other := beside(prose, language.code)) is not None:
        _log.warning("%s: language: partly in %s: taken as a report in %s", source, other.name, language.name)
    if id is None:
        key = "\x1f".join((text, outlet or "", str(published or ""), url or ""))
        id = "r-" + hashlib.sha256(key.encode()).hexdigest()[:12]
    return Report(
        id=id,
        text=text,
        title=title or layout.title,
        published=day,
        outlet=outlet or layout.outlet,
        agency=agency or layout.agency,
        # The shape of a dateline is English: elsewhere whoever speaks stands before a colon.
        place=place or (layout.place if language.code == "en" else None),
        theatre=theatre,
        url=url or layout.url,
        blocks=tuple(layout.blocks),
        language=language.code,
    )


def single(
    data: bytes,
    form: str,
    source: str,
    given: Given,
    *,
    path: str = "",
    id: str | None = None,
    url: str | None = None,
    declared: str | None = None,
    until: date | None = None,
) -> Report:
    """The one report in ``data``, which is "text" or "html", called ``source`` in errors.

    ``declared`` is the charset that came with it, and ``path`` the file's name or the address, which may carry a date.
    """
    if not data:
        raise InputError(source, "text", "empty", "give a report with words in it")
    dated = path_date(path)
    if form == "text":
        text = decode(data, source, declared)
        if text.lstrip("\ufeff").lstrip().startswith(("{", "[{")):
            raise InputError(source, "text", "JSON", "write one report a line into a .jsonl file")
        return build(
            text, source, id=id, published=given.published, outlet=given.outlet, theatre=given.theatre, url=url,
            dated=dated, until=until,
        )  # fmt: skip
    from sayso.intake.html import declared_charset, read_page
    from sayso.intake.mhtml import page_in

    if (saved := page_in(data)) is not None:
        data, declared, url = saved.page, saved.charset, url or saved.url
        dated = dated or path_date(url or "")
    page = read_page(decode(data, source, declared or declared_charset(data)), source, url)
    return build(
        page.text, source, id=id, title=page.title, published=given.published or page.published,
        outlet=given.outlet or page.outlet, theatre=given.theatre, url=url, captions=page.captions,
        dated=dated, until=until,
    )  # fmt: skip

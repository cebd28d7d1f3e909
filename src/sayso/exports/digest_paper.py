"""A digest put together: its head, the shortest of it, and its sections in the order in which a reader wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from sayso.answers.digest import Digest
from sayso.answers.news import News
from sayso.answers.turns import Turn
from sayso.exports import words
from sayso.exports.cells import plain
from sayso.exports.digest_events import brief_events, dispute_item, harm_item, toll_words
from sayso.exports.digest_fates import admitted_item, confirmed_item, corrected_item, withdrawn_item
from sayso.exports.digest_lines import Item, Paper, Section, capital, many, names
from sayso.exports.digest_places import again, turn_item
from sayso.model import When

__all__ = ["paper", "record"]

_FULL: Final = 30  # items with all their accounts; of the rest a line each
_BRIEF: Final = 100
_OTHERS: Final = 15


def paper(found: Digest) -> Paper:
    """The lines of a digest."""
    news = found.news
    hands = [turn for turn in found.turns if turn.before is not None]
    first = [turn for turn in found.turns if turn.before is None]
    disputes = [
        *(turn_item(turn, news) for turn in found.contested),
        *(dispute_item(each, news) for each in found.disputed),
    ]
    harm = [harm_item(each, news) for each in found.harm]
    became = found.became
    whole = () if became.whole else ("More may have been confirmed: these are of the newest claims.",)
    sections = (
        _section("hands", "What changed hands", [turn_item(turn, news) for turn in hands]),
        _section("first", "Who holds it, told for the first time", [turn_item(turn, news) for turn in first]),
        _section("disputed", "What is disputed", disputes),
        Section(
            "became",
            "What became of earlier claims",
            (
                *(withdrawn_item(each) for each in became.withdrawn),
                *(corrected_item(each, news) for each in became.corrected),
                *(admitted_item(each, news) for each in became.admitted),
                *(confirmed_item(each, news) for each in became.confirmed[:_FULL]),
            ),
            (),
            whole,
        ),
        _section("harm", "Who was harmed", harm),
        Section(
            "others",
            "Also reported",
            (),
            tuple(brief_events(found.others[:_OTHERS], news)),
            _left(found.others, _OTHERS),
        ),
        Section("again", "Said again, and no answer changed", (), tuple(again(found.again, news))),
    )
    return Paper(
        _title(news),
        tuple(_facts(found)),
        tuple(_short(hands, found)),
        tuple(section for section in sections if section.items or section.brief),
        tuple(_notes(found)),
    )


def record(found: Digest) -> dict[str, Any]:
    """The same as plain values for JSON; ``room`` in it are addresses from the reading room's first page on."""
    news = found.news
    told: dict[str, Any] = {
        "since": news.since,
        "until": news.until,
        "known": news.known,
        "reports": news.reports,
        "claims": news.claims,
        "reprints": news.reprints,
        "whole": found.whole,
        "empty": found.empty,
    }
    made: dict[str, Any] = plain(told | asdict(paper(found)))
    return made


def _days(news: News) -> str:
    return words.when(When(news.since, news.until))


def _title(news: News) -> str:
    return f"What was learned on {_days(news)}" if news.since == news.until else f"What was learned, {_days(news)}"


def _facts(found: Digest) -> Iterator[str]:
    news, asked = found.news, found.asked
    yield f"{many(news.reports, 'report')}, {many(news.claims, 'claim')} published {_on(news)}"
    if news.reprints:
        tell = "tells" if news.reprints == 1 else "tell"
        yield f"{news.reprints:,} of the reports {tell} again what was printed before, and that counts as no news"
    yield f"as known on {words.day(news.known)}"
    names = {"theatre": "conflict", "side": "on the word of", "source": "on the word of", "outlet": "published by"}
    for name, said in names.items():
        if getattr(asked, name):
            yield f"{said} {getattr(asked, name)}"
    if asked.place:
        yield f"at {asked.place}" + (f" and {asked.within:g} km around it" if asked.within is not None else "")


def _on(news: News) -> str:
    return "on that day" if news.since == news.until else "in these days"


def _short(hands: Sequence[Turn], found: Digest) -> Iterator[str]:
    """The shortest of it: at most a line for each of the first things, and counts."""
    for turn in hands[:5]:
        before = "" if turn.before is None else f", before {words.control(turn.before)}"
        yield f"{turn.spot.name}: {words.control(turn.after)}{before}"
    if len(hands) > 5:
        yield f"{many(len(hands) - 5, 'more place')} changed hands or became contested"
    if found.contested:
        yield f"Still contested: {names(turn.spot.name for turn in found.contested)}"
    for each in [each for each in found.harm if each.tolls][:3]:
        figures = " and ".join(toll_words(toll, short=True) for toll in each.tolls[:2])
        yield f"{capital(each.answer.event.title)}: {figures}"
    if len(found.harm) > 3:
        yield f"{many(len(found.harm), 'event')} in all in which people were harmed"
    became = found.became
    denied = sum(1 for each in found.disputed if each.denials)
    counts = [
        many(denied, "new denial") if denied else "",
        f"{many(len(became.withdrawn), 'report')} withdrawn" if became.withdrawn else "",
        f"{many(len(became.corrected), 'report')} corrected" if became.corrected else "",
        f"{many(len(became.admitted), 'admission')}" if became.admitted else "",
        f"{many(len(became.confirmed), 'earlier claim')} confirmed" if became.confirmed else "",
    ]
    if any(counts):
        yield capital(words.listed([count for count in counts if count]))


def _notes(found: Digest) -> Iterator[str]:
    news = found.news
    if found.empty:
        if not news.reports:
            yield f"Nothing was published {_on(news)}: nothing was learned."
        else:
            yield "Nothing new: nothing of what was published tells for the first time of a change, a dispute or harm."
    yield (
        "The days are those of publication: what was learned then, whenever it happened; the days under a heading tell "
        "when that was. Sayso tells who said what, not what is true; it reads published reports, and makes mistakes."
    )
    if not found.whole:
        yield "More was published than could be weighed: this is of the newest."


def _section(key: str, title: str, items: Sequence[Item]) -> Section:
    rest = [Item(item.title, item.room, item.facts, item.state) for item in items[_FULL : _FULL + _BRIEF]]
    return Section(key, title, tuple(items[:_FULL]), tuple(rest), _left(items, _FULL + _BRIEF))


def _left(items: Sequence[object], shown: int) -> tuple[str, ...]:
    return (f"And {len(items) - shown:,} more.",) if len(items) > shown else ()

"""A digest put together: its head, the shortest of it, and its sections in the order in which a reader wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from sayso.answers.digest import Digest
from sayso.answers.news import News
from sayso.answers.turns import Turn
from sayso.exports import words
from sayso.exports.cells import plain
from sayso.exports.digest_events import brief_events, dispute_item, harm_item, region_item, toll_words
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
    hands, first, disputed = _by_kind(found.turns)
    disputes = [
        *(turn_item(turn, news) for turn in (*disputed, *found.contested)),
        *(dispute_item(each, news) for each in found.disputed),
    ]
    harm = [harm_item(each, news) for each in found.harm]
    became = found.became
    whole = () if became.whole else ("More may have been confirmed: these are of the newest claims.",)
    sections = (
        _section("hands", "What changed hands", [turn_item(turn, news) for turn in hands]),
        _section("first", "Who holds it, told for the first time", [turn_item(turn, news) for turn in first]),
        _section(
            "regions", "Said of whole regions, and of places not named", [region_item(a, news) for a in found.regions]
        ),
        _section("disputed", "What is disputed", disputes),
        Section(
            "became",
            "What became of earlier claims",
            (
                *(withdrawn_item(each, became.told) for each in became.withdrawn),
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
        tuple(_short(hands, disputed, found)),
        tuple(section for section in sections if section.items or section.brief),
        tuple(_notes(found)),
    )


def _by_kind(turns: Sequence[Turn]) -> tuple[list[Turn], list[Turn], list[Turn]]:
    """The places that changed hands, those told of for the first time, and of these apart those that are contested."""
    hands = [turn for turn in turns if turn.before is not None or turn.taken]
    first = [turn for turn in turns if turn.before is None and not turn.taken]
    contested = [turn for turn in first if turn.after.status == "contested"]
    return hands, [turn for turn in first if turn not in contested], contested


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
        "silent": news.silent,
        "unread": news.unread,
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
    if news.silent:
        yield f"{many(news.silent, 'more report')} in which no claim was found"
    if news.unread:
        yield f"{many(news.unread, 'more report')} in other languages, not read for claims"
    yield f"as known on {words.day(news.known)}"
    names = {"theatre": "conflict", "side": "on the word of", "source": "on the word of", "outlet": "published by"}
    for name, said in names.items():
        if getattr(asked, name):
            yield f"{said} {getattr(asked, name)}"
    if asked.place:
        yield f"at {asked.place}" + (f" and {asked.within:g} km around it" if asked.within is not None else "")


def _on(news: News) -> str:
    return "on that day" if news.since == news.until else "in these days"


def _short(hands: Sequence[Turn], disputed: Sequence[Turn], found: Digest) -> Iterator[str]:
    """The shortest of it: at most a line for each of the first things, and counts."""
    for turn in hands[:5]:
        before = "" if turn.before is None else f", before {words.control(turn.before)}"
        if turn.before is not None and words.control(turn.before) == words.control(turn.after):
            before = " as before, and was not meanwhile"
        yield f"{turn.spot.name}: {words.control(turn.after)}{before}"
    if len(hands) > 5:
        yield f"{many(len(hands) - 5, 'more place')} changed hands or became contested"
    if disputed:
        yield f"Contested, told for the first time: {names(turn.spot.name for turn in disputed)}"
    if found.contested:
        yield f"Still contested: {names(turn.spot.name for turn in found.contested)}"
    for each in [each for each in found.harm if each.tolls][:3]:
        figures = " and ".join(toll_words(toll, short=True) for toll in each.tolls[:2])
        yield f"{capital(each.answer.event.title)}: {figures}"
    if len(found.harm) > 3:
        yield f"{many(len(found.harm), 'event')} in all in which people were harmed"
    became = found.became
    denied = [each for each in found.disputed if each.denials]
    for dispute in denied[:3]:
        by = names(root.tellings[0].account.name for root in dispute.denials)
        yield f"{capital(dispute.answer.event.title)}: denied by {by}"
    counts = [
        f"{many(len(denied) - 3, 'new denial')} more" if len(denied) > 3 else "",
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
        if not news.reports and (news.silent or news.unread):
            yield f"No claim was found in what was published {_on(news)}."
        elif not news.reports:
            yield f"Nothing was published {_on(news)}: nothing was learned."
        else:
            yield "Nothing new: nothing of what was published tells for the first time of a change, a dispute or harm."
    if not found.empty:
        yield "● says so · ✗ is against it · ? could not verify it, or tells only of fighting."
    yield (
        "The days are those of publication: what was learned then, whenever it happened; the days under a heading tell "
        "when that was. Sayso tells who said what, not what is true; it reads published reports, and makes mistakes."
    )
    if not found.whole:
        yield "More was published than could be weighed: this is of the newest."


def _section(key: str, title: str, items: Sequence[Item]) -> Section:
    rest = [replace(item, lines=item.lines[:1], notes=_others(item)) for item in items[_FULL : _FULL + _BRIEF]]
    return Section(key, title, tuple(items[:_FULL]), tuple(rest), _left(items, _FULL + _BRIEF))


def _others(item: Item) -> tuple[str, ...]:
    return (f"Also: {names(item.others)}.",) if item.others else ()


def _left(items: Sequence[object], shown: int) -> tuple[str, ...]:
    return (f"And {len(items) - shown:,} more.",) if len(items) > shown else ()

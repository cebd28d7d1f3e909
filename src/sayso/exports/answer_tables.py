"""Answers as tables for a terminal: readable in 100 columns, coloured where there is colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from sayso.answers import EventAnswer, Found, Page, PlaceAnswer, SourceAnswer, Speaker
from sayso.answers.places_known import MANY
from sayso.exports import words
from sayso.exports.answer_records import figure_words
from sayso.exports.families import family
from sayso.exports.safe import line
from sayso.intake.language import language_name
from sayso.model import Entry, Publication
from sayso.weighing.control import Control, Ground, Span
from sayso.weighing.independence import lines
from sayso.weighing.record import Fared

__all__ = ["claims", "event", "events", "found", "place", "source", "speakers"]

_COLOURS: Final = {"held": "green", "claimed": "yellow", "contested": "red", "unknown": "dim"}
_MARKS: Final = {"confirms": "✓", "denies": "✗", "disputes": "✗", "could_not_verify": "?"}
_CUT: Final = 160
_ROOMY: Final = 100  # columns in which the widths given leave room for what is said
_TIGHT: Final = 130  # what a narrower width is measured against
_NAME: Final = 80  # of a name: an outlet may call itself anything


def place(answer: PlaceAnswer, elsewhere: tuple[int, Sequence[Publication]] = (0, ())) -> RenderableType:
    """A place: who is said to hold it, the accounts that this rests on, and how it came about.

    ``elsewhere`` is how many reports that are not read for claims name it, and the newest of them.
    """
    spot, control = answer.spot, answer.control
    number = f" · GeoNames {spot.id}" if spot.id is not None else ""
    asked = f"on {words.day(answer.on)}" + (f", as known on {words.day(answer.known)}" if answer.known else "")
    parts: list[RenderableType] = [
        Text.assemble(
            (line(spot.name), "bold"),
            (f"{number} · {_many(spot.claims, 'claim')}{' or more' if spot.claims >= MANY else ''}", "dim"),
        ),
        Text.assemble(
            (f"{asked}: ", ""), (_status(control), f"bold {_COLOURS[control.status]}"), (_since(control), "dim")
        ),
        Text(f"because {control.rule}", style="italic"),
        Text(),
    ]
    if control.grounds:
        parts += [_grounds(control.grounds), Text()]
    if len(answer.timeline) > 1:
        parts += [_timeline(answer.timeline), Text()]
    if elsewhere[0]:
        parts.append(_elsewhere(*elsewhere))
    if answer.others:
        named = ", ".join(f"{line(o.name)} ({o.id or _degrees(o.lat, o.lon)})" for o in answer.others[:5])
        parts.append(Text(f"other places of this name: {named}; ask for one by its GeoNames id", style="dim"))
    return Group(*parts)


def _elsewhere(total: int, newest: Sequence[Publication]) -> Text:
    told = "also named in " + ("a report in another language" if total == 1 else f"{total} reports in other languages")
    text = Text(f"{told}, not read for claims:", style="dim")
    for at in newest:
        day = f", {words.day(at.published)}" if at.published else ""
        title = f" “{_cut(at.title)}”" if at.title else ""
        text.append(f"\n  {line(at.report)}{title} ({language_name(at.language)}{day})")
    if total > len(newest):
        text.append(f"\n  and {total - len(newest)} more")
    return text


def _degrees(lat: float | None, lon: float | None) -> str:
    return "nowhere known" if lat is None or lon is None else f"{lat:.2f}, {lon:.2f}"


def _status(control: Control) -> str:
    return line(words.control(control))


def _since(control: Control) -> str:
    return f", since {words.day(control.since)}" if control.since else ""


def _grounds(grounds: Sequence[Ground]) -> Table:
    table = _table(("day", 11), ("account", 22), ("bearing", 13), ("says", None), ("in", 24))
    for ground in grounds:
        entry = ground.entry
        said = Text(line(ground.says))
        said.append(f"\n“{_cut(entry.claim.text)}”", style="dim")
        if ground.repeats:
            said.append(f"\nand {_many(ground.repeats, 'time')} in between", style="dim")
        table.add_row(
            words.day(ground.day),
            _named(ground.account.name, ground.account.side),
            words.BEARINGS[ground.bearing],
            said,
            _where(entry),
        )
    return table


def _timeline(spans: Sequence[Span]) -> Table:
    table = _table(("from", 12), ("to", 12), ("status", 34), ("because", None))
    for span in spans:
        status = Text(_status(span.control), style=_COLOURS[span.control.status])
        table.add_row(words.day(span.start), words.day(span.end), status, Text(line(span.control.rule)))
    return table


def claims(page: Page) -> RenderableType:
    """A list of claims."""
    if not page.entries:
        return Text("no claim is of this kind", style="dim")
    parts: list[RenderableType] = [_claims(page.entries)]
    if page.total is not None and page.total > len(page.entries):
        parts.append(Text(f"{len(page.entries):,} of {page.total:,} claims; --limit shows more", style="dim"))
    return Group(*parts)


def _claims(entries: Iterable[Entry]) -> Table:
    table = _table(("published", 11), ("type", 13), ("who says", 22), ("what", None), ("where", 13), ("when", 12))
    for entry in entries:
        claim = entry.claim
        kin = family(claim.type)
        what = Text(_cut(claim.text))
        for stance in claim.stances:
            what.append(f"\n{_MARKS[stance.stance]} {_cut(words.stance(stance))}", style="italic")
        what.append(f"\n{line(claim.id)}", style="dim")
        kind = Text(f"{kin.sign} {claim.type}", style=kin.colour)
        if claim.modality != "asserted":
            kind.append(f"\n  {claim.modality}", style="italic")
        table.add_row(
            _day(entry.publication.published),
            kind,
            _teller(entry),
            what,
            Text("\n").join(Text(_name(p.name)) for p in claim.places),
            words.when(claim.when),
        )
    return table


def _teller(entry: Entry) -> Text:
    claim, at = entry.claim, entry.publication
    if claim.source.is_narrator:
        return Text(_name(at.agency or at.outlet or at.report), style="dim italic")
    text = _named(claim.source.name, claim.source.side)
    for channel in claim.via:
        text.append(f"\nvia {_name(channel)}", style="dim")
    if at.outlet or at.agency:
        text.append(f"\nin {_name(at.outlet or at.agency or '')}", style="dim")
    return text


def events(answers: Sequence[EventAnswer]) -> RenderableType:
    """A list of events, each with how many independent accounts tell it and how many are against it."""
    if not answers:
        return Text("no event is of this kind", style="dim")
    table = _table(("when", 13), ("event", None), ("accounts", 28), ("figures", 15))
    for answer in answers:
        kin = family(answer.event.type)
        told = [root.account.name for root in answer.tree.roots if not root.denies]
        denied = [root.account.name for root in answer.tree.roots if root.denies]
        accounts = Text(f"{answer.tree.count}: {_some(told)}" if told else "none")
        if denied:
            accounts.append(f"\n✗ {_some(denied)}", style="red")
        copies = sum(len(group.members) - 1 for group in answer.copies)
        if copies:
            accounts.append(f"\n{_many(copies, 'copy', 'copies')} not counted", style="dim")
        what = Text(f"{kin.sign} ", style=kin.colour) + Text(line(answer.event.title), style="bold")
        what.append(f"\n{_cut(answer.event.entries[0].claim.text)}\n{line(answer.event.id)}", style="dim")
        figures = Text("\n").join(Text(line(figure_words(figure))) for figure in answer.figures)
        table.add_row(words.when(answer.event.when), what, accounts, figures)
    return table


def event(answer: EventAnswer) -> RenderableType:
    """An event: its accounts as a tree, the figures they gave, and what was joined or parted by hand."""
    one = answer.event
    when = f" · {words.when(one.when)}" if one.when else ""
    reports = len({entry.publication.report for entry in one.entries})
    told = f" · {_many(len(one.entries), 'claim')} in {_many(reports, 'report')}"
    parts: list[RenderableType] = [
        Text.assemble((line(one.title), "bold"), (f"{when}{told} · {line(one.id)}", "dim")),
        Text(),
    ]
    for depth, said in lines(answer.tree):
        style = "bold" if depth == 0 else "" if depth == 1 else "dim"
        parts.append(Text("  " * depth + line(said), style=style, overflow="fold"))
    if answer.figures:
        table = _table(("figure", 20), ("published", 12), ("account", 28), ("said", None))
        for figure in answer.figures:
            for at, said_by in enumerate(figure.told):
                number = _counted(said_by.n, said_by.min, said_by.max)
                name = Text(line(figure_words(figure)), style="bold") if at == 0 else Text()
                table.add_row(name, _day(said_by.published), _named(said_by.account.name, said_by.account.side), number)
        parts += [Text(), table]
    for decision in answer.decisions:
        word = "parted" if decision.apart else "joined"
        why = f": {decision.why}" if decision.why else ""
        parts.append(Text(line(f"{decision.by} {word} {decision.a} and {decision.b}{why}"), style="italic"))
    parts += [Text(), _claims(one.entries)]
    return Group(*parts)


def _counted(n: int | None, least: int | None, most: int | None) -> str:
    if n is not None:
        return f"{n:,}"
    if least is not None and most is not None:
        return f"{least:,} to {most:,}"
    if least is not None:
        return f"at least {least:,}"
    return "?" if most is None else f"at most {most:,}"


def speakers(found: Sequence[Speaker]) -> RenderableType:
    """A list of sources."""
    if not found:
        return Text("nobody has said anything of this kind", style="dim")
    table = _table(("source", None), ("kind", 14), ("claims", 7), ("first", 11), ("last", 11))
    for speaker in found:
        also = [name for name in speaker.names if name not in (speaker.account.name, "narrator")]
        who = _named(speaker.account.name, speaker.account.side)
        if also:
            who.append(f"\nalso as {_cut('; '.join(map(_name, also)), 3 * _CUT)}", style="dim")
        kind = (speaker.account.kind or "").replace("_", " ")
        table.add_row(who, kind, f"{speaker.claims:,}", _day(speaker.first), _day(speaker.last))
    return table


def source(answer: SourceAnswer) -> RenderableType:
    """A source: its names, how its claims fared, and what it said last."""
    speaker, record = answer.speaker, answer.record
    account = speaker.account
    kind = (account.kind or "").replace("_", " ")
    known = " · ".join(x for x in (kind, line(account.side or ""), _many(speaker.claims, "claim")) if x)
    parts: list[RenderableType] = [Text.assemble((line(account.name), "bold"), (f" · {known}", "dim"))]
    if len(speaker.names) > 1 or account.name not in speaker.names:
        parts.append(Text(line("as " + "; ".join(speaker.names)), style="dim"))
    parts.append(Text(line(account.reason), style="dim italic"))
    if answer.via:
        parts.append(Text(line("through " + ", ".join(f"{name} ({times})" for name, times in answer.via))))
    fared = [("confirmed", record.confirmed), ("disputed", record.disputed), ("both", record.both)]
    counts = f"{len(record.alone):,} left alone"
    for name, sort in fared:
        counts += f", {len(sort):,} {'confirmed and disputed' if name == 'both' else name}"
    latest = f"its latest {answer.weighed:,} claims tell" if answer.weighed > 1 else "its one claim tells"
    weighed = f"{latest} of {_many(record.total, 'event')}: {counts}"
    parts += [Text(), Text(weighed)]
    for name, days in (("confirmed", record.days_confirmed), ("disputed", record.days_disputed)):
        if days is not None:
            parts.append(Text(f"half of those {name}: {words.within(days)}", style="dim"))
    judged = [(name, one) for name, sort in fared for one in sort]
    if judged:
        parts += [Text(), _judged(judged)]
    return Group(*parts, Text(), _claims(answer.latest))


def _judged(judged: Sequence[tuple[str, Fared]]) -> Table:
    table = _table(("published", 12), ("claim", None), ("fared", 12), ("by", 40))
    for name, fared in judged[:20]:
        by = Text()
        for verdict in fared.verdicts:
            days = (
                ""
                if verdict.days is None
                else f", {_many(verdict.days, 'day')} later"
                if verdict.days
                else ", that day"
            )
            by.append(f"{line(verdict.by.name)} {verdict.outcome} it{days}\n")
        by.rstrip()
        table.add_row(_day(fared.entry.publication.published), Text(_cut(fared.entry.claim.text)), name, by)
    return table


def found(answer: Found) -> RenderableType:
    """What a search found: claims, then reports."""
    if not answer.entries and not answer.reports:
        return Text("nothing has all these words", style="dim")
    parts: list[RenderableType] = [_claims(answer.entries)] if answer.entries else []
    if answer.reports:
        # A column for the language only where one is not English.
        foreign = any(at.language != "en" for at, _ in answer.reports)
        language = [("in", 10)] if foreign else []
        table = _table(("published", 12), *language, ("report", 30), ("outlet", 22), ("title", None))
        for at, _ in answer.reports:
            told = [language_name(at.language)] if foreign else []
            row = (_day(at.published), *told, _name(at.report), _name(at.outlet or ""), _cut(at.title or ""))
            table.add_row(*row)
        parts += [Text(), table]
    return Group(*parts)


class _Fitting(Table):
    """A table whose side columns are narrower in a narrow terminal; Rich would take it all from the widest column."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        given = [column.max_width for column in self.columns]
        room = options.max_width
        if room < _ROOMY:
            for column in self.columns:
                column.max_width = column.max_width and max(9, column.max_width * room // _TIGHT)
        yield from super().__rich_console__(console, options)
        for column, width in zip(self.columns, given, strict=True):
            column.max_width = width


def _table(*columns: tuple[str, int | None]) -> Table:
    table = _Fitting(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, padding=(0, 1), expand=True)
    for name, width in columns:
        if name == "claims":
            table.add_column(name, width=width, justify="right")
        elif width is None:
            table.add_column(name, ratio=1, min_width=20, overflow="fold")
        else:
            table.add_column(name, max_width=width, overflow="fold")
    return table


def _named(name: str, side: str | None) -> Text:
    text = Text(_name(name))
    if side and side not in name:
        text.append(f" ({line(side)})", style="dim")
    return text


def _where(entry: Entry) -> Text:
    at = entry.publication
    told = _name(at.outlet or at.agency or at.report)
    if at.agency and at.outlet and at.agency != at.outlet:
        told += f" ({_name(at.agency)})"
    return Text(f"{told}, {_day(at.published)}", style="dim")


def _day(value: date | None) -> str:
    return words.day(value) if value else "undated"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(_name(name) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _cut(text: str, most: int = _CUT) -> str:
    shown = line(text)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _name(text: str) -> str:
    return _cut(text, _NAME)


def _many(count: int, noun: str, plural: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"

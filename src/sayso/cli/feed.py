"""``sayso feed``: disputes, claims and searches as Atom or JSON Feed, for cron and static sites."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.digest import RoomUrl
from sayso.cli.narrowing import (
    Modality,
    OutletOf,
    PlaceName,
    PublishedSince,
    PublishedUntil,
    Side,
    Since,
    SourceName,
    StanceOf,
    TheatreName,
    Type,
    Until,
    Within,
)
from sayso.cli.options import Known, Ledger, On

if TYPE_CHECKING:
    from sayso.answers import Asked
    from sayso.exports.feeds import Feed

__all__ = ["app"]

app = typer.Typer(help="Write what is new as a feed: Atom, or JSON Feed.", no_args_is_help=True)


class Form(StrEnum):
    """How a feed is written."""

    atom = "atom"
    json = "json"


Shape = Annotated[Form, typer.Option("--format", help="Atom, or JSON Feed.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; otherwise standard output.")]


def _own(value: str) -> str:
    from sayso.exports.weblinks import outward

    address = outward(value)
    if address is None:
        raise typer.BadParameter(f"{value!r} is no address of the web: write it as https://example.org/feed.atom.")
    return address


Own = Annotated[
    str | None,
    typer.Option(
        "--address", parser=_own, metavar="URL", help="Where the feed will be found, which it tells its readers."
    ),
]


@app.command()
def disputes(
    ledger: Ledger = None, known: Known = None, room: RoomUrl = None, address: Own = None, form: Shape = Form.atom,
    out: Out = None,
) -> None:  # fmt: skip
    """The newest denials, each with its event by all accounts, and the places that are contested."""
    from sayso.answers.disputes import contests, disputed
    from sayso.exports.feeds import CONTESTS, MOST, disputes_feed
    from sayso.ledger import Ledger as Opened

    with Opened.open(ledger) as opened:
        now = contests(opened, known=known, limit=CONTESTS), disputed(opened, known=known, limit=MOST)
    _write(disputes_feed(*now, {"known": known and known.isoformat()}), form, room, address, out)


@app.command()
def claims(
    ledger: Ledger = None,
    place: PlaceName = None,
    within: Within = None,
    on: On = None,
    since: Since = None,
    until: Until = None,
    published_since: PublishedSince = None,
    published_until: PublishedUntil = None,
    known: Known = None,
    side: Side = None,
    source: SourceName = None,
    type_: Type = None,
    modality: Modality = None,
    stance: StanceOf = None,
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    room: RoomUrl = None,
    address: Own = None,
    form: Shape = Form.atom,
    out: Out = None,
) -> None:
    """The newest claims that fit, each with its words, who says it and who objects."""
    from sayso import answers
    from sayso.cli.narrowing import asked
    from sayso.exports.feeds import MOST, claims_feed
    from sayso.ledger import Ledger as Opened

    wanted = asked(
        known=known, place=place, within=within, on=on, since=since, until=until, published_since=published_since,
        published_until=published_until, side=side, source=source, types=type_, modalities=modality, stances=stance,
        theatre=theatre, outlet=outlet,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = answers.claims(opened, answers.checked(opened, wanted), limit=MOST, counted=False)
    _write(claims_feed(found.entries, _parameters(wanted)), form, room, address, out)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help='All of these; "words in quotes" stand together.')],
    ledger: Ledger = None,
    place: PlaceName = None,
    within: Within = None,
    published_since: PublishedSince = None,
    published_until: PublishedUntil = None,
    known: Known = None,
    side: Side = None,
    source: SourceName = None,
    type_: Type = None,
    stance: StanceOf = None,
    theatre: TheatreName = None,
    outlet: OutletOf = None,
    room: RoomUrl = None,
    address: Own = None,
    form: Shape = Form.atom,
    out: Out = None,
) -> None:
    """The newest claims and reports that have these words."""
    from sayso import answers
    from sayso.answers.finding import find
    from sayso.cli.narrowing import asked
    from sayso.exports.feeds import MOST, search_feed
    from sayso.ledger import Ledger as Opened

    told = " ".join(words)
    wanted = asked(
        known=known, place=place, within=within, published_since=published_since, published_until=published_until,
        side=side, source=source, types=type_, stances=stance, theatre=theatre, outlet=outlet, words=told,
    )  # fmt: skip
    with Opened.open(ledger) as opened:
        found = find(opened, told, answers.checked(opened, wanted), claims=(0, MOST), reports=(0, MOST))
    _write(search_feed(found, _parameters(wanted)), form, room, address, out)


def _parameters(wanted: Asked) -> dict[str, Any]:
    """What is asked, as the reading room's addresses ask for it."""
    names = {"types": "type", "modalities": "modality", "stances": "stance", "words": "q"}
    given = {name: getattr(wanted, name) for name in wanted.__slots__}
    return {names.get(name, name): value for name, value in given.items() if value not in (None, ())}


def _write(feed: Feed, form: Form, room: str | None, address: str | None, out: Path | None) -> None:
    from sayso.cli.writing import whole
    from sayso.exports import atom, json_feed

    whole((atom if form is Form.atom else json_feed).text(feed, room=room, own=address), out)

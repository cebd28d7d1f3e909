"""Claims as KML 2.2 (OGC 07-147r2), for Google Earth, QGIS and other maps: a placemark for each place of a claim.

Each family of types is a folder with a colour of its own and a list of its types, and each placemark has the days that
the claim tells of, so that a map's time slider shows them. Pins are the viewer's own: the file asks for nothing from
anywhere. Viewers take a description for HTML, so a stranger's words in it are escaped twice, as HTML and as XML.

What is written first in KML (a folder's count, how many claims lie nowhere) is known last, so the folders wait in
temporary files, and no more than a few megabytes in memory.
"""

from __future__ import annotations

import html
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Final, TextIO
from xml.sax.saxutils import escape

from sayso.exports import rows, words
from sayso.exports.cells import cell
from sayso.exports.families import FAMILIES, Family, family
from sayso.exports.format import CLAIMS, Format
from sayso.exports.safe import line, visible
from sayso.model import Entry, Party, Place, When

__all__ = ["FORMAT", "write"]

_IN_MEMORY: Final = 1_000_000  # characters of each folder
_OF_PLACE: Final = ("place", "place_id", "lat", "lon", "precision", "other_places")
_CALLED: Final = {"id": "claim", "start": "text_start", "end": "text_end"}  # GDAL has fields of its own of these names
# What XML 1.0 can't hold even as a reference; `visible` has already replaced what it knows a picture for.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
_TAIL: Final = "</Document>\n</kml>\n"


def write(claims: Iterable[Entry], out: TextIO) -> None:
    """Write the claims that name a place whose position is known; the document says how many others there are."""
    counts = dict.fromkeys((kin.key for kin in FAMILIES), 0)
    nowhere = 0
    with ExitStack() as stack:
        folders: dict[str, IO[str]] = {
            kin.key: stack.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline=""))
            for kin in FAMILIES
        }
        for entry in claims:
            kin = family(entry.claim.type)
            placed = list(_placemarks(entry, kin))
            folders[kin.key].writelines(placed)
            counts[kin.key] += len(placed)
            nowhere += not placed
        out.write(_HEAD)
        out.write("<name>Claims</name>\n")
        out.write(f"<description>{_xml(_about(nowhere))}</description>\n")
        out.writelines(map(_style, FAMILIES))
        for kin in FAMILIES:
            if counts[kin.key]:
                out.write(_folder(kin, counts[kin.key]))
                folders[kin.key].seek(0)
                shutil.copyfileobj(folders[kin.key], out)
                out.write("</Folder>\n")
        out.write(_TAIL)
    out.flush()


def _about(nowhere: int) -> str:
    said = "Who says what happened, where and when. Each point is one account, and no fact."
    if nowhere:
        said += f" {nowhere:,} {'claim names' if nowhere == 1 else 'claims name'} no place whose position is known."
    return said


def _style(kin: Family) -> str:
    red, green, blue = (kin.colour[at : at + 2] for at in (1, 3, 5))
    colour = f"<color>ff{blue}{green}{red}</color>"
    return (
        f'<Style id="{kin.key}"><IconStyle>{colour}</IconStyle><LabelStyle>{colour}<scale>0.8</scale></LabelStyle>'
        "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
    )


def _folder(kin: Family, count: int) -> str:
    return (
        f"<Folder><name>{kin.sign} {kin.title} ({count:,})</name>"
        f"<description>{kin.sign} {', '.join(kin.types)}</description>\n"
    )


def _placemarks(entry: Entry, kin: Family) -> Iterator[str]:
    """A placemark for each place whose position is known, its elements in the order that KML's schema asks for."""
    placed = [place for place in entry.claim.places if place.lat is not None and place.lon is not None]
    if not placed:
        return
    description, data = _xml(_description(entry)), _data(entry)
    for place in placed:
        yield (
            f'<Placemark><name>{_xml(_name(entry, place, kin))}</name><Snippet maxLines="0"/>'
            f"<description>{description}</description>{_span(entry.claim.when)}<styleUrl>#{kin.key}</styleUrl>"
            f"<ExtendedData>{data}{_value('place', place.name)}{_value('place_id', place.id)}"
            f"{_value('precision', place.precision)}</ExtendedData>"
            f"<Point><coordinates>{place.lon},{place.lat}</coordinates></Point></Placemark>\n"
        )


def _name(entry: Entry, place: Place, kin: Family) -> str:
    """What stands beside the mark on a map, often all that is seen: what is denied or planned must not look as told."""
    modality = entry.claim.modality
    how = "" if modality == "asserted" else f" ({words.MODALITIES[modality]})"
    return f"{kin.sign} {entry.claim.type}{how}, {line(words.place(place))}"


def _description(entry: Entry) -> str:
    """The claim for people, as HTML: its words, who says so and through whom, when, who objects, and where it stood."""
    claim, publication = entry.claim, entry.publication
    outlet = publication.outlet or publication.agency or publication.report
    says = outlet if claim.source.is_narrator else words.party(Party(claim.source.name, claim.source.side))
    about = [f"{says}, through {words.listed(claim.via)}" if claim.via else says]
    if claim.modality != "asserted":
        about.append(words.MODALITIES[claim.modality])
    if when := words.when(claim.when):
        about.append(when)
    published = f"{outlet}, {words.day(publication.published)}" if publication.published else outlet
    parts = [f"“{claim.text}”", " · ".join(about), *map(words.stance, claim.stances), published]
    return "".join(f"<p>{_html(part)}</p>" for part in parts)


def _span(when: When | None) -> str:
    if when is None:
        return ""
    begin = f"<begin>{when.start.isoformat()}</begin>" if when.start else ""
    end = f"<end>{when.end.isoformat()}</end>" if when.end else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


def _data(entry: Entry) -> str:
    told = rows.flat(entry)
    return "".join(_value(_CALLED.get(name, name), told[name]) for name in rows.COLUMNS if name not in _OF_PLACE)


def _value(name: str, value: object) -> str:
    flat = cell(value)
    return "" if flat is None else f'<Data name="{name}"><value>{_xml(str(flat))}</value></Data>'


def _html(text: str) -> str:
    # "$[name]" in a balloon stands for a field of its placemark: no stranger's words may ask for one.
    return html.escape(visible(text)).replace("$[", "$&#91;")


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


FORMAT: Final = Format(
    "kml",
    CLAIMS,
    ".kml",
    "application/vnd.google-earth.kml+xml",
    "Google Earth and other maps, by family and day",
    write,
)

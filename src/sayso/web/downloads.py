"""Lists to take away, in the formats of ``exports``; written to a file first, then sent."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Final, Literal

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from sayso.exports import geojson, spreadsheet
from sayso.exports.format import Format
from sayso.exports.formats import FORMATS

__all__ = ["CLAIM_FORMS", "EVENT_FORMS", "MOST", "ClaimForm", "EventForm", "Form", "download", "exported"]

Form = Literal["csv", "geojson"]
ClaimForm = Literal["csv", "geojson", "kml", "geoparquet"]
EventForm = Literal["csv", "geojson", "acled", "ged", "hxl"]
CLAIM_FORMS: Final[Mapping[ClaimForm, str]] = {
    "csv": "CSV",
    "geojson": "GeoJSON",
    "kml": "KML",
    "geoparquet": "GeoParquet",
}
"""In what claims may be taken away, and what each is called."""
EVENT_FORMS: Final[Mapping[EventForm, str]] = {
    "csv": "CSV",
    "geojson": "GeoJSON",
    "acled": "ACLED’s columns",
    "ged": "UCDP GED’s columns",
    "hxl": "HXL",
}
"""The same of events."""
MOST: Final = 100_000
"""Rows in one download: what a spreadsheet still opens. The command line writes all."""
_IN_MEMORY: Final = 4_000_000  # bytes
_CHUNK: Final = 65_536
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}


def download(name: str, form: Form, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Response:
    """A list of rows as a file called ``name``."""

    def write(kept: IO[bytes]) -> None:
        _as_text(kept, lambda out: (spreadsheet if form == "csv" else geojson).write(rows, columns, out))

    return _sent(f"{name}.{form}", _TYPES[form], write)


def exported(name: str, form: ClaimForm | EventForm, found: Iterable[object]) -> Response:
    """Claims or events in one of the formats of ``sayso export``; events as plain CSV or GeoJSON are a `download`."""
    by: Format[Any, Any] = FORMATS[form]

    def write(kept: IO[bytes]) -> None:
        if by.binary:
            by.write(found, kept)
        else:
            _as_text(kept, lambda out: by.write(found, out))

    told = f"{name}-{form}" if by.suffix == ".csv" and form != "csv" else name  # there are many tables
    media = f"{by.media_type}; charset=utf-8" if by.media_type.startswith("text/") else by.media_type
    return _sent(f"{told}{by.suffix}", media, write)


def _as_text(kept: IO[bytes], write: Callable[[io.TextIOWrapper], object]) -> None:
    # Half a character (a lone surrogate) has no bytes; what can't be written stands as a question mark.
    out = io.TextIOWrapper(kept, encoding="utf-8", errors="replace", newline="")
    write(out)
    out.flush()
    out.detach()


def _sent(name: str, media: str, write: Callable[[IO[bytes]], None]) -> Response:
    """A file, whole before the first byte is sent, so that an error is still told as one."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    try:
        write(kept)
        size = kept.tell()
        kept.seek(0)
    except BaseException:
        kept.close()
        raise
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(size)}
    return StreamingResponse(_pieces(kept), media_type=media, headers=headers, background=BackgroundTask(kept.close))


def _pieces(kept: IO[bytes]) -> Iterator[bytes]:
    while piece := kept.read(_CHUNK):
        yield piece

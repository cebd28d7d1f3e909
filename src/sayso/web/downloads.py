"""Lists to take away: CSV that no spreadsheet runs, GeoJSON that opens in QGIS; written to a file first, then sent."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Final, Literal

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from sayso.exports import geojson, spreadsheet

__all__ = ["MOST", "Form", "download"]

Form = Literal["csv", "geojson"]
MOST: Final = 100_000
"""Rows in one download: what a spreadsheet still opens. The command line writes all."""
_IN_MEMORY: Final = 4_000_000  # bytes
_CHUNK: Final = 65_536
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}


def download(name: str, form: Form, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Response:
    """A list as a file called ``name``; whole before the first byte is sent, so that an error is still told as one."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    try:
        # Half a character (a lone surrogate) has no bytes; what can't be written stands as a question mark.
        out = io.TextIOWrapper(kept, encoding="utf-8", errors="replace", newline="")
        (spreadsheet if form == "csv" else geojson).write(rows, columns, out)
        out.flush()
        out.detach()
        size = kept.tell()
        kept.seek(0)
    except BaseException:
        kept.close()
        raise
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"', "content-length": str(size)}
    return StreamingResponse(
        _pieces(kept), media_type=_TYPES[form], headers=headers, background=BackgroundTask(kept.close)
    )


def _pieces(kept: IO[bytes]) -> Iterator[bytes]:
    while piece := kept.read(_CHUNK):
        yield piece

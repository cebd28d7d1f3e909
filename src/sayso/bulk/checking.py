"""Is this what bulk writes? A folder of results may come from anyone.

A few hundred bytes of Parquet may hold gigabytes, and nothing in it need be what its columns are called.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, get_args

import pyarrow as pa
from pyarrow import parquet

from sayso.bulk.tables import CLAIM, REPORT, Row
from sayso.bulk.tasks import CLAIMS, REPORTS
from sayso.errors import InputError
from sayso.model import CLAIM_TYPES, BlockKind, Kind, Modality, Place, Precision, Quote, Reading, StanceKind

__all__ = ["AGAIN", "BROKEN", "checked", "rows"]

BROKEN: Final = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What a row does to whoever takes it apart that bulk never wrote."""
AGAIN: Final = "do it again with `sayso bulk`"
"""What to do about a result that is not what bulk writes."""
_SCHEMAS: Final = {CLAIMS: CLAIM, REPORTS: REPORT}
_BATCH: Final = 256  # rows taken apart at once, and fewer where they may be large:
_HELD: Final = 64_000_000  # each of them may be the whole of its group, which is written once for all
_LARGEST: Final = 500_000_000  # of a group; bulk begins another long before
_WORDS: Final[dict[str, tuple[Any, ...]]] = {
    "type": CLAIM_TYPES,
    "modality": get_args(Modality),
    "quote": get_args(Quote),
}


def rows(source: Path | BinaryIO, kind: str) -> Iterator[Row]:
    """The rows of a Parquet file of "claims" or "reports", a few at a time; InputError for one that bulk did not write.

    That may come in its middle, as what is wrong comes to light.
    """
    path = source if isinstance(source, Path) else Path(source.name)
    try:
        with parquet.ParquetFile(source) as file:
            _laid_out(file.schema_arrow, path, kind)
            groups = (file.metadata.row_group(n) for n in range(file.metadata.num_row_groups))
            largest = max((group.total_byte_size for group in groups), default=0)
            if largest > _LARGEST:
                raise InputError(str(path), kind, f"{largest:,} bytes in a group of rows", AGAIN)
            size = max(1, min(_BATCH, _HELD // max(largest, 1)))
            batch: pa.RecordBatch
            for batch in file.iter_batches(batch_size=size):
                taken: list[dict[str, Any]] = batch.to_pylist()
                yield from taken
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as broken:
        raise InputError(str(path), kind, broken, AGAIN) from broken


def _laid_out(found: pa.Schema, path: Path, kind: str) -> None:
    for wanted in _SCHEMAS[kind]:
        at = found.get_field_index(wanted.name)
        there = found.field(at).type if at >= 0 else "missing"
        if there != wanted.type:
            raise InputError(str(path), f"{kind}, {wanted.name}", there, AGAIN)


def checked(reading: Reading) -> Reading:
    """The same reading, which holds what every reading does; ValueError where it could not be one of ours."""
    report, met = reading.report, set[str]()
    for block in report.blocks:
        _one_of(block.kind, get_args(BlockKind), "block")
    for claim in reading.claims:
        if claim.id in met:
            raise ValueError(f"claim {claim.id}: there twice")
        met.add(claim.id)
        if claim.report != report.id or report.text[claim.start : claim.end] != claim.text:
            raise ValueError(f"claim {claim.id}: the report has no such words")
        for field, words in _WORDS.items():
            _one_of(getattr(claim, field), words, field)
        _one_of(claim.source.kind, (None, *get_args(Kind)), "source")
        for stance in claim.stances:
            _one_of(stance.stance, get_args(StanceKind), "stance")
        for place in claim.places:
            _on_earth(place)
    for mention in reading.mentions:
        if not 0 <= mention.start < mention.end <= len(report.text):
            raise ValueError(f"mention {mention.start}..{mention.end} runs past the text")
        if mention.place is not None:
            _on_earth(mention.place)
    return reading


def _one_of(value: object, words: tuple[Any, ...], field: str) -> None:
    if value not in words:
        raise ValueError(f"{field}: {value!r} is none of {', '.join(map(str, words))}")


def _on_earth(place: Place) -> None:
    _one_of(place.precision, get_args(Precision), "precision")
    if not (-90 <= (place.lat or 0.0) <= 90 and -180 <= (place.lon or 0.0) <= 180):  # neither is NaN
        raise ValueError(f"place {place.name}: {place.lat}, {place.lon} is nowhere")

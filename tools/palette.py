"""How is a picture made small? As a PNG of 256 colours: pages are drawn in few, and their text in shades of two."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["palette_png"]

Pixels = NDArray[np.uint8]
_COLOURS: Final = 256
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BATCH: Final = 1 << 14


def palette_png(pixels: Pixels) -> bytes:
    """A picture (rows, columns, red green blue) as a PNG with a palette; exact where it has no more than 256 colours.

    Else the colours that most of it has are kept, spread by splitting the fullest box of them at its middle (Heckbert's
    median cut, 1982), and every pixel gets the nearest.
    """
    height, width, _ = pixels.shape
    flat = pixels.reshape(-1, 3).astype(np.uint32)
    packed = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    colours, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1).astype(np.float64)
    palette = rgb if len(rgb) <= _COLOURS else _cut(rgb, counts.astype(np.float64))
    index = _nearest(rgb, palette)[where].astype(np.uint8).reshape(height, width)
    rows = np.concatenate([np.zeros((height, 1), dtype=np.uint8), index], axis=1)  # each row: no filter
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    table = np.rint(palette).astype(np.uint8).tobytes()
    body = zlib.compress(rows.tobytes(), 9)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"PLTE", table) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _cut(rgb: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    # Rare colours weigh more than their share: a thin line matters as much as a wide ground.
    weight = np.sqrt(counts)
    boxes = [np.arange(len(rgb))]
    while len(boxes) < _COLOURS:
        spread = [float((np.ptp(rgb[box], axis=0)).max() * weight[box].sum()) for box in boxes]
        box = boxes.pop(int(np.argmax(spread)))
        axis = int(np.argmax(np.ptp(rgb[box], axis=0)))
        order = box[np.argsort(rgb[box, axis], kind="stable")]
        half = int(np.searchsorted(np.cumsum(weight[order]), weight[order].sum() / 2)) + 1
        half = min(max(half, 1), len(order) - 1)
        boxes += [order[:half], order[half:]]
    return np.rint(np.stack([np.average(rgb[box], axis=0, weights=counts[box]) for box in boxes]))


def _nearest(rgb: NDArray[np.float64], palette: NDArray[np.float64]) -> NDArray[np.int64]:
    if len(rgb) == len(palette) and bool((rgb == palette).all()):
        return np.arange(len(rgb))
    found = [
        ((rgb[at : at + _BATCH, None, :] - palette[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
        for at in range(0, len(rgb), _BATCH)
    ]
    return np.concatenate(found)

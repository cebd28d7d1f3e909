"""Pictures of 256 colours: what is drawn in few is kept to the dot, what is drawn in many stays near."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tools.palette import palette_png


def drawn(png: bytes) -> Any:
    """The colours of a picture that ``palette_png`` made, with every part of it checked."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    parts: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        parts[kind] = data
        at += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return np.frombuffer(parts[b"PLTE"], dtype=np.uint8).reshape(-1, 3)[rows[:, 1:]]


@given(st.integers(1, 20), st.integers(1, 12), st.integers(1, 256), st.integers(0, 2**32 - 1))
def test_few_colours_are_kept_to_the_dot(width: int, height: int, colours: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    few = dice.integers(0, 256, (colours, 3), dtype=np.uint8)
    pixels = few[dice.integers(0, colours, (height, width))]
    assert (drawn(palette_png(pixels)) == pixels).all()


def test_many_colours_stay_near() -> None:
    across = np.linspace(0, 255, 64)
    pixels = np.stack([*np.meshgrid(across, across), np.full((64, 64), 90.0)], axis=2).astype(np.uint8)
    off = np.abs(drawn(palette_png(pixels)).astype(int) - pixels)
    assert off.max() <= 24
    assert off.mean() <= 4

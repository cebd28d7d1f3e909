from __future__ import annotations

from sayso.exports.families import FAMILIES, family
from sayso.model import CLAIM_TYPES


def test_every_type_is_in_one_family() -> None:
    assert sorted(t for f in FAMILIES for t in f.types) == sorted(CLAIM_TYPES)
    assert family("capture").key == "ground"


def test_families_differ_without_colour() -> None:
    assert len({f.sign for f in FAMILIES}) == len({f.title for f in FAMILIES}) == len(FAMILIES)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_can_be_read_in_light_and_dark_terminals() -> None:
    for kin in FAMILIES:
        light = luminance(kin.colour)
        assert (light + 0.05) / 0.05 >= 3, kin
        assert 1.05 / (light + 0.05) >= 3, kin

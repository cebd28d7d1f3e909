"""The formats to take away: each has what whoever lists or sends it needs, and takes any text."""

from __future__ import annotations

import re

import pytest

from sayso.exports.formats import FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_described(name: str) -> None:
    form = FORMATS[name]
    assert form.name == name
    assert re.fullmatch(r"[a-z][a-z0-9-]*", name)
    assert re.fullmatch(r"(\.[a-z0-9]+)+", form.suffix)
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", form.media_type)
    assert form.about
    assert not form.about.endswith(".")

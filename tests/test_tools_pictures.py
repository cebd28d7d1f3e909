"""The pictures of the documents: all that are shown are taken, all that are taken are shown, and they are small."""

from __future__ import annotations

import re

from tools.consoles import pages
from tools.pictures import FOLDER, SHOTS

TAKEN = {f"{shot.name}.png" for shot in SHOTS}


def test_what_is_shown_is_what_is_taken() -> None:
    shown = {name for page in pages() for name in re.findall(r"pictures/([\w-]+\.png)\)", page.read_text("utf-8"))}
    assert shown == TAKEN
    assert {path.name for path in FOLDER.iterdir()} == TAKEN, "`make pictures` takes them"


def test_they_are_small_and_told_in_words() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000
    for page in pages():
        for words in re.findall(r"!\[([^\]]*)\]\([^)]*\.png\)", page.read_text("utf-8")):
            assert len(words) > 20, f"{page.name}: a picture is told to those who can't see it"

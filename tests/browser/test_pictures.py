"""A picture of the documents is taken of the demo's ledger, as `make pictures` does."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools.pictures import Shot, served, take


@pytest.mark.browser
def test_a_picture_is_taken(browser: Browser, demo_ledger: Path) -> None:
    small = {"viewport": {"width": 400, "height": 300}}
    with served(demo_ledger) as base:
        png = take(browser, base, demo_ledger, Shot("one", "/events/{ota-drevin-taken: have taken the town}", small))
        with pytest.raises(SystemExit, match="no claim of ota-drevin-taken has these words"):
            take(browser, base, demo_ledger, Shot("none", "/events/{ota-drevin-taken: never said}"))
        with pytest.raises(SystemExit, match="answered 404"):
            take(browser, base, demo_ledger, Shot("none", "/nowhere"))
    assert png.startswith(b"\x89PNG")
    assert (png[16:24], png[25]) == (b"\x00\x00\x01\x90\x00\x00\x01\x2c", 3), "400 by 300, with a palette"

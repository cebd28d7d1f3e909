"""The documents: outputs are what the commands print, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import consoles
from tools.consoles import ROOT, Block, Step, blocks, matches, refreshed

PAGES = consoles.pages()
EVERY_PAGE = [*PAGES, ROOT / "CHANGELOG.md"]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_output_shown_is_what_the_command_prints(page: Path) -> None:
    assert consoles.check(page, write=False) == [], "`make docs` makes the outputs again: read the difference first"


def test_the_readme_shows_a_real_output_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first_screen = "\n".join(text.splitlines()[:60])
    assert any("sayso read" in step.command for block in blocks(text) for step in block.steps)
    assert re.search(r"```sh\nmake .*\nmake test .*\n```", first_screen)


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda p: p.name)
def test_commands_named_in_the_pages_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z][a-z-]*)", page.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name} names make {target}"


# -- the machinery that keeps them true -----------------------------------------------------------------------------


def test_a_block_is_commands_with_their_output() -> None:
    page = "x\n```console\n$ one \\\n  more\nout\nput\n$ two <<'END'\n$ in\nEND\n$ three\n```\n```sh\n$ never\n```\n"
    (found,) = blocks(page)
    assert found.steps == (Step("one \\\n  more", "out\nput"), Step("two <<'END'\n$ in\nEND", ""), Step("three", ""))
    assert page[found.start : found.end].startswith("$ one")


def test_a_block_must_begin_with_a_command() -> None:
    with pytest.raises(ValueError, match="no command: 'out'"):
        blocks("```console\nout\n```\n")
    assert blocks("```console\n```\n") == [Block(11, 11, ())]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "b", False),
        ("a\n[...]\nd", "a\nb\nc\nd", True),
        ("a\n[...]\nd", "a\nd", True),
        ("a\n[...]\nd", "a\nb", False),
        ("a\n[...]", "a\nb\nc", True),
        ("[...]\nc", "a\nb\nc", True),
        ("a.c", "abc", False),
        ("", "", True),
    ],
)
def test_what_counts_as_the_same(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


@pytest.mark.parametrize(
    ("shown", "printed", "new"),
    [
        ("old", "new", "new"),
        ("a\n[...]\nd", "a\nb\nd", "a\n[...]\nd"),
        ("a\n[...]\nd", "A\nb\nc\nD", "A\n[...]\nD"),
        ("a\n[...]\nd", "A", "A"),
    ],
)
def test_a_cut_stays_where_it_was(shown: str, printed: str, new: str) -> None:
    assert refreshed(shown, printed) == new


def test_a_page_is_checked_and_mended(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n```console\n$ echo one >f\n$ cat f; echo two >&2\nwrong\n```\nafter\n", encoding="utf-8")
    assert consoles.check(page, write=False) == ["cat f; echo two >&2"]
    consoles.check(page, write=True)
    assert page.read_text(encoding="utf-8").splitlines()[3:7] == ["$ cat f; echo two >&2", "one", "two", "```"]
    assert consoles.check(page, write=False) == []

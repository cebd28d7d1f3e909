"""How surely languages are told apart: ``python -m bench.languages`` prints a table of what short texts were taken for.

The texts are our own (``language_texts.toml``) and need no shared folder. Each is measured alone, and again by fives,
as paragraphs of a page are met.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from sayso.intake.language import language_name, quick_guess, recognise

__all__ = ["confused", "main", "table", "texts"]

_UNSURE = "unsure"
_TOGETHER = 5


def texts() -> dict[str, list[str]]:
    """The texts by the code of their language."""
    data = tomllib.loads(Path(__file__).with_name("language_texts.toml").read_text("utf-8"))
    return {code: said.strip().split("\n") for code, said in data.items()}


def confused(given: Mapping[str, Sequence[str]]) -> dict[str, Counter[str]]:
    """By language, what its texts were taken for."""
    return {code: Counter(recognise(text).code or _UNSURE for text in said) for code, said in given.items()}


def table(found: Mapping[str, Counter[str]]) -> str:
    """What was taken for what, one language a row."""
    columns = sorted(
        {*found, *(taken for counts in found.values() for taken in counts)}, key=lambda c: (c == _UNSURE, c)
    )
    lines = ["".ljust(12) + "".join(column.rjust(7) for column in columns)]
    for code, counts in found.items():
        cells = "".join((str(counts[column]) if counts[column] else ".").rjust(7) for column in columns)
        lines.append(language_name(code).ljust(12) + cells)
    right = sum(counts[code] for code, counts in found.items())
    wrong = sum(n for code, counts in found.items() for taken, n in counts.items() if taken not in (code, _UNSURE))
    total = sum(counts.total() for counts in found.values())
    lines.append(f"{right} of {total} right ({right / total:.1%}), {wrong} taken for another language")
    return "\n".join(lines)


def _page(lines: Sequence[str]) -> str:
    body = "\n".join(f'<p class="text">{line}</p>' for line in lines)
    script = "<script>var shown = true; function open() { return shown; }</script>" * 5
    return f"<!doctype html><html><head><title>{lines[0]}</title>{script}</head><body>{body * 20}</body></html>"


def main() -> int:
    """Print both tables, and what a guess at a raw page costs."""
    given = texts()
    print("Each text alone:")
    print(table(confused(given)))
    together = {
        code: ["\n".join(said[at : at + _TOGETHER]) for at in range(0, len(said), _TOGETHER)]
        for code, said in given.items()
    }
    print(f"\nBy {_TOGETHER}s:")
    print(table(confused(together)))
    pages = defaultdict[str, list[str]](list)
    for code, said in given.items():
        pages[code].append(_page(said))
    start = time.process_time()
    wrong = [code for code, some in pages.items() for page in some * 50 if quick_guess(page) != code]
    each = (time.process_time() - start) / (50 * len(pages))
    size = sum(len(page) for some in pages.values() for page in some) // len(pages)
    print(f"\nquick_guess: {1e6 * each:,.0f} µs for a raw page of {size:,} characters, {len(wrong)} wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main())

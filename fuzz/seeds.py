"""What the attacks start from: texts of our own, of the invented war, in every form that intake takes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["REPORT", "exercise"]

ROOT: Final = Path(__file__).resolve().parent.parent
REPORT: Final = (
    "Published: 4 March 2031\n\nHRADOV (AFP) — Ostryan forces shelled the market in Hradov on Monday, killing at least "
    "12 people and wounding between 30 and 40, the regional governor, Ivan Dorsek, said. “We heard three blasts,” a "
    "resident told the Velmar Courier.\n\nThe defence ministry (MoD) in Velmar denied that 1,500 soldiers had left "
    "the town on March 1, 2031. It could not be independently verified. (Reporting by Jan Novy; editing by AFP)\n"
)


def exercise() -> None:
    """Read and weigh and show a report, so that what is compiled on the way is compiled."""
    from sayso.gazetteer.keys import FAMILIES, folded_key, without_article
    from sayso.intake import report_from_text
    from sayso.reader import Reader
    from sayso.weighing.parts import is_beside

    Reader("varnia").read(report_from_text(REPORT))
    report_from_text("LESNA, Varnia — The bridge is open.\n\nReporting by Jan Novy and AFP\n")
    is_beside(REPORT)
    for family in FAMILIES:
        without_article(folded_key("al-hradov", family), family)

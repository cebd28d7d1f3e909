"""Re-makes the English pipeline: ``python -m training [--shared DIR] [--epochs N] [--threads N]``.

Reads the open treebanks in DIR (default ``../shared/training``), the base encoder's package and the reports that we
labelled (``training/reports``), trains in two stages, exports into
``src/sayso/reader/weights`` and writes the model card there. ``--card-only`` measures again what is already there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sayso.reader.encoder import WEIGHTS
from training.data import test_sets


def main() -> None:
    """Train, export, measure, write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared/training"))
    parser.add_argument("--epochs", type=float, default=5, help="of the first stage")
    parser.add_argument("--claim-epochs", type=float, default=3, help="of the second stage")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--build", type=Path, default=Path("build"), help="where the stages' checkpoints go")
    parser.add_argument("--card-only", action="store_true")
    args = parser.parse_args()
    if not args.card_only:
        # torch and what exports it are not needed to measure
        from training.stages import train

        train(args.shared, args.build, WEIGHTS, epochs=(args.epochs, args.claim_epochs), threads=args.threads)
    from training.card import write_card

    write_card(test_sets(args.shared), WEIGHTS / "MODEL_CARD.md")


if __name__ == "__main__":
    main()

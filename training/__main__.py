"""Re-makes the English pipeline: ``python -m training [--shared DIR] [--epochs N] [--threads N]``.

Reads the open treebanks in DIR (default ``../shared/training``) and the base encoder's package, trains, exports into
``src/sayso/reader/weights`` and writes the model card there. ``--card-only`` measures again what is already there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sayso.reader.encoder import WEIGHTS
from sayso.reader.subwords import Subwords
from training.base import base_model
from training.data import test_sets, training_set
from training.war import war_sentences


def main() -> None:
    """Train, export, measure, write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared/training"))
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint", type=Path, default=Path("build/joint.pt"))
    parser.add_argument("--card-only", action="store_true")
    args = parser.parse_args()
    if not args.card_only:
        # torch and what exports it are not needed to measure
        from training.augment import Names
        from training.export import export
        from training.fit import fit
        from training.lemmas import write_lemmas

        base = base_model()
        sentences = [*training_set(args.shared), *war_sentences(seed=0)]
        xpos = sorted({t for s in sentences if s.xpos for t in s.xpos})
        subwords = Subwords(base / "tokenizer.json")
        args.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        model = fit(
            sentences,
            subwords,
            base / "model.safetensors",
            Names(Path(__file__).parent / "names.toml"),
            xpos,
            epochs=args.epochs,
            threads=args.threads,
            checkpoint=args.checkpoint,
        )
        export(model, xpos, subwords, base / "tokenizer.json", WEIGHTS)
        write_lemmas(sentences, WEIGHTS / "lemmas.json")
    from training.card import write_card

    write_card(test_sets(args.shared), WEIGHTS / "MODEL_CARD.md")


if __name__ == "__main__":
    main()

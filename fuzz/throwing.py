"""The process that throws at one target: `python -m fuzz.throwing TARGET CORPUS [libFuzzer's options]`."""

from __future__ import annotations

import logging
import sys
import warnings

import atheris  # type: ignore[import-untyped]  # compiled, and without types

with atheris.instrument_imports(include=["sayso"], exclude=["sayso.reader.encoder"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Runs until its time is up (exit 0) or something breaks."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")  # other people's parsers have much to say of such input
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

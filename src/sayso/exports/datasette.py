"""What Datasette shows of a ledger: titles, what every column means, facets, orders, and questions ready to be asked.

It stands in ``datasette.yaml``, and is written with the name of the ledger's file, which is what Datasette calls it.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Final

from sayso.errors import InputError

__all__ = ["metadata"]

_NAME: Final = re.compile(r"^  sayso:$", re.MULTILINE)


def metadata(name: str) -> str:
    """The metadata, as YAML, for a database of this name: its file's without the suffix.

    InputError for a name that Datasette can't have.
    """
    if not name or re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", name):
        raise InputError("datasette", "name", repr(name), "name the ledger's file in letters that can be shown")
    told = files(__package__).joinpath("datasette.yaml").read_text(encoding="utf-8")
    # A string of JSON is one of YAML, whatever is in it.
    return _NAME.sub(lambda _: f"  {json.dumps(name, ensure_ascii=False)}:", told, count=1)

"""Which files the pages are made with, and under which addresses: each with what is in it, so that it may be kept."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from sayso import exports

__all__ = ["FOLDER", "Assets", "address"]

FOLDER: Final = Path(__file__).parent / "static"
# What the page that stands alone is made of too.
_FOLDERS: Final = (FOLDER, Path(exports.__file__).parent / "page" / "shared")


@lru_cache(maxsize=256)
def _mark(path: Path, changed: int) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()


def address(name: str) -> str:
    """The address of a file in ``static/``, with a mark of its content; FileNotFoundError where there is none."""
    path = next((folder / name for folder in _FOLDERS if (folder / name).is_file()), FOLDER / name)
    return f"/static/{name}?v={_mark(path, path.stat().st_mtime_ns)}"


class Assets(StaticFiles):
    """The files, which a browser may keep for as long as it likes where the address has their mark."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)
        self.all_directories = list(_FOLDERS)

    async def get_response(self, path: str, scope: Any) -> Response:
        """The file, or 404."""
        response = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b"") and response.status_code == 200:
            response.headers["cache-control"] = "private, max-age=31536000, immutable"
        return response

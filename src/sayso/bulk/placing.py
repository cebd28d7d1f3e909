"""How does a file get its name: at once, whole, and on the disk to stay?

It is written under a name of its own, which is hidden, and locked while whoever writes it lives. So who reads the
folder sees whole files only, and what is left behind by a process that was killed is known as such.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # no such thing on Windows: there, nothing is swept up
    fcntl = None  # type: ignore[assignment]

__all__ = ["Part", "settle_folder", "sweep"]

_PART: Final = ".part"


class Part:
    """A file that is written under a name of its own beside the one it is to have, until it is whole."""

    def __init__(self, wanted: Path) -> None:
        self.wanted = wanted
        while True:
            self.path = wanted.with_name(f".{wanted.name}.{secrets.token_hex(6)}{_PART}")
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            _lock(self._file, wait=True)
            if self.path.exists():  # nobody swept it up before it was locked
                break
            self._close()

    def place(self) -> None:
        """Give it its name, in the stead of what had it, once its bytes are on the disk."""
        os.fsync(self._file)
        if fcntl is None:  # where a file that is open keeps its name
            self._close()
        os.replace(self.path, self.wanted)
        self._close()

    def drop(self) -> None:
        """Remove it, unless it has its name already."""
        self._close()
        self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def settle_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def sweep(folder: Path) -> None:
    """Remove the parts that processes which are gone have left in a folder."""
    if fcntl is None:
        return
    for path in folder.glob(f".*{_PART}"):
        with suppress(OSError):  # another was quicker, or it is none of ours
            file = os.open(path, os.O_RDWR)
            try:
                if _lock(file, wait=False):
                    path.unlink()
            finally:
                os.close(file)


def _lock(file: int, *, wait: bool) -> bool:
    """Whether the file is nobody else's; it is ours until it is closed."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:  # another's, or on a file system without locks
        return False
    return True

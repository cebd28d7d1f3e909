"""What does the reading room bring from npm? Fetches it, checks it, and writes down what came from where.

    python -m tools.vendor            fetches what tools/vendor.toml names, by npm, and writes it anew
    python -m tools.vendor --check    compares the files that ship with their index; exit 1 where one differs

Whoever uses Sayso needs no npm: the files are in the package, byte for byte as published, each with its licence, and
``index.json`` beside them says what they are. The basemap is made anew after it, by ``python -m tools.basemap``.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

__all__ = ["FOLDER", "ROOT", "Package", "differences", "fetched", "member", "packages"]

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "src" / "sayso" / "web" / "static" / "vendor"
_WANTED: Final = Path(__file__).resolve().parent / "vendor.toml"
_INDEX: Final = "index.json"


class Package(BaseModel):
    """A package on npm: exactly which, under what licence, and which of its files are served."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    integrity: str
    licence: str
    licence_file: str
    home: str
    files: tuple[str, ...] = ()
    used_by: str | None = None

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return FOLDER / self.name.removesuffix(".org")


def packages() -> tuple[Package, ...]:
    """The packages that tools/vendor.toml names."""
    table = tomllib.loads(_WANTED.read_text(encoding="utf-8"))
    return tuple(Package.model_validate(row) for row in table["packages"])


def fetched(package: Package, into: Path) -> Path:
    """The package as npm hands it out, packed, in a folder; it stops the command where it is not what it should be."""
    asked = ["npm", "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", str(into)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"vendor: npm could not fetch {package.name} {package.version}: {done.stderr.strip()}")
    packed: Path = into / json.loads(done.stdout)[0]["filename"]
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode("ascii")
    if found != package.integrity:
        sys.exit(f"vendor: {package.name} {package.version} is {found}, not {package.integrity}: find out why")
    return packed


def member(packed: Path, name: str) -> bytes:
    """One file of a packed package."""
    with tarfile.open(packed) as tar:
        file = tar.extractfile(f"package/{name}")
        if file is None:
            sys.exit(f"vendor: {packed.name} has no file {name}")
        return file.read()


def differences() -> list[str]:
    """What differs between the files that ship, their index and tools/vendor.toml, each in words."""
    told: dict[str, Any] = json.loads((FOLDER / _INDEX).read_text(encoding="utf-8"))
    wanted = [_described(package) for package in packages() if package.files]
    found = [{key: value for key, value in row.items() if key != "files"} for row in told["packages"]]
    wrong = [] if found == wanted else ["index.json and tools/vendor.toml name different packages"]
    listed = {name: digest for row in told["packages"] for name, digest in row["files"].items()}
    there = {_name(path): path for path in FOLDER.rglob("*") if path.is_file() and path.name != _INDEX}
    wrong += [f"{name} is in the index and not there" for name in sorted(listed.keys() - there.keys())]
    wrong += [f"{name} is there and not in the index" for name in sorted(there.keys() - listed.keys())]
    return wrong + [
        f"{name} is not as it was published"
        for name in sorted(listed.keys() & there.keys())
        if _digest(there[name].read_bytes()) != listed[name]
    ]


def _vendor() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for package in packages():
            if not package.files:
                continue
            packed = fetched(package, Path(folder))
            package.folder.mkdir(parents=True, exist_ok=True)
            written = {}
            for name, source in [
                ("LICENSE", package.licence_file),
                *((Path(file).name, file) for file in package.files),
            ]:
                content = member(packed, source)
                (package.folder / name).write_bytes(content)
                written[_name(package.folder / name)] = _digest(content)
            rows.append({**_described(package), "files": written})
            print(f"{package.name} {package.version} · {package.licence} · {len(written)} files")
    (FOLDER / _INDEX).write_text(json.dumps({"packages": rows}, indent=2) + "\n", encoding="utf-8")


def _described(package: Package) -> dict[str, Any]:
    return package.model_dump(include={"name", "version", "integrity", "licence", "home"})


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m tools.vendor", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare what ships with its index, and fetch nothing")
    if not parser.parse_args().check:
        _vendor()
    for line in (wrong := differences()):
        print(f"vendor: {line}", file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

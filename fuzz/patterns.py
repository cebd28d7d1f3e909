"""How slow can a text make each regular expression? Every one that the package compiles, attacked by itself.

    python -m fuzz.patterns [--size N] [--all]

An expression is taken where it is compiled, whoever compiles it, and asked as the code asks it: by the methods that
are called on its name, else by all. The worst of each is printed, slowest first; exit 1 when one is over 100 ms.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import math
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

from fuzz.pumps import GENERIC, Pump, pumps

__all__ = ["LIMIT_MS", "SIZE", "WINDOWS", "Attack", "Found", "attack", "found"]

LIMIT_MS: Final = 100.0
SIZE: Final = 100_000
PACKAGES: Final = (
    "answers", "bulk", "cli", "exports", "gazetteer", "intake", "ledger", "reader", "score", "theatres", "watching",
    "web", "weighing", "working",
)  # fmt: skip
WINDOWS: Final = {
    "intake/captions.py _ALONE": 200,
    "intake/captions.py _LIKELY": 200,
    "intake/captions.py _SURE": 200,
    "intake/layout.py _PRODUCTION": 400,
    "reader/foreign_words.py _ENDS_SENTENCE": 40,
}
"""Expressions that are asked of so many characters and no more, since they look back from where those end."""
_SOURCE: Final = Path(__file__).resolve().parent.parent / "src" / "sayso"
_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
_ASKED: Final = ("search", "match", "fullmatch")  # what the others come down to, when nothing is known
_PATIENCE_S: Final = 0.5
_ROUNDS: Final = 3
_SMALL: Final = 40  # so many times smaller a text is tried first,
_PART: Final = 8  # and so many times the second


@dataclass(frozen=True, slots=True)
class Found:
    """An expression, where it is compiled, and how it is asked."""

    where: str
    pattern: str | bytes
    flags: int
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """The worst that was found against an expression; ``ms`` is inf when it was not waited for."""

    found: Found
    ms: float
    method: str
    pump: Pump | None


def found() -> list[Found]:
    """Every expression of the packages, by importing all their modules and reading a report.

    Ask for it in a fresh process: what was imported before is not seen. Raises LookupError when a call that compiles
    one was never run, and can't be told from its module, so that none is passed over.
    """
    seen: dict[tuple[str, int], set[tuple[str | bytes, int]]] = {}
    inner = re._compile  # type: ignore[attr-defined]  # what every function of re goes through

    def noting(pattern: Any, flags: Any) -> Any:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        if frame is not None and _is_ours(frame.f_code.co_filename):
            compiled = inner(pattern, flags)
            at = (frame.f_code.co_filename, frame.f_lineno)
            seen.setdefault(at, set()).add((compiled.pattern, compiled.flags & ~re.DEBUG))
        return inner(pattern, flags)

    re._compile = noting  # type: ignore[attr-defined]  # as above
    try:
        _run()
    finally:
        re._compile = inner  # type: ignore[attr-defined]  # as above
    return sorted(_described(seen), key=lambda one: one.where)


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(_SOURCE) and path.relative_to(_SOURCE).parts[0].removesuffix(".py") in PACKAGES


def _run() -> None:
    for name in PACKAGES:
        package = importlib.import_module(f"sayso.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"sayso.{name}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:  # these run when imported
                importlib.import_module(module.name)
    from fuzz.seeds import exercise

    exercise()


def _calls() -> Iterator[tuple[str, ast.Call, list[ast.AST]]]:
    """Every call of a function of re in the packages, with what it stands in, the nearest first."""
    for package in PACKAGES:
        for path in sorted((_SOURCE / package).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            parents = {inner: outer for outer in ast.walk(tree) for inner in ast.iter_child_nodes(outer)}
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.func.attr in (*_METHODS, "compile")
                ):
                    around: list[ast.AST] = []
                    outer: ast.AST | None = node
                    while (outer := parents.get(outer) if outer is not None else None) is not None:
                        around.append(outer)
                    yield str(path), node, around


def _described(seen: dict[tuple[str, int], set[tuple[str | bytes, int]]]) -> Iterator[Found]:
    missed = []
    for file, call, around in _calls():
        lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
        at = f"{Path(file).relative_to(_SOURCE)}:{call.lineno}"
        compiled = {one for line in lines for one in seen.get((file, line), ())}
        compiled = compiled or _written(file, call)
        if not compiled:
            missed.append(at)
        name, methods = _asked(file, call, around)
        for pattern, flags in sorted(compiled, key=str):
            yield Found(f"{at} {name}".strip(), pattern, flags, methods)
    if missed:
        raise LookupError(f"never compiled: {', '.join(missed)}: have fuzz.seeds.exercise reach them")


def _written(file: str, call: ast.Call) -> set[tuple[str | bytes, int]]:
    """What a call that was never run would compile, by the names of its module; nothing where those aren't enough."""
    module = ".".join(("sayso", *Path(file).relative_to(_SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    ours = compile(ast.Expression(call.args[0]), file, "eval")
    try:
        pattern = re.compile(eval(ours, vars(importlib.import_module(module))))  # our own source
    except (NameError, AttributeError, TypeError):
        return set()
    return {(pattern.pattern, pattern.flags)}


def _asked(file: str, call: ast.Call, around: list[ast.AST]) -> tuple[str, tuple[str, ...]]:
    """The name that an expression is given, and the methods that are called on it."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "compile":
        return "", (call.func.attr,)
    if around and isinstance(around[0], ast.Attribute) and around[0].attr in _METHODS:
        return "", (around[0].attr,)
    for outer in around:
        named: str | None = None
        if isinstance(outer, ast.Assign) and isinstance(outer.targets[0], ast.Name):
            named = outer.targets[0].id
        elif isinstance(outer, ast.AnnAssign) and isinstance(outer.target, ast.Name):
            named = outer.target.id
        elif isinstance(outer, ast.FunctionDef):
            named = outer.name
        if named is not None:
            # What begins with an underscore is no other module's.
            text = _source(file) if named.startswith("_") else _sources()
            called = re.findall(rf"\b{named}\b(?:\(\)|[^\n.]*\))?\.({'|'.join(_METHODS)})\b", text)
            return named, tuple(sorted(set(called))) or _ASKED
    return "", _ASKED


@cache
def _source(file: str) -> str:
    return Path(file).read_text("utf-8")


@cache
def _sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(_SOURCE.rglob("*.py")))


class _TooLongError(Exception):
    pass


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _TooLongError


def _ask(compiled: re.Pattern[Any], method: str) -> Callable[[Any], object]:
    if method == "finditer":
        return lambda text: sum(1 for _ in compiled.finditer(text))
    if method == "sub":
        return lambda text: compiled.sub(text[:0], text)
    asked: Callable[[Any], object] = getattr(compiled, method)
    return asked


def _took(ask: Callable[[Any], object], text: Any, enough: float) -> float:
    """The least of a few tries, in milliseconds, or the first under ``enough``; inf when it isn't waited for."""
    best = float("inf")
    before = signal.signal(signal.SIGVTALRM, _give_up)
    try:
        for _ in range(_ROUNDS):
            signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE_S)  # the engine looks for signals while it matches
            start, start_own = time.perf_counter(), time.process_time()
            ask(text)
            took, own = (time.perf_counter() - start) * 1000, (time.process_time() - start_own) * 1000
            # What others made this process wait is not the expression's fault; but its own time has a coarse clock.
            best = min(best, took if took < LIMIT_MS / 4 else own)
            if best < enough:
                break
    except _TooLongError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return best


def attack(one: Found, size: int = SIZE, *, every: bool = False) -> Attack:
    """The worst of all texts against one expression.

    Unless ``every`` text is to be tried in full, two parts of each are tried first, and the whole only of those whose
    growth from one to the other leads anywhere near the limit; ``ms`` is then what it leads to. The first text over
    the limit is enough.
    """
    size = min(size, WINDOWS.get(re.sub(r":\d+", "", one.where), size))
    compiled = re.compile(one.pattern, one.flags)
    raw = isinstance(one.pattern, bytes)
    source = one.pattern.decode("latin-1") if isinstance(one.pattern, bytes) else one.pattern
    flags = (one.flags & ~re.ASCII) | re.UNICODE if raw else one.flags

    def took(ask: Callable[[Any], object], pump: Pump, smaller: int) -> float:
        text = pump.text(size // smaller)
        return _took(ask, text.encode("utf-8", "replace") if raw else text, LIMIT_MS / 2 / smaller**2)

    worst = Attack(one, 0.0, "", None)
    for method in one.methods:
        ask = _ask(compiled, method)
        for pump in (*pumps(source, flags), *GENERIC):
            ms = 0.0
            if not every:
                small = took(ask, pump, _SMALL)
                if small * _SMALL**2 >= LIMIT_MS / 2:
                    part = took(ask, pump, _PART)
                    growth = max(1.0, math.log(part / small, _SMALL / _PART))
                    ms = part * _PART**growth
            if every or ms >= LIMIT_MS / 2:
                ms = took(ask, pump, 1)
            if ms > worst.ms:
                worst = Attack(one, ms, method, pump)
            if ms >= LIMIT_MS:
                return worst
    return worst


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fuzz.patterns", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--size", type=int, default=SIZE, help="characters a text (default %(default)s)")
    parser.add_argument("--all", action="store_true", help="every text in full, the quick ones too")
    parser.add_argument("--only", default="", help="expressions whose place or name has this in it")
    given = parser.parse_args()
    ones = [one for one in found() if given.only in one.where]
    worst = sorted((attack(one, given.size, every=given.all) for one in ones), key=lambda a: -a.ms)
    for one in worst:
        slow = "" if one.ms < LIMIT_MS else "  SLOW"
        print(f"{one.ms:9.2f} ms  {one.found.where}  {one.method}  {one.pump}{slow}")
    over = sum(one.ms >= LIMIT_MS for one in worst)
    print(f"{len(worst)} expressions, {over} over {LIMIT_MS:g} ms on {given.size:,} characters")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())

"""How a command is run and how it ends: streams in UTF-8, errors in one line, exit codes.

0: done (also when some reports among many were refused, which is said). 1: bad input, nothing could be read.
2: bad usage. 130: interrupted. A pipe that was closed by its reader (``| head``) is no error.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import typer

from sayso.cli.app import PipeClosed, app
from sayso.cli.say import say
from sayso.errors import SaysoError

__all__ = ["main", "run"]

# Newer typer carries a click of its own, older typer uses the package; either is behind BadParameter.
_UsageError: type[BaseException] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def main() -> None:
    """Run ``sayso`` with the arguments of this process and exit."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error in the family is told in one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the locale is, output is UTF-8; a lone surrogate becomes its escape, which in JSON is itself.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = app(args=list(arguments), prog_name="sayso", standalone_mode=False)
    except SaysoError as error:
        say(str(error))
        return 1
    except PipeClosed:
        _hush()
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except _UsageError as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        message = message.replace("Value error, ", "")  # pydantic's words inside typer's
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "sayso"
        say(f"{message} See '{command} --help'.")
        return int(getattr(error, "exit_code", 2))
    return result if isinstance(result, int) else 0


def _hush() -> None:
    """Point standard output at nothing, so that Python's own flush at exit has nothing to complain of."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())

"""The few errors that Sayso raises on purpose; each names the input, the field, the value and the fix."""

from __future__ import annotations

__all__ = ["FetchError", "InputError", "LedgerError", "SaysoError", "SetupError"]


class SaysoError(Exception):
    """Anything that Sayso refuses, told in one line: what input, which field, what value, how to mend it."""

    def __init__(self, source: str, field: str, value: object, fix: str) -> None:
        self.source, self.field, self.value, self.fix = source, field, value, fix
        super().__init__(str(self))

    def __reduce__(self) -> tuple[type[SaysoError], tuple[str, str, object, str]]:
        # An exception is rebuilt from its ``args``, which here is the finished line: worker processes need the four.
        return type(self), (self.source, self.field, self.value, self.fix)

    def __str__(self) -> str:
        value = " ".join(str(self.value).split())
        if len(value) > 120:
            value = value[:117] + "..."
        return f"{self.source}: {self.field}: {value}: {self.fix}"


class InputError(SaysoError):
    """A report, or a file of reports, that can't be read as it is."""


class FetchError(InputError):
    """An address that may not, or could not, be fetched."""


class SetupError(SaysoError):
    """A theatre, gazetteer or pipeline that is missing or broken."""


class LedgerError(SaysoError):
    """A ledger that is missing, broken, full, locked, of another version, or none at all."""

"""Which sayso this is, also where it was never installed."""

from __future__ import annotations

from importlib import metadata

import pytest

from sayso.version import sayso_version


def test_it_is_the_one_that_is_installed() -> None:
    assert sayso_version() == metadata.version("sayso")


def test_a_checkout_that_was_never_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("sayso.version.version", absent)
    assert sayso_version.__wrapped__() == "not installed"

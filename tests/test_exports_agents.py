"""What sort of agent an account is."""

from __future__ import annotations

import pytest

from sayso.exports.agents import Sort, sort_of
from sayso.model import Kind
from sayso.weighing.accounts import Account


@pytest.mark.parametrize(
    ("id", "name", "kind", "gathered", "sort"),
    [
        ("person:ilona-marek", "Ilona Marek", "local_official", None, "person"),
        ("name:agata-fin", "Agata Finn", "witness", None, "person"),
        ("name:harbour", "harbour", "witness", None, "somebody"),
        ("name:reader-in-selm", "reader in Selm", None, None, "somebody"),
        ("outlet:ota", "OTA", "media", "outlet:ota", "media"),
        ("outlet:ota/general", "general (OTA)", "military", "outlet:ota", "somebody"),
        ("outlet:ota/newspaper", "newspaper (OTA)", "media", "outlet:ota", "somebody"),
        ("channel:telegram", "Telegram", None, None, "somebody"),
        ("varnia:ostrya/defence-ministry", "Ministry of Defence of Ostrya", "government", None, "government"),
        ("varnia:varnia/general-staff", "Varnian General Staff", "military", None, "body"),
        ("world:red-cross", "Red Cross", "organisation", None, "body"),
    ],
)
def test_the_sort_of_an_account(id: str, name: str, kind: Kind | None, gathered: str | None, sort: Sort) -> None:
    assert sort_of(Account(id, name, kind, None, "", gathered)) == sort

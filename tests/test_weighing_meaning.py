from __future__ import annotations

from sayso.weighing.meaning import likely, plain

KNOWN = {
    "varnia:varnia/defence-ministry": ("Varnia's Ministry of Defence", "the Varnian MoD"),
    "person:pavel-drenko": ("Pavel Drenko",),
    "outlet:interwire": ("Interwire",),
}


def ranked(text: str, *by_rule: str, least: int = 20) -> list[str]:
    found = likely(text, KNOWN.items(), by_rule, least)
    return sorted(found, key=lambda one: -found[one])


def test_a_name_is_compared_by_its_words_alone() -> None:
    assert plain("Pavel  DRENKO,") == plain("pavel drenko")
    assert plain(" ") == ""


def test_an_id_or_a_name_comes_before_what_a_rule_says_and_that_before_words_alone() -> None:
    assert ranked("outlet:interwire")[0] == "outlet:interwire"
    assert ranked("pavel drenko", "outlet:interwire") == ["person:pavel-drenko", "outlet:interwire"]
    assert ranked("defence ministry", "outlet:interwire") == ["outlet:interwire", "varnia:varnia/defence-ministry"]


def test_a_slip_in_spelling_is_passed_over_unless_enough_is_found_without() -> None:
    assert ranked("Drenka") == ["person:pavel-drenko"]
    assert ranked("Interwyre") == ["outlet:interwire"]
    assert ranked("Interwyre", "person:pavel-drenko", least=1) == ["person:pavel-drenko"]
    assert ranked("somebody else entirely") == []

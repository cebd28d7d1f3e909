"""Entities for Aleph: made and checked by FollowTheMoney itself; what is said is never shown as what is so."""

from __future__ import annotations

import builtins
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import SetupError
from sayso.exports.aleph import entities
from tests.hostile import ALL
from tests.linking import DENIAL, written


@pytest.fixture(scope="module")
def model() -> Any:
    """FollowTheMoney's model."""
    return pytest.importorskip(
        "followthemoney", reason="followthemoney is not installed: pip install 'sayso[aleph]'"
    ).model


@pytest.fixture(scope="module")
def made(model: Any, linked_ledger: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written("followthemoney", linked_ledger).splitlines()]


def _only(made: list[dict[str, Any]], schema: str, **wanted: str) -> dict[str, Any]:
    (found,) = [
        each for each in made
        if each["schema"] == schema and all(value in each["properties"].get(key, ()) for key, value in wanted.items())
    ]  # fmt: skip
    return found


def test_the_model_takes_every_entity_as_it_is(model: Any, made: list[dict[str, Any]]) -> None:
    for each in made:
        entity = model.get_proxy(each, cleaned=False)
        entity.schema.validate(each)
        assert entity.to_dict() == each
    assert {each["schema"] for each in made} == {
        "Address", "Article", "Event", "LegalEntity", "Organization", "PublicBody", "Person", "UnknownLink",
    }  # fmt: skip


def test_every_link_leads_to_an_entity_that_may_be_there(model: Any, made: list[dict[str, Any]]) -> None:
    by_id = {each["id"]: model.get(each["schema"]) for each in made}
    assert Counter(each["id"] for each in made).most_common(1)[0][1] == 1
    for each in made:
        for prop, values in each["properties"].items():
            range_ = model.get(each["schema"]).properties[prop].range
            for value in values if range_ is not None else ():
                assert by_id[value].is_a(range_), f"{prop} of {each['schema']}"


def test_a_claim_is_an_event_according_to_somebody(made: list[dict[str, Any]]) -> None:
    event = _only(made, "Event", recordId="deal-1.0")["properties"]
    assert event["name"] == ["According to Dana Frey: both sides had agreed to let the ferries cross"]
    assert event["summary"] == [
        "Dana Frey says so, through Telegram, Channel Nine. Ministry of Defence of Ostrya denies it."
    ]
    assert (event["startDate"], event.get("endDate")) == (["2031-03-11"], None)
    assert sorted(event["location"]) == ["Hradov", "Selm"]
    for each in made:
        assert each["schema"] != "Event" or each["properties"]["name"][0].startswith("According to ")


def test_a_denial_is_not_named_as_what_it_denies(model: Any) -> None:
    made = list(entities([DENIAL]))
    event = _only(made, "Event", recordId="denial.0")["properties"]
    assert event["name"] == ["According to Varnia's General Staff (“denied”): its troops had left the town"]
    assert _only(made, "UnknownLink")["properties"]["role"] == ["says that something is not so"]


def test_who_says_so_and_who_is_against_it_are_linked_to_it(made: list[dict[str, Any]]) -> None:
    event = _only(made, "Event", recordId="deal-1.0")["id"]
    frey = _only(made, "Person", name="Dana Frey")["id"]
    ministry = _only(made, "PublicBody", name="Ministry of Defence of Ostrya")["id"]
    links = {
        each["properties"]["subject"][0]: each["properties"]
        for each in made if each["schema"] == "UnknownLink" and event in each["properties"]["object"]
    }  # fmt: skip
    assert {subject: link["role"] for subject, link in links.items()} == {frey: ["says so"], ministry: ["denies it"]}
    assert links[frey]["date"] == ["2031-03-11"]
    assert links[frey]["sourceUrl"] == ["https://delta.example/selm/ferries?a=1&b=2"]


def test_the_modality_is_the_role(made: list[dict[str, Any]]) -> None:
    denied = _only(made, "Event", recordId="nine-1.0")
    assert denied["properties"]["summary"] == ["Varnian General Staff says that something is not so."]


def test_the_nameless_are_no_entities(made: list[dict[str, Any]]) -> None:
    assert not [each for each in made if "residents (Radio Delta)" in each["properties"].get("name", ())]


def test_ids_are_as_aleph_wants_them_and_the_same_every_time(made: list[dict[str, Any]], linked_ledger: Path) -> None:
    for each in made:
        assert each["id"].replace("-", "").isalnum()
        assert each["id"].isascii()
    again = [json.loads(line) for line in written("followthemoney", linked_ledger, report="wire-1").splitlines()]
    assert {each["id"] for each in again} <= {each["id"] for each in made}


def test_hostile_words_stay_words(model: Any, hostile_ledger: Path) -> None:
    lines = written("followthemoney", hostile_ledger, report=ALL).splitlines()
    assert len(lines) > 800
    for line in lines:
        each = json.loads(line)
        model.get(each["schema"]).validate(each)
        for url in each["properties"].get("sourceUrl", ()):
            assert url.startswith(("http://", "https://"))


def test_without_the_package_the_way_to_it_is_told(linked_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("followthemoney"):
            raise ModuleNotFoundError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SetupError, match=r"followthemoney is not installed: pip install 'sayso\[aleph\]'"):
        written("followthemoney", linked_ledger)

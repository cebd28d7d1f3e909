"""Are news items taken for what they say: versions, withdrawals, embargoes, in the shapes of ninjs 1, 2 and 3?"""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.intake import ninjs
from sayso.intake.building import Given
from sayso.intake.encoding import LIMIT_BYTES
from sayso.intake.told import Held, Item, Passed, Told, Withdrawal
from sayso.model import Refusal

TEXT = "Ostryan shells fell on Mlin on Thursday, the mayor said. Three people were hurt."
MARKUP = f"<p>{TEXT}</p><p>The bridge over the Vel is closed, the mayor told Interwire by telephone.</p>"
ONE: dict[str, Any] = {
    "uri": "https://interwire.example/items/mlin",
    "type": "text",
    "version": "2",
    "versioncreated": "2031-03-07T23:30:00-05:00",
    "pubstatus": "usable",
    "language": "en",
    "headline": "Shells fall on Mlin",
    "byline": "Vera Tolan",
    "located": "Lesnava, Varnia",
    "infosource": [{"name": "Interwire", "role": "provider"}],
    "copyrightholder": "Somebody else",
    "body_text": TEXT,
}
TWO: dict[str, Any] = {
    "uri": "https://interwire.example/items/mlin",
    "standard": {"name": "ninjs", "version": "2.1"},
    "type": "text",
    "versioncreated": "2031-03-07T23:30:00-05:00",
    "headlines": [{"role": "short", "value": "Mlin"}, {"role": "main", "value": "Shells fall on Mlin"}],
    "bodies": [
        {"role": "main", "contenttype": "text/plain", "value": TEXT},
        {"role": "richtext", "contenttype": "application/xhtml+xml", "value": MARKUP},
    ],
    "infosources": [{"name": "Interwire"}],
}
THREE = {
    **{key: value for key, value in TWO.items() if key not in ("versioncreated", "bodies", "infosources")},
    "versionCreated": "2031-03-07T23:30:00-05:00",
    "bodies": [{"role": "main", "contentType": "text/plain", "value": TEXT}],
    "infoSources": [{"name": "Interwire"}],
}


def read(data: object, given: Given | None = None) -> list[Item]:
    written = data if isinstance(data, bytes) else json.dumps(data).encode()
    return list(ninjs.read(io.BytesIO(written), "items.json", given or Given(theatre="varnia", history=True)))


@pytest.mark.parametrize("item", [ONE, TWO, THREE])
def test_an_item_is_a_version_of_the_report_of_its_uri(item: dict[str, Any]) -> None:
    (told,) = read(item)
    assert isinstance(told, Told)
    report = told.report
    assert (report.id, report.url, report.title) == (item["uri"], item["uri"], "Shells fall on Mlin")
    assert (report.outlet, report.theatre, report.published) == ("Interwire", "varnia", date(2031, 3, 7))
    assert told.seen == datetime(2031, 3, 8, 4, 30, tzinfo=UTC)
    assert "shells fell on Mlin" in report.text


def test_markup_keeps_the_paragraphs_that_plain_text_has_lost() -> None:
    (told,) = read(TWO)
    assert isinstance(told, Told)
    assert told.report.text.splitlines()[1].startswith("The bridge")


def test_lists_and_lines_of_items_read_as_single_ones_do() -> None:
    other = {**ONE, "uri": "urn:two"}
    lines = b"\n".join(json.dumps(each).encode() for each in (ONE, other))
    assert read([ONE, other]) == read(lines)
    assert read(b"\n\n" + lines + b"\n\n") == read(lines)
    assert read(json.dumps(ONE, indent=2).encode()) == read(ONE)
    second = read(lines)[1]
    assert isinstance(second, Told)
    assert (second.report.id, second.report.url) == ("urn:two", None)


@pytest.mark.parametrize("status", ["canceled", "Cancelled", "withheld"])
def test_one_that_is_canceled_takes_the_report_back(status: str) -> None:
    kill = {"uri": ONE["uri"], "versioncreated": "2031-03-09T10:00:00Z", "pubstatus": status, "ednote": "Wrong town."}
    assert read([ONE, kill])[1] == Withdrawal(ONE["uri"], date(2031, 3, 9), "Wrong town.")


def test_an_embargo_keeps_it_back_until_then_and_then_it_counts_as_published() -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    created = (until - timedelta(days=41)).isoformat()
    (held,) = read({**ONE, "versioncreated": created, "embargoed": until.isoformat()})
    assert isinstance(held, Held)
    assert held.until == until
    assert held.report.published == until.date()
    (past,) = read({**ONE, "versioncreated": "2021-03-07T10:00:00Z", "embargoed": "2021-03-08T06:00:00Z"})
    assert isinstance(past, Told)
    assert past.report.published == date(2021, 3, 8)
    assert past.seen == datetime(2021, 3, 8, 6, tzinfo=UTC)


@pytest.mark.parametrize("status", ["stat:canceled", "http://cv.iptc.org/newscodes/pubstatusg2/withheld"])
def test_a_status_may_be_written_as_a_code_of_its_scheme(status: str) -> None:
    (item,) = read({**ONE, "pubstatus": status})
    assert isinstance(item, Withdrawal)
    (item,) = read({**ONE, "pubstatus": "stat:usable"})
    assert isinstance(item, Told)


@pytest.mark.parametrize("until", [True, 4_102_444_800, ["2099-01-01T00:00:00Z"]])
def test_an_embargo_that_can_not_be_read_lets_nothing_out(until: object) -> None:
    (refusal,) = read({**ONE, "embargoed": until})
    assert isinstance(refusal, Refusal)
    assert "embargoed" in refusal.reason


@pytest.mark.parametrize("between", [",\n", "\n", ""])
def test_items_behind_each_other_are_read_whatever_parts_them(between: str) -> None:
    other = {**ONE, "uri": "urn:two"}
    data = between.join(json.dumps(each, indent=2) for each in (ONE, other)).encode()
    assert read(data) == read([ONE, other])


def test_a_list_that_breaks_off_gives_what_came_before() -> None:
    items = read(json.dumps([ONE, {**ONE, "uri": "urn:two"}, ONE]).encode()[:-60])
    assert [type(item) for item in items] == [Told, Told, Refusal]
    assert "item 3: JSON: it breaks off" in str(items[2])


def test_a_list_may_be_of_any_size() -> None:
    item = json.dumps({**ONE, "type": "picture", "filler": "x" * 100_000})
    data = f"[{','.join([item] * 210)},{json.dumps(ONE)}]".encode()
    assert len(data) > LIMIT_BYTES
    items = read(data)
    assert len(items) == 211
    assert isinstance(items[-1], Told)


def test_pictures_are_passed_over() -> None:
    assert read({**ONE, "type": "picture"}) == [Passed("not a text")]
    assert isinstance(read({**ONE, "type": "Text"})[0], Told)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({**ONE, "body_text": ""}, "body: missing"),
        ({**ONE, "embargoed": "next week"}, "embargoed: next week: give a time"),
        ({**ONE, "versioncreated": "20 March"}, "versioncreated: 20 March"),
        ({"pubstatus": "canceled", "versioncreated": "2031-03-09T10:00:00Z"}, "uri: missing"),
        ({"uri": "urn:x", "pubstatus": "canceled"}, "versioncreated: missing"),
        ({"name": "package", "version": "1.0.0"}, "no ninjs"),
        ([1], "JSON: list"),
        ("text", "JSON: str"),
        ({**ONE, "body_text": "Die Straßenbahn fährt wieder, und das ist gut so."}, ""),
    ],
)
def test_what_is_none_is_refused_and_the_rest_go_on(item: object, told: str) -> None:
    items = read([ONE, item, {**ONE, "uri": "urn:last"}])
    assert [each.report.id for each in items if isinstance(each, Told)][-1] == "urn:last"
    if told:
        refusal = items[1]
        assert isinstance(refusal, Refusal)
        assert "items.json: item 2" in refusal.reason
        assert told in refusal.reason


def test_a_broken_line_costs_itself() -> None:
    items = read(json.dumps(ONE).encode() + b'\n{"uri": "cut\n' + json.dumps({**ONE, "uri": "urn:last"}).encode())
    assert [type(item) for item in items] == [Told, Refusal, Told]
    refusal = items[1]
    assert isinstance(refusal, Refusal)
    assert refusal.line == 2


@pytest.mark.parametrize("data", [b"", b" \n", b"{", b"[" * 100_000, b"nothing", b"\x00"])
def test_what_is_no_json_is_told_at_once(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


@settings(max_examples=25)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_json_breaks_it(value: object) -> None:
    keys = ("uri", "bodies", "headlines", "infosources", "embargoed", "type", "pubstatus", "body_xhtml", "located")
    for key in keys:
        assert len(read([{**ONE, key: value}])) == 1

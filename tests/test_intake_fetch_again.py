"""Fetching as a watcher does: in a name, only what has changed, and no further than its own site."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from sayso.errors import FetchError
from sayso.intake.fetch import Elsewhere, Fetched, StatusError, Wanted
from tests.sites import Answer, HandClock, Sites, serving

C, W = "courier.example", "wire.example"


@pytest.fixture(scope="module")
def sites() -> Iterator[Sites]:
    with serving(HandClock()) as served:
        served.put(C, "/page", "<p>x</p>", ETag='"v1"', Last_Modified="Tue")
        served.put(C, "/unasked", status=304)
        served.put(C, "/busy", status=503, Retry_After="120")
        served.put(C, "/moved", status=301, Location="/moved2")
        served.put(C, "/moved2", status=308, Location="/page")
        served.put(C, "/now", status=302, Location="/moved2")
        served.put(C, "/later", status=301, Location="/now")
        served.put(C, "/out", status=301, Location=f"http://{W}:{served.port}/page")
        served.put(C, "/feed", "<rss/>", kind="application/rss+xml")
        served.pages[C, "/same"] = lambda asked: Answer(status=304 if "if-none-match" in asked.headers else 200)
        yield served


def get(sites: Sites, path: str, **given: str) -> Fetched:
    got = sites.fetcher().get(sites.url(C, path), **given)  # type: ignore[arg-type]  # only conditions are given
    assert isinstance(got, Fetched)
    return got


def test_what_to_ask_with_the_next_time_comes_along(sites: Sites) -> None:
    got = get(sites, "/page")
    assert (got.etag, got.modified, got.moved, got.unchanged) == ('"v1"', "Tue", None, False)


def test_unchanged(sites: Sites) -> None:
    got = get(sites, "/same", etag='"v1"')
    assert (got.unchanged, got.data, got.etag) == (True, b"", '"v1"')
    with pytest.raises(StatusError, match="304"):
        get(sites, "/unasked")


def test_what_a_server_sent_goes_back_only_as_one_plain_line(sites: Sites) -> None:
    sites.log.clear()
    get(sites, "/page", etag='"a"\r\nX-Own: 1', modified="Łódź")
    (asked,) = sites.log
    assert not {"if-none-match", "if-modified-since", "x-own"} & set(asked.headers)


def test_where_it_lies_for_good(sites: Sites) -> None:
    assert get(sites, "/moved").moved == sites.url(C, "/page")
    assert get(sites, "/now").moved is None
    assert get(sites, "/later").moved == sites.url(C, "/now"), "as far as it is for good"


def test_what_a_server_refuses_with(sites: Sites) -> None:
    with pytest.raises(StatusError) as refused:
        get(sites, "/busy")
    assert (refused.value.status, refused.value.retry_after) == (503, "120")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.status, again.retry_after) == (str(refused.value), 503, "120")


def test_who_has_manners_is_told_of_every_redirect(sites: Sites) -> None:
    shown: list[str] = []
    fetcher = sites.fetcher()
    assert fetcher.get(sites.url(C, "/out"), permit=shown.append) == Elsewhere(sites.url(W, "/page"), True)
    assert isinstance(fetcher.get(sites.url(C, "/moved"), permit=shown.append), Fetched)
    assert shown == [sites.url(C, "/moved2"), sites.url(C, "/page")]

    def forbid(url: str) -> None:
        raise FetchError(url, "robots.txt", "forbids", "leave it")

    sites.log.clear()
    with pytest.raises(FetchError, match="forbids"):
        fetcher.get(sites.url(C, "/moved"), permit=forbid)
    assert [asked.path for asked in sites.log] == ["/moved"]


def test_any_type_where_any_is_wanted(sites: Sites) -> None:
    assert isinstance(sites.fetcher().get(sites.url(C, "/feed"), Wanted("*/*")), Fetched)
    with pytest.raises(FetchError, match="content-type: application/rss"):
        sites.fetcher().get(sites.url(C, "/feed"))
    with pytest.raises(FetchError, match="at most 3 bytes are fetched"):
        sites.fetcher().get(sites.url(C, "/page"), limit=3)

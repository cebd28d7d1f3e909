from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from sayso.errors import InputError
from sayso.intake.feeds import Feed, read_feed

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>The Velmar &amp; Selm Courier</title><link>https://courier.example/</link><ttl>30</ttl>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
<item><title>Bridge &lt;b&gt;reopened&lt;/b&gt;</title><link>/2031/03/bridge?utm_source=rss</link><guid>c-1</guid>
<pubDate>Tue, 04 Mar 2031 23:30:00 -0500</pubDate><description>A teaser.</description>
<content:encoded><![CDATA[<p>The bridge in Hradov is open.</p>]]></content:encoded></item>
<item><title>No words</title><link>https://courier.example/2</link><description>A teaser.</description></item>
<item><title>Only words</title><guid isPermaLink="false">c-3</guid><description>The whole of it.</description></item>
<item><title>Again</title><link>https://courier.example/again</link><guid>c-1</guid></item>
<item><title>Nothing</title></item>
<item><link>javascript:alert(1)</link><guid isPermaLink="false">c-5</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Channel &amp;amp; Nine</title>
<entry><id>tag:nine.example,2031:1</id><title>One</title><link rel="alternate" href="https://nine.example/1"/>
<published>2031-03-04T10:00:00+02:00</published><updated>2031-03-05T00:30:00+02:00</updated>
<content type="html">&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>"""


def read(text: str | bytes) -> Feed:
    data = text.encode() if isinstance(text, str) else text
    return read_feed(data, "f", base="https://courier.example/feed.xml")


def test_rss() -> None:
    feed = read(RSS)
    assert (feed.title, feed.hint, feed.wrong) == ("The Velmar & Selm Courier", 1800, None)
    bridge, second, words = feed.entries
    assert (bridge.guid, bridge.title) == ("c-1", "Bridge reopened")
    assert bridge.url == "https://courier.example/2031/03/bridge?utm_source=rss"
    assert bridge.published == datetime(2031, 3, 5, 4, 30, tzinfo=UTC)
    assert bridge.day == date(2031, 3, 4), "as it is written there"
    assert bridge.body == "<p>The bridge in Hradov is open.</p>"
    assert (second.guid, second.body, second.published) == ("https://courier.example/2", None, None)
    assert (words.guid, words.url, words.body) == ("c-3", None, "The whole of it.")


def test_atom() -> None:
    feed = read(ATOM)
    (entry,) = feed.entries
    assert feed.title == "Channel & Nine"
    assert entry.published == datetime(2031, 3, 4, 8, tzinfo=UTC)
    assert (entry.updated, entry.updated_day) == (datetime(2031, 3, 4, 22, 30, tzinfo=UTC), date(2031, 3, 5))
    assert entry.body == "<p>Words.</p>"
    later = read(ATOM.replace("2031-03-05T00:30", "2031-03-05T01:30")).entries[0]
    assert later.mark != entry.mark


def test_what_has_no_date_is_marked_by_its_words() -> None:
    first, same = read(RSS).entries[2], read(RSS).entries[2]
    other = read(RSS.replace("The whole of it.", "The whole of it, corrected.")).entries[2]
    assert first.mark == same.mark != other.mark


def test_rss_1_and_daily() -> None:
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel rdf:about="x"><title>Old</title>'
        '<sy:updatePeriod>daily</sy:updatePeriod></channel><item rdf:about="https://old.example/1"><title>One</title>'
        "<link>https://old.example/1</link></item></rdf:RDF>"
    )
    assert (feed.title, feed.hint, [e.url for e in feed.entries]) == ("Old", 86400, ["https://old.example/1"])


def test_json_feed() -> None:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Nine",
        "items": [
            {"id": 7, "url": "/7", "title": "Seven", "date_published": "2031-03-04T23:00:00-05:00"},
            {"id": "8", "content_text": "Troops left <Hradov>.\n\nNobody was hurt.", "date_modified": "yesterday"},
            {"url": "https://nine.example/no-id"},
            "nothing",
        ],
    }
    feed = read(json.dumps(told))
    seven, eight = feed.entries
    assert (seven.guid, seven.url, seven.day) == ("7", "https://courier.example/7", date(2031, 3, 4))
    assert seven.published == datetime(2031, 3, 5, 4, tzinfo=UTC)
    assert (eight.body, eight.published) == ("<p>Troops left &lt;Hradov&gt;.</p><p>Nobody was hurt.</p>", None)
    assert feed.wrong == "2 items of another shape than a JSON Feed's"


def test_broken_xml_gives_what_is_whole_and_says_what_is_wrong() -> None:
    feed = read(RSS[: RSS.index("<item><title>Only words")].replace("&amp; Selm", "& Selm &nbsp; &copy"))
    assert [e.guid for e in feed.entries] == ["c-1", "https://courier.example/2"]
    assert feed.wrong is not None
    assert feed.wrong.startswith("broken XML")


def test_a_wrong_encoding_is_told_and_the_words_are_right() -> None:
    feed = read(RSS.replace('"1.0"?', '"1.0" encoding="windows-1251"?').replace("Velmar", "Włomar").encode())
    assert feed.title == "The Włomar & Selm Courier"
    assert feed.wrong == "says that it is windows-1251, and is UTF-8"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "f: feed: empty: "),
        ("hello there", "f: feed: not a feed: give the address of its RSS"),
        (
            "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss?a=1&amp;b=2'>",
            "f: feed: a page, not a feed: it names its feed: https://courier.example/rss?a=1&b=2",
        ),
        ("<html><p>Not here</p></html>", "f: feed: a page, not a feed: give the address"),
        ('{"version": "https://example.org/1", "items": []}', "f: feed: version https://example.org/1"),
        ('{"title": "x"}', "f: feed: no version and items"),
        ("{" * 100_000, "f: feed: not JSON"),
        ("<!DOCTYPE rss [<!ENTITY a 'aaa'>]><rss><channel/></rss>", "f: XML: entities"),
    ],
)
def test_what_is_no_feed_says_what_it_is(text: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        read(text)
    assert str(refused.value).startswith(told)


def test_dates_that_lie_are_left_out() -> None:
    entry = read(RSS.replace("Tue, 04 Mar 2031 23:30:00 -0500", "Someday, 99 Foo 9999")).entries[0]
    assert (entry.published, entry.day) == (None, None)


def test_a_bare_ampersand_spoils_no_address() -> None:
    told = (
        "<item><title>Bread & butter; AT&T</title><link>https://courier.example/?a=1&b=2&amp;c=3</link>"
        "<description><![CDATA[a & b]]></description></item></channel></rss>"
    )
    feed = read(RSS.replace("</channel></rss>", told))
    assert feed.entries[-1].url == "https://courier.example/?a=1&b=2&c=3"
    assert feed.entries[-1].title == "Bread & butter; AT&T"
    assert len(feed.entries) == 4
    assert (feed.wrong or "").startswith("broken XML"), "and it is told"
    cut = read(RSS.replace("</channel></rss>", told.removesuffix("</channel></rss>")))
    assert cut.entries[-1].url == "https://courier.example/?a=1&b=2&c=3"


@pytest.mark.parametrize("guid", ["12345", "story of the day", "urn:uuid:7"])
def test_an_id_is_an_address_only_where_it_looks_like_one(guid: str) -> None:
    feed = read(RSS.replace('<guid isPermaLink="false">c-3</guid>', f"<guid>{guid}</guid>"))
    assert (feed.entries[2].guid, feed.entries[2].url, feed.entries[2].body) == (guid, None, "The whole of it.")
    whole = read(RSS.replace('<guid isPermaLink="false">c-3</guid>', "<guid>https://courier.example/3</guid>"))
    assert whole.entries[2].url == "https://courier.example/3"
    other = read(RSS.replace('<guid isPermaLink="false">c-3</guid>', "<guid>7</guid><link>/3</link>"))
    assert other.entries[2].url == "https://courier.example/3"


def test_the_page_behind_feedburner_is_named() -> None:
    named = '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    orig = "<feedburner:origLink>https://courier.example/second</feedburner:origLink>"
    feed = read(RSS.replace("<rss", named).replace("<item><title>No words", f"<item>{orig}<title>No words"))
    assert feed.entries[1].url == "https://courier.example/second"


def test_an_id_that_all_entries_share_tells_none_apart() -> None:
    items = "".join(
        f"<item><title>{n}</title><guid isPermaLink='false'>all</guid><link>/{n}</link></item>" for n in range(4)
    )
    feed = read(RSS.replace("<item>", items + "<item>", 1))
    assert [entry.guid for entry in feed.entries[:4]] == [f"https://courier.example/{n}" for n in range(4)]


def test_long_ids_stay_apart() -> None:
    items = "".join(f"<item><guid>{'g' * 3000}{n}</guid><link>/{n}</link></item>" for n in range(2))
    first, second = read(RSS.replace("<item>", items + "<item>", 1)).entries[:2]
    assert first.guid != second.guid
    assert len(first.guid) == len(second.guid) <= 2000


def test_a_day_in_no_shape_of_feeds_is_taken_for_the_day() -> None:
    entry = read(RSS.replace("Tue, 04 Mar 2031 23:30:00 -0500", "30.11.2031")).entries[0]
    assert (entry.published, entry.day) == (None, date(2031, 11, 30))


def test_when_a_feed_says_that_asking_it_is_of_no_use() -> None:
    told = "<skipHours><hour>24</hour><hour> 5 </hour><hour>25</hour><hour/></skipHours>"
    told += "<skipDays><day>sunday</day><day>Mo</day></skipDays>"
    feed = read(RSS.replace("<ttl>", told + "<ttl>"))
    assert (feed.skip_hours, feed.skip_days) == (frozenset((0, 5)), frozenset((6,)))
    assert not read(RSS).skip_hours
    assert not read(RSS).skip_days
    deep = "<a>" * 300 + "</a>" * 300
    assert read(RSS.replace("<ttl>", told + deep + "<ttl>")).title == "The Velmar & Selm Courier"

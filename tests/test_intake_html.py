from __future__ import annotations

from datetime import date

import pytest

from sayso.errors import InputError
from sayso.intake.html import declared_charset, read_page

ONE = "The mayor of Lesna said on Monday that the bridge over the river was open again and that buses ran as usual."
TWO = "Buses in the old town ran late, the driver Jan Novy said, and a second bridge stays shut until summer."
CAPTION = "Workers walk across the bridge in Lesna on March 3. Ann Smith/Getty Images"
PAGE = f"""<!DOCTYPE html><html><head><title>Bridge opens | The Example Post</title>
<meta property="og:site_name" content="The Example Post">
<meta property="og:title" content="Bridge opens &amp; buses run">
<meta property="article:published_time" content="2021-03-04T22:10:00+02:00">
<script>var hidden = "evil script text";</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>Bridge opens &amp; buses run</h1>
<figure><img src="a.jpg" onerror="alert(1)"><figcaption>Workers walk across the bridge in Lesna on March 3.
<span>Ann Smith/Getty Images</span></figcaption></figure>
<p>{ONE}</p><script>document.write("injected words");</script><p>{TWO} &lt;b&gt;Not bold.&lt;/b&gt;</p>
<noscript>Turn on scripts.</noscript></article><footer>© 2021 Example</footer></body></html>"""


def test_an_article() -> None:
    page = read_page(PAGE, "x", "https://www.example.org/a")
    assert page.title == "Bridge opens & buses run"
    assert page.published == date(2021, 3, 4)
    assert page.outlet == "The Example Post"
    assert page.captions == (CAPTION,)
    assert page.text.splitlines()[-2:] == [ONE, f"{TWO} <b>Not bold.</b>"]
    assert CAPTION in page.text.splitlines()


def test_scripts_menus_and_styles_never_reach_the_text() -> None:
    text = read_page(PAGE, "x").text
    for word in ("script", "injected", "Home", "color", "alert", "Turn on"):
        assert word not in text


def test_the_host_is_the_outlet_when_the_page_names_none() -> None:
    markup = f"<html><body><article><p>{ONE}</p><p>{TWO}</p></article></body></html>"
    assert read_page(markup, "x", "https://news.example.org/a").outlet == "news.example.org"
    assert read_page(markup, "x").outlet is None
    assert read_page(markup, "x").published is None


def test_only_elements_break_a_line_and_no_line_break_of_the_markup() -> None:
    markup = (
        f"<html><body><article><p>{ONE}</p><p>The mayor said that<br>\r\n the bridge\n\t was <b>open</b>\n again."
        f"<br/>\nBuses\n ran as usual.</p><pre>One line\nand another one.</pre><p>{TWO}</p></article></body></html>"
    )
    parts = ["The mayor said that", "the bridge was open again.", "Buses ran as usual.", "One line", "and another one."]
    assert [line.strip() for line in read_page(markup, "x").text.splitlines()] == [ONE, *parts, TWO]


def test_a_fragment_and_a_small_page() -> None:
    assert read_page("<p>The bridge is open.</p>", "x").text == "The bridge is open."


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><div id=app></div><script>render('The bridge is open again.')</script></body></html>",
        "<html><body><nav><a href=/>Home</a><a href=/w>World</a></nav></body></html>",
        "<html></html>",
        "<html><body></body></html>",
        "<" * 10_000,
        "<div>" * 20_000 + "x",
        "<!-- -->",
    ],
)
def test_no_article_is_refused(markup: str) -> None:
    with pytest.raises(InputError, match=r"x: body: no article found in the HTML: save the page"):
        read_page(markup, "x")


def test_declared_charset() -> None:
    assert declared_charset(b'<html><meta charset="windows-1251">') == "windows-1251"
    assert declared_charset(b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>") == "koi8-r"
    assert declared_charset(b"<p>charset=x</p>") is None

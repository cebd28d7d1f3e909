"""The guard in front of the room: whose requests are let through, and which headers every answer has."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.web.guard import HEADERS, Guard, Rules, is_loopback

Answer = tuple[int, dict[str, str], bytes]


def _ran(asked: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread: in the main one Playwright's own loop runs, as long as browser tests have been before."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asked).result()


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """An application that takes in the whole body and says how much it was."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": str(size).encode()})


def ask(
    rules: Rules | None = None,
    *,
    method: str = "GET",
    path: str = "/",
    raw_path: str | None = None,
    query: str = "",
    headers: Iterable[tuple[str, str]] = (("host", "localhost:8420"),),
    body: Iterable[bytes] = (b"",),
    pause: float = 0,
    app: Any = None,
) -> Answer:
    pieces = list(body)
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(pause)
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    if raw_path is not None:
        scope["raw_path"] = raw_path.encode()
    _ran(Guard(app or _app, rules or Rules())(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


HERE = ("host", "localhost:8420")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1:8420", "127.9.9.9", "[::1]:80", "a.localhost:9"]
)
def test_names_of_this_machine_are_answered_to(host: str) -> None:
    assert ask(headers=[("host", host)])[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "10.0.0.1", "[::2]", "localhost/x"]
)
def test_other_names_are_not_even_where_they_point_here(host: str) -> None:
    assert ask(headers=[("host", host)])[0] == 421


def test_a_request_without_a_host_is_refused() -> None:
    assert ask(headers=[])[0] == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "BREW"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:8421"),
        ("origin", "http://localhost"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
    ],
)
def test_what_changes_something_is_refused_from_elsewhere(method: str, name: str, value: str) -> None:
    assert ask(method=method, headers=[HERE, (name, value)])[0] == 403


def test_the_rooms_own_forms_and_programs_may_post() -> None:
    own = [HERE, ("origin", "http://localhost:8420"), ("sec-fetch-site", "same-origin")]
    assert ask(method="POST", headers=own)[0] == 200
    assert ask(method="POST", headers=[HERE])[0] == 200


def test_a_browser_that_tells_no_origin_tells_the_page_before() -> None:
    for method, before, status in (
        ("POST", "http://localhost:8420/read?x=y", 200),
        ("POST", "http://localhost:8421/read", 403),
        ("POST", "https://evil.example/http://localhost:8420/", 403),
        ("POST", "localhost:8420", 403),
        ("GET", "https://evil.example/", 200),
    ):
        assert ask(method=method, headers=[HERE, ("referer", before)])[0] == status


def test_the_kind_of_body_makes_no_difference() -> None:
    # A page elsewhere may send these without asking first.
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        headers = [HERE, ("origin", "https://evil.example"), ("content-type", kind)]
        assert ask(method="POST", headers=headers)[0] == 403


SITE, MODE, DEST = "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_lead_here_and_take_nothing_from_here(site: str) -> None:
    assert ask(headers=[HERE, (SITE, site), (MODE, "navigate"), (DEST, "document")])[0] == 200
    for mode, dest in (
        ("no-cors", "script"),
        ("no-cors", "image"),
        ("no-cors", "empty"),
        ("cors", "empty"),
        ("websocket", "websocket"),
        ("navigate", "iframe"),
        ("navigate", "object"),
        ("navigate", "embed"),
    ):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert ask(method=method, headers=[HERE, (SITE, site), (MODE, mode), (DEST, dest)])[0] == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_rooms_own_pages_take_what_they_are_made_of(site: str) -> None:
    for dest in ("script", "style", "image", "empty", "worker", "document"):
        assert ask(headers=[HERE, (SITE, site), (MODE, "no-cors"), (DEST, dest)])[0] == 200


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("host", ["localhost", "evil.example"]),
        ("Host", ["localhost", "localhost"]),
        ("origin", ["https://evil.example", "http://localhost:8420"]),
        ("content-length", ["1", "2"]),
        ("transfer-encoding", ["chunked", "identity"]),
        ("authorization", ["Bearer x", "Bearer t"]),
        ("sec-fetch-site", ["cross-site", "same-origin"]),
    ],
)
def test_what_is_told_twice_is_refused(name: str, values: list[str]) -> None:
    rest = [] if name.lower() == "host" else [HERE]
    told = [*rest, (name, values[0]), (name.lower(), values[1])]
    assert ask(method="POST", headers=told)[0] == 400
    assert ask(Rules("t"), method="POST", headers=told)[0] == 400


def test_a_body_of_two_lengths_is_refused() -> None:
    headers = [HERE, ("content-length", "1"), ("transfer-encoding", "chunked")]
    assert ask(method="POST", headers=headers)[0] == 400


def test_a_body_past_the_limit_is_refused_by_its_length() -> None:
    status, _, text = ask(Rules(limit=10), method="POST", headers=[HERE, ("content-length", "11")])
    assert status == 413
    assert b"10 bytes" in text


def test_a_body_past_the_limit_is_refused_while_it_comes() -> None:
    assert ask(Rules(limit=10), method="POST", body=[b"x" * 6, b"x" * 6])[0] == 413
    assert ask(Rules(limit=12), method="POST", body=[b"x" * 6, b"x" * 6])[2] == b"12"


def test_a_length_of_any_number_of_digits_is_refused_as_too_much() -> None:
    assert ask(method="POST", headers=[HERE, ("content-length", "9" * 5000)])[0] == 413


def test_a_body_that_stops_coming_is_given_up() -> None:
    status, told, text = ask(Rules(patience=0.01), method="POST", body=[b"x"], pause=0.5)
    assert (status, text) == (408, b"The rest of this did not come.\n")
    assert told["x-content-type-options"] == "nosniff"


async def _form_reader(scope: Any, receive: Any, send: Any) -> None:
    """Says "bad request" of whatever goes wrong with a body, as FastAPI does."""
    try:
        while (await receive()).get("more_body"):
            pass
    except Exception:  # noqa: BLE001 - as FastAPI does
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b"bad", "more_body": True})
        await send({"type": "http.response.body", "body": b"bad"})


def test_a_body_past_the_limit_is_told_also_where_the_page_has_words_of_its_own() -> None:
    status, told, text = ask(Rules(limit=10), method="POST", body=[b"x" * 6, b"x" * 6], app=_form_reader)
    assert status == 413
    assert text.startswith(b"More than 10 bytes")
    assert int(told["content-length"]) == len(text)


async def _broken(scope: Any, receive: Any, send: Any) -> None:
    raise ZeroDivisionError


def test_a_failure_of_ours_has_the_headers_and_tells_no_more_than_that() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"host", b"localhost")]}
    with pytest.raises(ZeroDivisionError):  # for the server to write down
        _ran(Guard(_broken, Rules())(scope, None, send))  # type: ignore[arg-type] # nothing is received
    assert sent[0]["status"] == 500
    assert {name.decode() for name, _ in sent[0]["headers"]} >= {name for name, _ in HEADERS}
    assert b"Zero" not in sent[1]["body"]


def test_nothing_speaks_another_protocol() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    _ran(Guard(_broken, Rules())({"type": "websocket"}, None, send))  # type: ignore[arg-type] # as above
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "٣", "", " 1", "+1", "1_0"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert ask(method="POST", headers=[HERE, ("content-length", length)])[0] == 400


@pytest.mark.parametrize("headers", [[HERE], [("host", "evil.example")], [HERE, ("origin", "null")]])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_has_the_headers_refusals_too(headers: list[tuple[str, str]], method: str) -> None:
    told = ask(method=method, headers=headers)[1]
    assert {name: told[name] for name, _ in HEADERS} == dict(HEADERS)
    assert "no-cache" in told["cache-control"]


def test_the_policy_lets_run_nothing_but_the_rooms_own_files() -> None:
    policy = dict(rule.split(" ", 1) for rule in dict(HEADERS)["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert "*" not in str(policy)


TOKEN = "a secret; of =ours= ü"


def test_without_the_token_nothing_is_told() -> None:
    elsewhere = ("host", "sayso.example")
    for headers in (
        [HERE],
        [elsewhere],
        [HERE, ("authorization", "Bearer wrong")],
        [HERE, ("cookie", "sayso_token=x")],
    ):
        status, told, text = ask(Rules(TOKEN), headers=headers)
        assert status == 401
        assert "location" not in told
        assert TOKEN.encode() not in text


def test_the_token_leaves_the_address_also_where_the_room_is_open_already() -> None:
    headers = [HERE, ("cookie", "sayso_token=t")]
    status, told, _ = ask(Rules("t"), path="/claims", query="token=t&q=x", headers=headers)
    assert (status, told["location"]) == (303, "/claims?q=x")


def test_the_token_in_the_address_becomes_a_cookie_that_opens_the_room() -> None:
    from urllib.parse import quote

    query = f"known=2031-03-01&token={quote(TOKEN)}"
    status, told, _ = ask(Rules(TOKEN), path="/places/Hradov", query=query)
    assert status == 303
    assert told["location"] == "/places/Hradov?known=2031-03-01"
    assert "HttpOnly" in told["set-cookie"]
    assert "SameSite=Lax" in told["set-cookie"]
    assert told["cache-control"] == "no-store"
    cookie = told["set-cookie"].partition(";")[0]
    assert ask(Rules(TOKEN), headers=[("host", "sayso.example"), ("cookie", f"other=1; {cookie}")])[0] == 200


def test_a_program_shows_the_token_in_a_header() -> None:
    shown = ("authorization", "Bearer plain-token")
    assert ask(Rules("plain-token"), headers=[("host", "sayso.example"), shown])[0] == 200


def test_with_a_token_posts_from_other_sites_are_refused_all_the_same() -> None:
    headers = [HERE, ("authorization", "Bearer t"), ("origin", "https://evil.example")]
    assert ask(Rules("t"), method="POST", headers=headers)[0] == 403


def test_the_token_is_found_among_cookies_that_other_programs_wrote_badly() -> None:
    for cookies in (
        'theme={"a":1}; sayso_token=t',
        "sayso_token=old; sayso_token=t",
        "a b=c; =; ;;sayso_token=t; x",
        "sayso_token=%74",
    ):
        assert ask(Rules("t"), headers=[HERE, ("cookie", cookies)])[0] == 200
    for cookies in ("sayso_token=", "sayso_token", "xsayso_token=t", "x=sayso_token=t", 'sayso_token="t"'):
        assert ask(Rules("t"), headers=[HERE, ("cookie", cookies)])[0] == 401


@pytest.mark.parametrize("token", ["", " "])
def test_an_empty_token_is_no_token(token: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        Rules(token)


def test_a_path_keeps_its_escapes_where_the_token_is_taken_off() -> None:
    status, told, _ = ask(Rules("t"), path="/reports/a/b", raw_path="/reports/a%2Fb", query="token=t")
    assert (status, told["location"]) == (303, "/reports/a%2Fb")


@given(st.text(alphabet=st.sampled_from("/\\.:@?#%&\r\nab;"), max_size=12))
def test_the_token_never_leads_away(path: str) -> None:
    status, told, _ = ask(Rules("t"), path=f"/{path}", query="token=t")
    assert status == 303
    raw = ask(Rules("t"), path=f"/{path}", raw_path=f"/{path}", query="token=t")[1]["location"]
    assert raw.startswith("/")
    assert not raw.startswith(("//", "/\\"))
    assert not set("\r\n") & set(raw)
    assert told["location"].startswith("/")
    assert not told["location"].startswith(("//", "/\\"))
    assert not set("\r\n") & set(told["location"])


@pytest.mark.parametrize(
    ("host", "own"), [("LOCALHOST.", True), ("::1", True), ("0.0.0.0", False), ("localhost.evil", False)]
)
def test_loopback_is_this_machines_own(host: str, own: bool) -> None:
    assert is_loopback(host) is own

"""The guard in front of the room: whose requests are let through, and which headers every answer has."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.web.guard import HEADERS, Guard, Rules, is_loopback

Answer = tuple[int, dict[str, str], bytes]


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
    query: str = "",
    headers: Iterable[tuple[str, str]] = (("host", "localhost:8420"),),
    body: Iterable[bytes] = (b"",),
) -> Answer:
    pieces = list(body)
    sent: list[Any] = []

    async def receive() -> Any:
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
    asyncio.run(Guard(_app, rules or Rules())(scope, receive, send))
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


def test_pages_may_be_looked_at_from_anywhere() -> None:
    assert ask(headers=[HERE, ("sec-fetch-site", "cross-site")])[0] == 200


def test_a_body_past_the_limit_is_refused_by_its_length() -> None:
    status, _, text = ask(Rules(limit=10), method="POST", headers=[HERE, ("content-length", "11")])
    assert status == 413
    assert b"10 bytes" in text


def test_a_body_past_the_limit_is_refused_while_it_comes() -> None:
    assert ask(Rules(limit=10), method="POST", body=[b"x" * 6, b"x" * 6])[0] == 413
    assert ask(Rules(limit=12), method="POST", body=[b"x" * 6, b"x" * 6])[2] == b"12"


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "٣"])
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


def test_the_token_in_the_address_becomes_a_cookie_that_opens_the_room() -> None:
    from urllib.parse import quote

    query = f"known=2031-03-01&token={quote(TOKEN)}"
    status, told, _ = ask(Rules(TOKEN), path="/places/Hradov", query=query)
    assert status == 303
    assert told["location"] == "/places/Hradov?known=2031-03-01"
    assert "HttpOnly" in told["set-cookie"]
    assert "SameSite=Strict" in told["set-cookie"]
    cookie = told["set-cookie"].partition(";")[0]
    assert ask(Rules(TOKEN), headers=[("host", "sayso.example"), ("cookie", f"other=1; {cookie}")])[0] == 200


def test_a_program_shows_the_token_in_a_header() -> None:
    shown = ("authorization", "Bearer plain-token")
    assert ask(Rules("plain-token"), headers=[("host", "sayso.example"), shown])[0] == 200


def test_with_a_token_posts_from_other_sites_are_refused_all_the_same() -> None:
    headers = [HERE, ("authorization", "Bearer t"), ("origin", "https://evil.example")]
    assert ask(Rules("t"), method="POST", headers=headers)[0] == 403


@given(st.text(alphabet=st.sampled_from("/\\.:@?#%&\r\nab;"), max_size=12))
def test_the_token_never_leads_away(path: str) -> None:
    status, told, _ = ask(Rules("t"), path=f"/{path}", query="token=t")
    assert status == 303
    assert told["location"].startswith("/")
    assert not told["location"].startswith(("//", "/\\"))
    assert not set("\r\n") & set(told["location"])


@pytest.mark.parametrize(
    ("host", "own"), [("LOCALHOST.", True), ("::1", True), ("0.0.0.0", False), ("localhost.evil", False)]
)
def test_loopback_is_this_machines_own(host: str, own: bool) -> None:
    assert is_loopback(host) is own

"""Builds the application of a room: its pages, its errors in people's words, and the guard in front of them all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from typing import Any, Final

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.errors import InputError, LedgerError, SaysoError, SetupError
from sayso.exports.safe import line
from sayso.version import sayso_version
from sayso.web.assets import Assets
from sayso.web.describing import describe
from sayso.web.guard import Guard, Rules
from sayso.web.pages import ROUTERS
from sayso.web.rendering import Json, page
from sayso.web.room import Room

__all__ = ["application"]

# More would only wait for each other: the weighing is Python's, and a ledger hands out fifteen connections.
_THREADS: Final = 8
_DESCRIPTION: Final = """\
Who says what happened, where, when, through whom, and who disputes it. Every page has the same address with `.json`
for programs. `known` in any address answers from what had been published by that day.
"""


def application(room: Room, *, token: str | None = None) -> FastAPI:
    """The application over a room: with a ``token`` for whoever shows it, without one for this machine alone."""

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        yield

    made = FastAPI(
        title="Sayso, the reading room",
        description=_DESCRIPTION,
        version=sayso_version(),
        docs_url=None,  # both fetch their scripts from elsewhere
        redoc_url=None,
        lifespan=running,
    )
    made.state.room = room
    made.openapi = cache(partial(describe, made, token=token is not None))  # type: ignore[method-assign] # their way
    for router in ROUTERS:
        made.include_router(router)
    made.mount("/static", Assets(), name="static")
    made.add_exception_handler(SaysoError, _told)
    made.add_exception_handler(RequestValidationError, _misasked)
    made.add_exception_handler(HTTPException, _refused)
    made.add_middleware(_HeadAnswered)
    made.add_middleware(_Counted, room=room)
    made.add_middleware(Guard, rules=Rules(token))
    return made


class _Counted:
    """Tells the room how many are being answered."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app, self._room = app, room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._room.answered():
            await self._app(scope, receive, send)


class _HeadAnswered:
    """Answers HEAD as GET without the body, wherever GET is answered (RFC 9110, 9.1): `curl -I`, readers of feeds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def head_alone(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, head_alone)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, SaysoError)
    if isinstance(error, InputError):
        status = 404 if request.method in ("GET", "HEAD") else 422
    else:
        status = 503 if isinstance(error, LedgerError | SetupError) else 500
    return _error(request, status, str(error), error)


def _misasked(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = []
    for fault in error.errors():
        field = ".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0])
        faults.append(f"{field}: {fault['msg']}")
    return _error(request, 422, "; ".join(dict.fromkeys(faults)))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(request, error.status_code, str(error.detail), headers=error.headers)


def _error(request: Request, status: int, said: str, error: SaysoError | None = None, headers: Any = None) -> Response:
    said = line(said)
    if request.url.path.endswith(".json") or request.headers.get("accept", "").startswith("application/json"):
        told: dict[str, Any] = {"error": said}
        if error is not None:
            told |= {"input": error.source, "field": error.field, "value": line(str(error.value)), "fix": error.fix}
        return Json(told, status, headers=headers)
    # The page of an error must not need what may be broken: the ledger.
    return page(request, "error.html", status=status, headers=headers, said=said, error=error, code=status)

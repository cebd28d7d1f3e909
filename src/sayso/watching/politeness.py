"""How is a host visited? One request at a time, some seconds between two, as its robots.txt asks, redirects and all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from sayso.errors import FetchError
from sayso.intake.fetch import MAX_REDIRECTS, Fetched, Fetches, StatusError, Wanted
from sayso.intake.robots import allows, delay, fetch_robots
from sayso.ledger.hosts import Hosts
from sayso.watching.clock import Clock
from sayso.watching.schedule import HOST_RESTS, asked_to_wait

__all__ = ["PACE_S", "ForbiddenError", "NotNowError", "Visitor", "host_of"]

PACE_S: Final = 5.0
"""Seconds between two requests to one host, unless it asks for more."""
_LONGEST_DELAY: Final = 3600.0  # what a robots.txt may ask for at the most
_VISIT: Final = timedelta(minutes=5)  # a visit that has not ended by then was cut off
_LONGEST_NAME: Final = 253  # of any host in the DNS
_PATIENCE: Final = 60.0  # how long a redirect may wait for its host
_RULES_HOLD: Final = timedelta(days=1)
_RULES_MISSING: Final = timedelta(hours=1)


class ForbiddenError(FetchError):
    """A page that its site does not want programs to fetch."""


class NotNowError(FetchError):
    """A page that may be asked for later, and was not asked for now; ``seconds`` is how much later.

    It ``fails`` where its site can't even say whether it may be asked for.
    """

    seconds: float = 0.0
    fails: bool = False


def host_of(url: str) -> str | None:
    """The host that an address names; None where it names none that is fetched from."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in ("http", "https") else None
        return host if host is not None and len(host) <= _LONGEST_NAME else None
    except ValueError:
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


class Visitor:
    """Fetches for a watcher, with manners; for one thread."""

    def __init__(self, fetcher: Fetches, hosts: Hosts, clock: Clock, pace: float = PACE_S) -> None:
        self._fetcher, self._hosts, self._clock, self._pace = fetcher, hosts, clock, pace

    def introduced(self, url: str) -> bool:
        """Whether what its robots.txt says is known of the origin of an address, or that it can't be known now."""
        return self._hosts.rules(_origin(url), self._clock.now()) is not None

    def introduce(self, url: str) -> None:
        """Fetch the robots.txt of the origin of an address; that is a visit of its own."""
        host, now = host_of(url) or "", self._clock.now()
        if not self._hosts.take(host, now, now + _VISIT):
            return
        rest = self._pace
        try:
            self._learn(_origin(url))
        except FetchError as failed:
            rest = max(rest, self._rest(failed))
        finally:
            self._hosts.give_back(host, self._clock.now() + timedelta(seconds=rest))

    def visit(
        self, url: str, wanted: Wanted, *, limit: int, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """What stands at an address, wherever redirects lead; FetchError as of ``Fetcher.get``.

        ForbiddenError where robots.txt does not allow it, NotNowError where the host is to be left alone for now.
        """
        target, lasting, moved = url, True, None
        held: str | None = None
        rest = self._pace

        def leave() -> None:
            if held is not None:
                self._hosts.give_back(held, self._clock.now() + timedelta(seconds=rest))

        try:
            for _ in range(MAX_REDIRECTS + 1):
                host = host_of(target) or ""  # the fetcher says what is wrong with an address that has none
                if host != held:  # a redirect within one host is part of the same visit
                    leave()
                    held, rest = None, self._pace
                    self._wait_for(host, url)
                    held = host
                if host:
                    rest = max(rest, self._check(target, url))
                got = self._fetcher.get(
                    target, wanted, limit=limit, etag=etag, modified=modified, permit=lambda to: self._permit(to, url)
                )
                if isinstance(got, Fetched):
                    return replace(got, moved=(got.moved or moved) if lasting else moved)
                lasting = lasting and got.for_good
                moved = got.url if lasting else moved
                target = got.url
        except FetchError as failed:
            rest = max(rest, self._rest(failed))
            raise
        finally:
            leave()
        raise FetchError(url, "redirects", f"more than {MAX_REDIRECTS}", "give the address of the page itself")

    def _wait_for(self, host: str, source: str) -> None:
        """Take the host once it is free."""
        waited = 0.0
        while True:
            now = self._clock.now()
            if self._hosts.take(host, now, now + _VISIT):
                return
            free = self._hosts.busy(now).get(host, now)
            wait = max((free - now).total_seconds(), 0.1)
            if waited + wait > _PATIENCE:
                raise _not_now(source, "host", f"{host} is to be left alone for now", wait)
            waited += wait
            self._clock.sleep(wait)

    def _permit(self, target: str, source: str) -> None:
        self._check(target, source)

    def _check(self, target: str, source: str) -> float:
        """How long the host wants to rest after this request; an error where it does not want it at all."""
        origin = _origin(target)
        known = self._hosts.rules(origin, self._clock.now())
        if known is None:
            text: str | None = self._learn(origin)
            self._clock.sleep(self._pace)
        else:
            text = known.text
        if text is None:
            why = (known and known.wrong) or "no answer"
            raise _not_now(source, "robots.txt", why, _RULES_MISSING.total_seconds(), fails=True)
        if not allows(text, target):
            fix = "its site does not want programs there; ask whoever runs it, or take it off the list"
            raise ForbiddenError(source, "robots.txt", f"forbids {target}", fix)
        return min(delay(text), _LONGEST_DELAY)

    def _learn(self, origin: str) -> str:
        now = self._clock.now()
        try:
            text = fetch_robots(self._fetcher, origin)
        except FetchError as failed:
            why = f"{failed.field}: {failed.value}"
            self._hosts.keep_rules(origin, None, now, now + _RULES_MISSING, wrong=why)
            raise
        self._hosts.keep_rules(origin, text, now, now + _RULES_HOLD)
        return text

    def _rest(self, failed: FetchError) -> float:
        if not isinstance(failed, StatusError) or failed.status not in (429, 503):
            return 0.0
        return asked_to_wait(failed.retry_after, self._clock.now()) or HOST_RESTS


def _not_now(source: str, field: str, value: str, seconds: float, *, fails: bool = False) -> NotNowError:
    error = NotNowError(source, field, value, "it is asked again later")
    error.seconds, error.fails = seconds, fails
    return error

"""What are a claim, a report and who speaks called in linked data? An address where it has one, else a stable urn.

A urn is made of what names the thing in its ledger, so that it is the same in every export: ``urn:sayso:KIND:PART...``,
each part with everything but letters, digits and ``-._~`` percent-encoded, so that no report can forge another's name.
Nobody has registered the namespace "sayso": such a name promises no more than the tool that made it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from sayso.model import Place, Publication
from sayso.weighing.accounts import Account

__all__ = ["VOCABULARY", "account", "claim", "page", "person", "place", "report", "side", "urn", "version"]

VOCABULARY: Final = "urn:sayso:vocab:"
"""Before the names of what no shared vocabulary has a word for, as how surely a claim is made."""
_IN_ADDRESSES: Final = "!$&'()*+,;=:@/?#[]~-._%"


def urn(kind: str, *parts: str) -> str:
    """The name of something that has no address of its own."""
    return ":".join(("urn:sayso", kind, *(quote(part.encode("utf-8", "surrogatepass"), safe="") for part in parts)))


def claim(id: str) -> str:
    """A claim, by its id."""
    return urn("claim", id)


def report(id: str) -> str:
    """A report, whatever its versions say."""
    return urn("report", id)


def version(at: Publication) -> str:
    """One version of a report: the text in which a claim's offsets count."""
    return urn("version", at.report, at.digest)


def account(of: Account) -> str:
    """Whoever speaks, or passes on what was said; the same for everything that stands on that account."""
    return f"{urn('account')}:{quote(of.id.encode('utf-8', 'surrogatepass'), safe=':/')}"


def side(theatre: str | None, name: str) -> str:
    """A party of a conflict."""
    return urn("side", theatre or "", name)


def person(name: str) -> str:
    """Whoever works with the ledger, by the name that they gave."""
    return urn("person", name)


def place(of: Place) -> str:
    """A place: GeoNames' own name for it where its id is known."""
    if of.id is not None:
        return f"https://sws.geonames.org/{of.id}/"
    return urn("place", of.name, *(() if of.lat is None or of.lon is None else (f"{of.lat},{of.lon}",)))


def page(url: str | None) -> str | None:
    """A report's address, if it is one of the web; None for anything else, since a reader might follow it.

    What may not stand in an IRI is percent-encoded, so that no address ends early wherever it is written down.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        safe = parts.scheme in ("http", "https") and bool(parts.hostname) and "\\" not in parts.netloc
    except ValueError:
        return None
    return quote(url.encode("utf-8", "surrogatepass"), safe=_IN_ADDRESSES) if safe else None

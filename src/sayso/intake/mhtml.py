"""Which page did a browser save in this one file? MHTML (RFC 2557): a message, the page one of its parts."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from typing import Final

from sayso.intake.messages import STUMBLES, has_too_many_parts

__all__ = ["Saved", "page_in"]

_FIELD: Final = re.compile(rb"[!-9;-~]{1,60}:")
_LOOKED_AT: Final = 4096


@dataclass(frozen=True, slots=True)
class Saved:
    """The page's bytes, the charset that its part names, and the address that it was saved from."""

    page: bytes
    charset: str | None
    url: str | None


def page_in(data: bytes) -> Saved | None:
    """The page that was saved so; None for data that is no such file, or has no page."""
    head = data[:_LOOKED_AT].lower()
    if not _FIELD.match(head) or b"mime-version:" not in head or has_too_many_parts(data):
        return None
    try:
        message = email.message_from_bytes(data)
        for part in message.walk():
            page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
            if isinstance(page, bytes) and page.strip():
                said = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "").strip()
                url = said if said.startswith(("http://", "https://")) else None
                return Saved(page, part.get_content_charset(), url)
    except STUMBLES:
        pass
    return None

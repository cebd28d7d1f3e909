"""Is this a photo's caption, and where does its credit begin? The shapes that English news uses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.intake.phrases import PHOTO_AGENCY, is_agency

__all__ = ["Credit", "find_credit", "is_credit"]

_WINDOW = 200

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"{_UPPER}[\w.'’-]*(?:,?\s(?:{_UPPER}[\w.'’-]*|&|of|the|for|de|van|von|al|el)){{0,7}}"
_AGENCY = rf"(?i:{PHOTO_AGENCY})(?!\w)"
_VIA = rf"(?:\s?/\s?{_NAME}|\s(?:via|for|through)\s{_NAME}|,\s(?i:file|pool|handout))*"
_SHAPES = (
    rf"{_NAME}\s?[/|]\s?{_AGENCY}{_VIA}",  # Ann Smith/Getty Images
    rf"{_AGENCY}\s?/\s?{_NAME}{_VIA}",  # AP Photo/Ann Smith, File
    rf"(?:{_NAME}\s?/\s?)?(?:{_NAME}\s)?(?i:handout\s)?(?i:via)\s{_AGENCY}{_VIA}",  # Handout via Reuters
    rf"(?i:photo(?:graph|s)?|picture|image|pics?|video|credit|photo\scredit|image\scredit|picture\scredit)\s?"
    rf"(?:(?i:by|courtesy\sof|via)|:)\s{_NAME}(?:\s?[/|]\s?{_NAME})*{_VIA}",  # Photo by Ann Smith
    rf"(?i:courtesy\sof)\s{_NAME}",
    r"(?i:handout|file\sphoto|pool\sphoto|screenshot|submitted)",
)
_LEAD = r"(?:\A|(?<=[.!?…\"”’)\]])\s*+|(?<!\s)\s++[|–—-]\s++|(?<!\s)\s*+[(\[])(?=\w)"
_END = r"[)\]]?\.?\s*\Z"
_LIKELY = re.compile(rf"(?P<lead>{_LEAD})(?P<credit>{'|'.join(_SHAPES)}){_END}")
_SURE = re.compile(rf"(?P<lead>{_LEAD})(?P<credit>{'|'.join(_SHAPES)}|(?:{_NAME},?\s)?{_AGENCY}){_END}")
_ALONE = re.compile(rf"(?P<lead>{_LEAD})(?P<credit>{_AGENCY}){_END}")


@dataclass(frozen=True, slots=True)
class Credit:
    """Where the caption before a credit ends, and the credit itself without brackets; code points."""

    caption_end: int
    start: int
    end: int


def find_credit(text: str, start: int, end: int, *, sure: bool) -> Credit | None:
    """The credit at the end of the paragraph ``text[start:end]``, or None.

    ``sure`` says that the paragraph is known to be a caption: then a bare agency at its end is a credit
    too, which elsewhere may sign off a report.
    """
    base = max(start, end - _WINDOW)
    window = text[base:end]
    m = (_SURE if sure else _LIKELY).search(window)
    if m is None and not sure:
        m = _ALONE.search(window)
        if m and is_agency(m["credit"]):
            return None
    if m is None or (base > start and m.start() == 0):
        return None
    return Credit(base + m.start(), base + m.start("credit"), base + m.end("credit"))


def is_credit(part: str) -> bool:
    """Whether a paragraph is a photo credit and nothing else."""
    if len(part) > 120:
        return False
    m = _LIKELY.match(part)
    return m is not None and m.start() == 0

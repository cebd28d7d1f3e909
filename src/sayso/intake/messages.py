"""What may be in a message that the standard library's parser of mail can't bear, or takes hours over?"""

from __future__ import annotations

from email.errors import MessageError
from typing import Final

__all__ = ["MOST_PARTS", "STUMBLES", "has_too_many_parts"]

MOST_PARTS: Final = 10_000
"""No mail program and no browser writes so many into one message."""
STUMBLES: Final = (
    MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError, AssertionError,
)  # fmt: skip
"""What the parser raises over headers and parts that no program wrote."""


def has_too_many_parts(data: bytes) -> bool:
    """Whether there may be more parts in a message than MOST_PARTS: the parser takes the square of their number."""
    return data.count(b"\n--") > MOST_PARTS

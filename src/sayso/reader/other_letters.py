"""Which stretches of an English report are in other letters than Latin? A quotation in another language is not read."""

from __future__ import annotations

from sayso.reader.document import Document

__all__ = ["in_other_letters", "left_unread"]

# Of the letters that languages in Latin letters write; what is above may still be one of the rest.
_LAST_LATIN = "\u024f"
_LATIN_TOO = ("\u1e00", "\u1eff")


def _is_other(letter: str) -> bool:
    return letter > _LAST_LATIN and not _LATIN_TOO[0] <= letter <= _LATIN_TOO[1] and letter.isalpha()


def in_other_letters(words: str) -> bool:
    """Whether more than half of the letters are others than Latin: a name among English words is not enough."""
    if words.isascii():
        return False
    others = sum(map(_is_other, words))
    return 2 * others > sum(map(str.isalpha, words))


def left_unread(document: Document) -> tuple[str, ...]:
    """A warning that says how many sentences are not read for this, if any."""
    text = document.report.text
    if text.isascii():
        return ()
    unread = sum(in_other_letters(text[s.start_char : s.end_char]) for s in document.sentences)
    if not unread:
        return ()
    told = "a sentence in other letters than Latin is" if unread == 1 else f"{unread} sentences in other letters are"
    return (f"{told} not read for claims",)

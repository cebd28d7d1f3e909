"""What becomes of an agency's story in other people's papers? Printed whole, trimmed, lightly edited, added to."""

from __future__ import annotations

from random import Random
from typing import Final, Literal

from bench.chronicle.page import Sentence
from bench.chronicle.story import Paragraph, Story, textures, title, words
from bench.chronicle.wording import pick

__all__ = ["HOW", "How", "reprint"]

How = Literal["whole", "trimmed", "edited", "added to"]
HOW: Final[tuple[How, ...]] = ("whole", "whole", "whole", "trimmed", "trimmed", "edited", "edited", "added to")
_LEAST = 60  # words: less than that is no story
# What a sub-editor changes without a second thought; none of it a cue, a name or a number.
_CHANGES: Final = (
    (" the town of ", " "),
    (" near ", " close to "),
    (" outside ", " just outside "),
    (" late on ", " on the evening of "),
    (" killing ", " leaving dead "),
    ("According to ", "In the words of "),
    (" is in its ", " has entered its "),
    (" follows the war from bureaus in both capitals", " has bureaus in both capitals"),
    (" do not target civilians", " never target civilians"),
    (" showed no sign of easing", " did not ease"),
)


def reprint(rng: Random, story: Story, how: How, slots: dict[str, str]) -> Story:
    """The story as another paper prints it; ``slots`` are for the words that it adds."""
    paragraphs = list(story.paragraphs)
    if how == "trimmed":
        keep = max(1, round(len(paragraphs) * rng.uniform(0.45, 0.8)))
        while keep < len(paragraphs) and words(paragraphs[:keep]) < _LEAST:
            keep += 1
        paragraphs = paragraphs[:keep]
    elif how == "edited":
        paragraphs = [_edited(rng, paragraph) for paragraph in paragraphs]
        loose = [n for n, p in enumerate(paragraphs) if not any(s.drafts for s in p)]
        if len(loose) > 1:
            paragraphs.pop(pick(rng, loose))
    elif how == "added to":
        added: Paragraph = textures(rng, 2, slots)
        paragraphs.insert(rng.randrange(1, len(paragraphs) + 1), added)
    headline = title(rng, slots) if rng.random() < 0.6 else story.title
    return Story(headline, tuple(paragraphs))


def _edited(rng: Random, paragraph: Paragraph) -> Paragraph:
    out = []
    for sentence in paragraph:
        marked = sentence.marked
        for before, after in _CHANGES:
            if before in marked and rng.random() < 0.5 and not (before.startswith("According") and sentence.drafts):
                marked = marked.replace(before, after, 1)
        out.append(Sentence(marked, sentence.drafts))
    return tuple(out)

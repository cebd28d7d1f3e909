"""How do sentences become a report? Paragraphs are joined, claims get their offsets, numbers and truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from bench.chronicle.markup import capital, fill, settle
from bench.chronicle.page import Draft, Sentence, moved
from bench.chronicle.wording import pick, sentences
from bench.chronicle.world import World
from sayso.model import Claim, Report

__all__ = ["Story", "Told", "publish", "texture", "textures", "title"]

Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A text in the making, paragraph by paragraph."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A published report with its true claims; ``drafts`` are the claims' truths, in the same order."""

    report: Report
    claims: tuple[Claim, ...]
    drafts: tuple[Draft, ...]


def publish(
    story: Story,
    number: str,
    published: date,
    outlet: str,
    agency: str | None = None,
    theatre: str | None = None,
    version: int = 1,
) -> Told:
    """The story as a report under this id; later versions' claims have ids of their own."""
    drafts: list[Draft] = []
    out: list[str] = []
    for paragraph in story.paragraphs:
        lines = []
        for sentence in paragraph:
            lines.append(moved(sentence, len(drafts)))
            drafts.extend(sentence.drafts)
        out.append(" ".join(lines))
    text, spans = settle("\n\n".join(out))
    stem = number if version == 1 else f"{number}.{version}"
    claims = tuple(
        draft.claim(f"{stem}-{n}", number, text[spans[n][0] : spans[n][1]], spans[n][0])
        for n, draft in enumerate(drafts)
    )
    report = Report(number, text, story.title, published, outlet, agency, theatre=theatre)
    return Told(report, claims, tuple(drafts))


def texture(rng: Random, kind: str, slots: dict[str, str]) -> Sentence:
    """A sentence that tells of no event."""
    return Sentence(capital(fill(rng, pick(rng, sentences()["texture"][kind]), slots)))


def textures(rng: Random, many: int, slots: dict[str, str], kind: str = "lines") -> tuple[Sentence, ...]:
    """So many claimless sentences, no two from one template."""
    chosen = rng.sample(sentences()["texture"][kind], many)
    return tuple(Sentence(capital(fill(rng, template, slots))) for template in chosen)


def title(rng: Random, slots: dict[str, str]) -> str:
    """A headline."""
    return capital(fill(rng, pick(rng, sentences()["titles"]["any"]), slots))


def scenery(rng: Random, world: World, region: int, other: str) -> dict[str, str]:
    """What claimless sentences speak of."""
    one, two = world.sides
    numbers = {"n1": str(rng.randrange(11, 95)), "n2": str(rng.randrange(3, 40)), "n3": str(rng.randrange(4, 31))}
    third = pick(rng, world.towns).name
    return {
        **numbers,
        "third": third,
        "region": world.regions[region].name,
        "other": other,
        "one": one.name,
        "two": two.name,
    }


def words(paragraphs: Sequence[Paragraph]) -> int:
    """How long a text is, in words."""
    return sum(len(sentence.marked.split()) for paragraph in paragraphs for sentence in paragraph)

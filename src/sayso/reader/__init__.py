"""Report to claims: one module a question, composed in ``compose``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.model import Reading, Report
from sayso.reader.compose import compose
from sayso.reader.document import prepare
from sayso.reader.foreign import read_foreign
from sayso.reader.language import load_pipeline
from sayso.reader.other_letters import left_unread
from sayso.theatres import Theatre, choose, load
from sayso.version import sayso_version

__all__ = ["Reader"]


class Reader:
    """Reads reports into attributed claims.

    ``theatre`` names the conflict for every report that names none itself; without either, the text decides.
    ``model`` names a spaCy model to use instead of Sayso's own pipeline. SetupError when either can't be loaded.
    """

    def __init__(
        self, theatre: str | None = None, model: str | None = None, gazetteer: Gazetteer | None = None
    ) -> None:
        self._theatre = load(theatre) if theatre is not None else None
        self._nlp = load_pipeline(model)
        self._gazetteer = gazetteer if gazetteer is not None else open_gazetteer()

    def read(self, report: Report) -> Reading:
        """Read one report."""
        return next(self.read_all([report]))

    def read_all(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Read a stream of reports, in order; one in another language than English has no claims."""
        for report in reports:
            if report.language != "en":
                theatre = load(report.theatre) if report.theatre else self._theatre
                yield replace(read_foreign(report, self._gazetteer, theatre), sayso=sayso_version())
                continue
            document = next(prepare(self._nlp, [report]))
            theatre = self._theatre_of(document.report)
            claims, why = compose(document, theatre, self._gazetteer)
            undated = () if document.report.published else ("no date: relative times are left open; give --published",)
            warnings = (*undated, *left_unread(document))
            yield Reading(document.report, tuple(claims), theatre.name, why, warnings, sayso=sayso_version())

    def _theatre_of(self, report: Report) -> Theatre:
        if report.theatre:
            return load(report.theatre)
        return self._theatre or choose(report.text)

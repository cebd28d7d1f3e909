"""Which places a name may mean: towns of the world, countries and regions, and what the user imports."""

from sayso.gazetteer.importing import ImportReport, import_dump
from sayso.gazetteer.lookup import Candidate, Gazetteer, open_gazetteer

__all__ = ["Candidate", "Gazetteer", "ImportReport", "import_dump", "open_gazetteer"]

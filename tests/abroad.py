"""Reports in other languages than English, on the weather and a meeting in the invented war's towns, for tests."""

from __future__ import annotations

from datetime import date

from sayso.gazetteer import Gazetteer
from sayso.intake import report_from_text
from sayso.model import Reading
from sayso.reader.foreign import read_foreign

__all__ = ["ARABIC", "FRENCH", "RUSSIAN", "UKRAINIAN", "readings"]

DAY = date(2031, 3, 10)
UKRAINIAN = (
    "Засідання ради у Велмарі перенесли на четвер, повідомили у Дольмірі.\n\n"
    "У Сельмській області сніг розтане, кажуть жителі Леснави. Учора у Варнії було хмарно, а у Велмарі світило сонце."
)
RUSSIAN = (
    "Заседание совета в Велмаре перенесли на четверг, сообщили в Дольмире.\n\n"
    "В Сельмской области снег растает, говорят жители Леснавы. Вчера в Варнии было тихо."
)
ARABIC = (
    "تأجل اجتماع المجلس في فيلمار إلى يوم الخميس، كما قيل في دولمير.\n\n"
    "وقال سكان ليسنافا إن الثلج سيذوب. كان الوضع هادئا في فارنيا أمس."
)
FRENCH = "Le maire a déclaré que le pont de Velmar est ouvert et que les bus circulent dans la ville depuis hier."


def readings(gazetteer: Gazetteer) -> list[Reading]:
    """One reading a language: "uk", "ru", "ar" and "fr" are what the reports are called."""
    told = {"uk": UKRAINIAN, "ru": RUSSIAN, "ar": ARABIC, "fr": FRENCH}
    titles = {"uk": "Засідання ради перенесли", "ru": "Заседание совета перенесли", "ar": "تأجيل اجتماع المجلس"}
    return [
        read_foreign(
            report_from_text(text, id=id, title=titles.get(id), published=DAY, outlet=f"Paper {id}"), gazetteer, None
        )
        for id, text in told.items()
    ]

"""What was learned in some days: what is news and what is not, who changed hands, who was harmed, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sayso.answers import Asked
from sayso.answers.digest import Digest, digest
from sayso.errors import InputError
from sayso.exports import words
from sayso.exports.answer_records import figure_words
from sayso.exports.digest_paper import record
from sayso.ledger import Keeper, Ledger
from sayso.model import Count, Party, Place, Reading, Source, Stance, When
from tests.siege import HRADOV, MLIN, READINGS, reading

_OSTRYA = Party("Ostryan troops", "Ostrya")
_SELM = Place("Selm region", None, -48.2, -123.2, "region")
_LONE = {
    "text": "some were hurt as well, nobody at the ministry would say where or when or how many",
    "type": "casualties",
}


def _day(day: int) -> date:
    return date(2031, 3, day)


def _learned(path: Path, day: int, until: int | None = None, asked: Asked | None = None) -> Digest:
    with Ledger.open(path) as ledger:
        return digest(ledger, since=_day(day), until=_day(until or day), asked=asked)


def _kept(path: Path, readings: Sequence[Reading]) -> Path:
    with Ledger.open(path, create=True) as ledger:
        for each in readings:
            Keeper(ledger).keep(each)
    return path


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _kept(tmp_path_factory.mktemp("digest") / "sayso.db", READINGS)


@pytest.fixture
def own(tmp_path: Path, siege: Path) -> Path:
    """A copy to write in."""
    path = tmp_path / "sayso.db"
    path.write_bytes(siege.read_bytes())
    return path


def test_a_place_turns_on_the_day_on_which_it_was_published_by_new_words(siege: Path) -> None:
    found = _learned(siege, 5)
    (turn,) = found.turns
    assert turn.before is not None
    assert (words.control(turn.before), words.control(turn.after)) == (
        "claimed by Ostrya",
        "contested between Ostrya and Varnia",
    )
    assert [voice.first.account.name for voice in turn.fresh] == ["Varnian General Staff"]
    assert turn.hands
    assert "Ministry of Defence of Ostrya" in {voice.first.account.name for voice in turn.kept}


def test_what_came_out_late_is_learned_when_it_came_out(siege: Path) -> None:
    assert _learned(siege, 10).empty
    (turn,) = _learned(siege, 11).turns
    assert (turn.after.holder, turn.after.since) == ("Ostrya", _day(10))
    assert turn.fresh[0].first.weight == "admission"


def test_a_place_that_is_taken_and_retaken_in_these_days_changed_hands(own: Path) -> None:
    taken = {"text": "Varnia took Hradov back", "type": "capture", "actor": Party("Varnian troops", "Varnia")}
    lost = {"text": "Ostrya took Hradov again", "type": "capture", "actor": _OSTRYA}
    _kept(own, [reading(id, _day(day), "Interwire", told) for id, day, told in (("a", 13, taken), ("b", 15, lost))])
    assert [(turn.after.holder, turn.turned) for turn in _learned(own, 15).turns] == [("Ostrya", True)]
    (turn,) = _learned(own, 13, 15).turns
    assert turn.before is not None
    assert (turn.before.holder, turn.after.holder) == ("Ostrya", "Ostrya")
    assert [(day.day, control.holder) for day, control in turn.steps] == [(13, "Varnia"), (15, "Ostrya")]
    assert turn.hands


def test_what_is_told_of_a_region_is_told_though_no_answer_is_weighed(tmp_path: Path) -> None:
    held = {"text": "Ostrya controls most of the Selm region", "type": "hold", "actor": _OSTRYA, "places": (_SELM,)}
    path = _kept(tmp_path / "sayso.db", [reading(f"r{day}", _day(day), "Interwire", dict(held)) for day in (4, 6)])
    found = _learned(path, 4)
    assert not found.empty
    assert [answer.event.title for answer in found.regions] == ["control of Selm region"]
    assert _learned(path, 6).empty, "one account says the same again"


def test_reports_without_claims_are_counted(own: Path) -> None:
    quiet, other = reading("quiet", _day(20), "Interwire"), reading("other", _day(20), "Новини", language="uk")
    _kept(own, [quiet, other])
    news = _learned(own, 20).news
    assert (news.reports, news.silent, news.unread) == (0, 1, 1)
    assert _learned(own, 20, asked=Asked(side="Varnia")).news.silent == 0


def test_what_is_told_for_the_first_time_changed_no_hands(siege: Path) -> None:
    (turn,) = _learned(siege, 4).turns
    assert turn.before is None
    assert not turn.turned


def test_every_account_gives_its_figure_and_copies_count_once(siege: Path) -> None:
    (first,) = _learned(siege, 4).harm
    (toll,) = first.tolls
    ((given),) = toll.given
    assert (given.told.min, given.fresh, given.reports, toll.before) == (4, True, 2, None)
    assert first.answer.tree.count == 1
    (second,) = _learned(siege, 5).harm
    (toll,) = second.tolls
    assert toll.moved
    assert toll.before is not None
    assert (figure_words(toll.before), figure_words(toll.figure)) == ("4 killed", "4 to 7 killed")
    assert [(g.told.account.name, g.fresh) for g in toll.given] == [
        ("International Committee of the Red Cross", True),
        ("Ilona Marek", False),
    ]


def test_a_reprint_of_an_old_story_is_no_news(own: Path) -> None:
    wire = READINGS[0]
    again = replace(
        wire,
        report=replace(wire.report, id="post-1", outlet="Mlin Post", published=_day(8)),
        claims=tuple(replace(claim, id=f"post-{claim.id}", report="post-1") for claim in wire.claims),
    )
    _kept(own, [again])
    found = _learned(own, 8)
    assert found.empty
    assert (found.news.reports, found.news.reprints, found.news.entries) == (1, 1, ())


def test_who_says_the_same_number_again_tells_nothing_new(own: Path) -> None:
    again = {
        "text": "the Red Cross counted seven dead at the bus station", "type": "casualties",
        "when": When(_day(2), _day(2)), "source": Source("Red Cross", "organisation"), "counts": (Count("killed", 7),),
    }  # fmt: skip
    _kept(own, [reading("nine-3", _day(8), "Channel Nine", again)])
    assert not _learned(own, 8).harm


def test_a_new_version_is_news_only_where_it_says_something_else(own: Path) -> None:
    nine = READINGS[2]
    fewer = replace(nine.claims[1], id="nine-1.9", counts=(Count("killed", 6),))
    later = replace(
        nine,
        report=replace(nine.report, published=_day(7), title="CORRECTED - News of nine-1"),
        claims=(replace(nine.claims[0], id="nine-1.8"), fewer),
    )
    _kept(own, [later])
    found = _learned(own, 7)
    assert not found.turns
    assert [entry.claim.id for entry in found.news.entries] == ["nine-1.9"]
    (harm,) = found.harm
    (toll,) = harm.tolls
    assert toll.before is not None
    assert (figure_words(toll.before), figure_words(toll.figure)) == ("4 to 7 killed", "4 to 6 killed")
    assert [entry.claim.counts for entry in harm.lost] == [(Count("killed", 7),)]
    assert [each.replaced.new[1].report for each in found.became.corrected] == ["nine-1"]


def test_what_is_taken_back_turns_a_place_without_a_word(own: Path) -> None:
    with Ledger.open(own, create=True) as ledger:
        Keeper(ledger).withdraw("wire-2", _day(13), why="It was another town.")
    found = _learned(own, 13)
    (turn,) = found.turns
    assert turn.before is not None
    assert (turn.before.status, turn.after.status, turn.fresh) == ("held", "contested", ())
    assert [(each.publication.report, each.why) for each in found.became.withdrawn] == [
        ("wire-2", "It was another town.")
    ]


def test_a_toll_that_was_taken_back_falls_without_a_word(own: Path) -> None:
    with Ledger.open(own, create=True) as ledger:
        Keeper(ledger).withdraw("nine-1", _day(9), why="The count was another one.")
    (harm,) = _learned(own, 9).harm
    (toll,) = harm.tolls
    assert toll.before is not None
    assert (figure_words(toll.before), figure_words(toll.figure)) == ("4 to 7 killed", "4 killed")
    assert not harm.fresh
    assert [entry.publication.report for entry in harm.lost] == ["nine-1"]
    assert not _learned(own, 9, asked=Asked(place="Mlin")).harm


def test_a_correction_is_told_once_from_the_first_version_to_the_last(own: Path) -> None:
    nine = READINGS[2]
    for day, dead in ((7, 6), (8, 5)):
        changed = replace(nine.claims[1], id=f"nine-1.{day}", counts=(Count("killed", dead),))
        report = replace(nine.report, published=_day(day), title="CORRECTED")
        _kept(own, [replace(nine, report=report, claims=(replace(nine.claims[0], id=f"nine-1.0{day}"), changed))])
    (each,) = _learned(own, 7, 8).became.corrected
    assert (each.replaced.old[1].published, each.replaced.new[1].published) == (_day(5), _day(8))
    assert not _learned(own, 9).became, "nothing was published since, and the correction was told"
    with Ledger.open(own) as ledger:
        assert not digest(ledger, since=_day(4), until=_day(6), asked=Asked(known=_day(9))).became.corrected


def test_prisoners_who_come_free_are_not_harmed(tmp_path: Path) -> None:
    swap = {"text": "Varnia and Ostrya exchanged 120 prisoners of war", "counts": (Count("prisoners", 120),)}
    taken = {"text": "Ostryan soldiers detained 11 men", "counts": (Count("captured", 11),), "places": (MLIN,)}
    told = [{"type": "detention", "when": When(_day(4), _day(4)), **each} for each in (swap, taken)]
    found = _learned(_kept(tmp_path / "sayso.db", [reading("r", _day(4), "Interwire", *told)]), 4)
    assert [harm.answer.event.title for harm in found.harm] == ["detention in Mlin"]
    assert [answer.event.title for answer in found.others] == ["exchange of prisoners in Hradov"]


def test_harm_that_copies_tell_is_told_once(tmp_path: Path) -> None:
    story = "2,300 men were killed and wounded in a week of fighting on the river, by what the ministry counts"
    word = {"text": story, "type": "casualties", "counts": (Count("killed", 2300),), "places": (_SELM,)}
    wire = [reading(id, _day(4), id, dict(word), {**_LONE, "places": ()}) for id in ("p1", "p2")]
    inner = replace(wire[0].claims[0], id="p1.9", text="killed", start=15, end=21, counts=())
    wire[0] = replace(wire[0], claims=(*wire[0].claims, inner))
    found = _learned(_kept(tmp_path / "sayso.db", wire), 4)
    assert [len(harm.answer.event.entries) for harm in found.harm if harm.tolls] == [2]
    assert [[entry.claim.text for entry in harm.words] for harm in found.harm if not harm.tolls] == [[_LONE["text"]]]


def test_hindsight_is_let_in_only_when_it_is_asked_for(own: Path) -> None:
    with Ledger.open(own, create=True) as ledger:
        Keeper(ledger).withdraw("nine-1", _day(9))
    assert _learned(own, 5).harm
    assert not _learned(own, 5, asked=Asked(known=_day(9))).harm


def test_denials_and_those_who_admit_are_found(own: Path) -> None:
    strike = {
        "text": "a missile hit the school of Mlin", "type": "airstrike", "places": (MLIN,),
        "when": When(_day(14), _day(14)), "source": Source("Varnia's General Staff", "military", "Varnia"),
        "actor": _OSTRYA, "stances": (Stance("Ostrya's Defence Ministry", "denies"),),
    }  # fmt: skip
    chatter = {"text": "nobody knew where the road led", "type": "statement", "modality": "negated"}
    _kept(own, [reading("nine-4", _day(15), "Channel Nine", strike, chatter)])
    found = _learned(own, 15)
    (one,) = found.disputed
    assert [root.account.name for root in one.denials] == ["Ostrya"]
    assert one.answer.event.type == "airstrike"


def test_an_earlier_claim_is_confirmed_by_who_tells_it_later(siege: Path) -> None:
    (one,) = _learned(siege, 5).became.confirmed
    assert (one.by.name, one.verdict.by.name) == ("Ilona Marek", "International Committee of the Red Cross")
    assert not _learned(siege, 4).became.confirmed


def test_it_can_be_narrowed_by_side_place_and_conflict(siege: Path) -> None:
    assert not _learned(siege, 5, asked=Asked(side="Ostrya")).turns
    assert _learned(siege, 5, asked=Asked(side="Varnia")).turns
    assert _learned(siege, 11, asked=Asked(place="Mlin")).empty
    assert _learned(siege, 4, asked=Asked(source="Red Cross")).empty, "it has not spoken yet, and will"
    assert _learned(siege, 4, asked=Asked(place=HRADOV.name)).turns
    assert _learned(siege, 4, asked=Asked(theatre="varnia")).turns
    assert _learned(siege, 4, asked=Asked(theatre="elsewhere")).empty


def test_the_last_day_is_meant_where_none_is_given(siege: Path) -> None:
    with Ledger.open(siege) as ledger:
        assert (digest(ledger).news.since, digest(ledger).news.until) == (_day(11), _day(11))
        assert digest(ledger, since=_day(20)).empty
        with pytest.raises(InputError, match="no later than 2031-03-10"):
            digest(ledger, since=_day(12), asked=Asked(known=_day(10)))


def test_a_server_says_the_same_as_a_file(database_url: str, siege: Path) -> None:
    with Ledger.open(database_url, create=True) as other, Ledger.open(siege) as ledger:
        for each in READINGS:
            Keeper(other).keep(each)
        for day in (4, 5, 11):
            assert record(digest(other, since=_day(day), until=_day(day))) == record(
                digest(ledger, since=_day(day), until=_day(day))
            )


def test_an_empty_ledger_has_learned_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "sayso.db", create=True) as ledger:
        assert digest(ledger, since=_day(3)).empty

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.check_conllu import faults
from training.war import conllu, templates, war_sentences
from training.war_notation import parse


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_every_seed_gives_whole_trees_whose_words_make_the_text(seed: int) -> None:
    assert faults(conllu(war_sentences(seed, each=2))) == []


def test_a_seed_always_gives_the_same_sentences() -> None:
    assert war_sentences(3) == war_sentences(3)
    assert war_sentences(3) != war_sentences(4)


def test_there_are_enough_patterns_and_sentences() -> None:
    assert len(set(templates())) == len(templates()) >= 120
    assert len(war_sentences(0)) >= 1200


def test_the_notation_gives_heads_relations_and_tags() -> None:
    words = parse("S:they said/D [ccomp [S a raid/N [N on Old/P@LOC flat:Tarn/P@LOC]] had failed/E] .")
    assert [(w.form, w.head, w.relation) for w in words] == [
        ("they", 2, "nsubj"), ("said", 0, "root"), ("a", 4, "det"), ("raid", 9, "nsubj"), ("on", 6, "case"),
        ("Old", 4, "nmod"), ("Tarn", 6, "flat"), ("had", 9, "aux"), ("failed", 2, "ccomp"), (".", 2, "punct"),
    ]  # fmt: skip
    assert [w.upos for w in words] == ["PRON", "VERB", "DET", "NOUN", "ADP", "PROPN", "PROPN", "AUX", "VERB", "PUNCT"]


@pytest.mark.parametrize(
    "pattern", ["[S a raid/N] the .", "[S raid/N failed/D", "raid/N failed/D", "[Q raid/N] failed/D"]
)
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"head|bracket|relation"):
        parse(pattern)


def test_the_checker_sees_a_cycle_two_roots_and_a_wrong_text() -> None:
    row = "{}\t{}\t_\tNOUN\tNN\t_\t{}\t{}\t_\tEntity=O"
    good = "\n".join(["# text = a b", row.format(1, "a", 0, "root"), row.format(2, "b", 1, "nmod")])
    assert faults(good) == []
    assert "cycle" in faults(good.replace("\t1\tnmod", "\t2\tnmod"))[0]
    assert "2 roots" in faults(good.replace("\t1\tnmod", "\t0\troot"))[0]
    assert "make" in faults(good.replace("= a b", "= ab"))[0]

"""Attributions laid over tokens: the inner one wins."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from sayso.model import Source
from sayso.reader.attribution_model import Attribution, Attributions, content_of


def _doc(words: list[str]) -> Doc:
    return Doc(Vocab(), words=words, heads=[0] * len(words), deps=["ROOT"] + ["dep"] * (len(words) - 1))


def _over(*tokens: int, cue_token: int = -1) -> Attribution:
    return Attribution(Source("Vera Tolan"), "speech", "said", frozenset(tokens), cue_token)


def test_a_word_that_nobody_says_is_narration() -> None:
    doc = _doc(["Rain", "fell"])
    assert Attributions(of_token=[-1, -1]).at(doc[0]) is None


def test_the_inner_attribution_wins_whichever_comes_first() -> None:
    doc = _doc(["a", "b", "c"])
    outer, inner = _over(0, 1, 2), _over(1)
    for order in ((outer, inner), (inner, outer)):
        found = Attributions(of_token=[-1, -1, -1])
        for attribution in order:
            found.add(attribution)
        assert found.at(doc[1]) is inner
        assert found.at(doc[0]) is found.at(doc[2]) is outer


def test_a_cue_is_found_by_its_token() -> None:
    found = Attributions(of_token=[-1, -1])
    found.add(_over(0, cue_token=1))
    assert found.cue_tokens == {1: 0}


def test_content_leaves_out_subtrees() -> None:
    doc = Doc(
        Vocab(), words=["Darel", "said", "Orn", "fell"], heads=[1, 1, 3, 1], deps=["nsubj", "ROOT", "nsubj", "ccomp"]
    )
    assert content_of(doc, doc[3]) == {0, 1}

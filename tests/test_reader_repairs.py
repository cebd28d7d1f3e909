from __future__ import annotations

import spacy
from spacy.tokens import Doc

from sayso.reader.repairs import repair
from tests.reading import claims_of, find

VOCAB = spacy.blank("en").vocab


def _doc(*rows: str) -> Doc:
    """Rows of "word POS TAG head dep lemma"; the head is one-based, 0 the root."""
    cells = [r.split() for r in rows]
    return Doc(
        VOCAB,
        words=[c[0] for c in cells],
        pos=[c[1] for c in cells],
        tags=[c[2] for c in cells],
        heads=[int(c[3]) - 1 if c[3] != "0" else k for k, c in enumerate(cells)],
        deps=[c[4] if c[3] != "0" else "ROOT" for c in cells],
        lemmas=[c[5] if len(c) > 5 else c[0].lower() for c in cells],
    )


def test_the_object_of_a_cue_may_be_the_subject_of_what_was_said() -> None:
    doc = repair(
        _doc(
            "He PRON PRP 2 nsubj", "said VERB VBD 0 root say", "rain NOUN NN 2 obj",
            "closed VERB VBD 2 ccomp close", "roads NOUN NNS 4 obj",
        )
    )  # fmt: skip
    assert (doc[2].head.i, doc[2].dep_) == (3, "nsubj")


def test_a_clause_with_its_own_subject_is_left() -> None:
    doc = repair(
        _doc(
            "He PRON PRP 2 nsubj", "told VERB VBD 0 root tell", "reporters NOUN NNS 2 obj", "it PRON PRP 5 nsubj",
            "rained VERB VBD 2 ccomp rain",
        )
    )  # fmt: skip
    assert (doc[2].head.i, doc[2].dep_) == (1, "obj")


def test_a_title_and_a_name_are_one_subject() -> None:
    doc = repair(_doc("spokesman NOUN NN 3 nsubj", "Darel PROPN NNP 3 nsubj", "spoke VERB VBD 0 root speak"))
    assert (doc[1].head.i, doc[1].dep_) == (0, "flat")


def test_a_weekday_dates_the_verb() -> None:
    doc = repair(
        _doc(
            "Ministry NOUN NN 4 nsubj", "on ADP IN 3 case", "Monday PROPN NNP 1 nmod", "spoke VERB VBD 0 root speak"
        )
    )  # fmt: skip
    assert (doc[2].head.i, doc[2].dep_) == (3, "obl")


def test_a_plain_tree_stays_as_it_is() -> None:
    doc = _doc("Rain NOUN NN 2 nsubj", "fell VERB VBD 0 root fall")
    before = [(t.head.i, t.dep_) for t in doc]
    assert [(t.head.i, t.dep_) for t in repair(doc)] == before


def test_nothing_to_mend_in_an_empty_doc() -> None:
    assert len(repair(Doc(VOCAB))) == 0


def test_a_cue_between_commas_is_beside_the_clause_and_not_under_its_subject() -> None:
    doc = repair(
        _doc(
            "Bridges NOUN NNS 7 nsubj", ", PUNCT , 4 punct", "police NOUN NNS 4 nsubj", "said VERB VBD 1 acl:relcl say",
            ", PUNCT , 4 punct", "were AUX VBD 7 cop be", "open ADJ JJ 0 root",
        )
    )  # fmt: skip
    assert (doc[3].head.i, doc[3].dep_) == (6, "parataxis")


def test_a_name_behind_what_was_told_is_the_speakers() -> None:
    text = "Ostryan forces shelled the town of Kadrin on Monday, Lodan Petrik, a spokesman for the army, reported."
    find(text, type="shelling", source="Lodan Petrik", actor_side="Ostrya")
    find("The village of Mlin was taken by Ostryan forces, reported the Selm Observatory.", source="Selm Observatory")
    find("The Ostryan army, Lodan Petrik and a clerk left Kadrin, the mayor said.", source="mayor")


def test_a_name_that_looks_like_an_address_is_the_speakers() -> None:
    text = "Ostryan soldiers would take Kadrin, Radko Dolov, a spokesman for the army's Central group, said."
    find(text, type="capture", source="Radko Dolov", modality="intended")
    assert not [c for c in claims_of("Ostryan soldiers left Kadrin, and Radko Dolov said nothing.") if c.cue]

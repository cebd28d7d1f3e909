from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Block, BlockKind, Report
from sayso.reader.document import Document, prepare
from sayso.reader.language import load_pipeline

NLP = load_pipeline()


def _report(*parts: tuple[BlockKind, str], between: str = "\n\n") -> Report:
    text, blocks = "", []
    for kind, words in parts:
        blocks.append(Block(kind, len(text), len(text) + len(words)))
        text += words + between
    return Report(id="r", text=text, blocks=tuple(blocks))


def _one(report: Report) -> Document:
    (document,) = prepare(NLP, [report])
    return document


def _holds(document: Document) -> None:
    report, doc = document.report, document.doc
    assert doc.text == report.text
    assert all(report.text[t.idx : t.idx + len(t.text)] == t.text for t in doc)
    assert len(document.sentence_of) == len(document.paragraph_of) == len(doc)
    for number, paragraph in enumerate(document.paragraphs):
        assert paragraph.number == number
        for sentence in paragraph.sentences:
            assert paragraph.block.start <= sentence.start_char
            assert sentence.end_char <= paragraph.block.end
            assert all(document.paragraph_of[t.i] == number for t in sentence)
    assert all(document.sentence_of[t.i] == k for k, s in enumerate(document.sentences) for t in s)


def test_only_body_and_captions_are_read() -> None:
    caption: tuple[BlockKind, str] = ("caption", "A wet street.")
    credit: tuple[BlockKind, str] = ("credit", "Photo")
    document = _one(_report(("headline", "Rain in Tarn"), ("body", "It rained. It stopped."), caption, credit))
    _holds(document)
    assert [p.block.kind for p in document.paragraphs] == ["body", "caption"]
    assert [s.text for s in document.sentences] == ["It rained.", "It stopped.", "A wet street."]
    assert document.sentence_of[0] == document.paragraph_of[0] == -1


def test_a_report_without_blocks_is_all_body() -> None:
    document = _one(Report(id="r", text="It rained. “It stopped,” she said."))
    _holds(document)
    assert len(document.paragraphs) == 1
    assert [document.report.text[slice(*q.inner)] for q in document.quotes] == ["It stopped,"]
    stopped = next(t for t in document.doc if t.text == "stopped")
    assert document.quote_of(stopped) == document.quotes[0]
    assert document.quote_of(document.doc[0]) is None
    assert document.paragraph(stopped) is document.paragraphs[0]


def test_reports_come_out_in_order_and_as_they_would_alone() -> None:
    reports = [
        Report(id="a", text="The mayor of Tarn said that two bridges were closed, and the band went home."),
        Report(id="b", text=""),
        Report(id="c", text="It rained in Merova on Sunday. Nobody came."),
    ]
    together = list(prepare(NLP, reports))
    assert [d.report.id for d in together] == ["a", "b", "c"]
    for document in together:
        _holds(document)
        alone = _one(document.report)
        assert [(t.dep_, t.head.i, t.tag_) for t in alone.doc] == [(t.dep_, t.head.i, t.tag_) for t in document.doc]


def test_is_lazy() -> None:
    def stream() -> object:
        yield Report(id="a", text="It rained.")
        raise AssertionError("a report was asked for before the last was done")

    assert next(prepare(NLP, stream())).report.id == "a"  # type: ignore[arg-type]  # a generator that fails on purpose


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["body", "caption", "headline", "boilerplate"]),
            st.text(alphabet=st.sampled_from("aé .“”\n\tT1🙂‘’\"'"), min_size=1, max_size=30),
        ),
        max_size=5,
    ),
    st.sampled_from(["", " ", "\n\n", "· "]),
)
def test_offsets_are_those_of_the_report(parts: list[tuple[BlockKind, str]], between: str) -> None:
    report = _report(*parts, between=between)
    document = _one(report)
    _holds(document)
    blocks = [(p.block.start, p.block.end) for p in document.paragraphs]
    assert all(any(a <= q.start < q.end <= b for a, b in blocks) for q in document.quotes)
    assert all(a.end <= b.start for a, b in pairwise(document.quotes))

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from sayso.errors import SetupError
from sayso.reader.language import COMPONENTS, load_pipeline


def test_the_packaged_pipeline_is_loaded_once() -> None:
    assert load_pipeline() is load_pipeline()
    assert tuple(load_pipeline().pipe_names) == COMPONENTS


def test_components_declare_what_they_need_and_give() -> None:
    analysis = load_pipeline().analyze_pipes()
    assert analysis is not None
    assert not any(analysis["problems"].values())


def test_a_folder_may_be_named(tmp_path: Path) -> None:
    load_pipeline().to_disk(tmp_path / "model")
    again = load_pipeline(str(tmp_path / "model"))
    assert again.pipe_names == list(COMPONENTS)
    assert [t.lemma_ for t in again("He said so.")][:2] == ["he", "say"]


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(SetupError, match="--model: spaCy model: no_such_model: install it first"):
        load_pipeline("no_such_model")


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(SetupError, match="choose one with a parser"):
        load_pipeline(str(tmp_path / "blank"))

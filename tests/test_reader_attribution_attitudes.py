"""What people think, want and hold of things, frame by frame."""

from __future__ import annotations

import pytest

from tests.relating import told

FRAMES = [
    ("Residents fear that the dam will break.", ("Residents", "fear", "that the dam will break")),
    ("The mayor knows that winter is coming.", ("The mayor", "knows", "that winter is coming")),
    (
        "Officials have not said when the bridge will reopen.",
        ("Officials", "have not said", "when the bridge will reopen"),
    ),
    ("The army did not say how they escaped.", ("The army", "did not say", "how they escaped")),
    ("Orn wants to rebuild the bridge.", ("Orn", "wants", "to rebuild the bridge")),
    ("The rebels refused to leave the town.", ("The rebels", "refused", "to leave the town")),
    ("Ivo Stanek criticised the slow evacuation.", ("Ivo Stanek", "criticised", "the slow evacuation")),
    ("The envoy praised the new truce.", ("The envoy", "praised", "the new truce")),
    ("Belova complained about the power cuts.", ("Belova", "complained", "the power cuts")),
    ("The minister spoke of a long war.", ("The minister", "spoke", "a long war")),
    ("Doctors are afraid that supplies will run out.", ("Doctors", "are afraid", "that supplies will run out")),
    ("The governor was sure that help would come.", ("The governor", "was sure", "that help would come")),
    ("Her fear that the roof would fall kept the family outside.", ("Her", "fear", "that the roof would fall")),
    ("Nobody believed his promise to return.", ("his", "promise", "to return")),
    ("Doctors voiced concern about the water.", ("Doctors", "voiced", "the water")),
    ("Aid groups have doubts about the truce.", ("Aid groups", "have", "the truce")),
    ("The mayor warned residents to stay indoors.", ("The mayor", "warned", "residents to stay indoors")),
    ("The army encouraged people to leave.", ("The army", "encouraged", "people to leave")),
    ("The truce is expected to last.", ("", "is expected", "The truce … to last")),
    ("The bridge was seen as a target.", ("", "was seen", "The bridge … as a target")),
    ("Analysts see the offer as a trap.", ("Analysts", "see", "the offer as a trap")),
    ("The envoy considers the ceasefire a failure.", ("The envoy", "considers", "the ceasefire a failure")),
    ("The court ruled that the raid was illegal.", ("The court", "ruled", "that the raid was illegal")),
    ("Farmers were worried that the wells would dry up.", ("Farmers", "were worried", "that the wells would dry up")),
    ("The guards attacked the plan.", ("The guards", "attacked", "the plan")),
    ("The union backed Stanek.", ("The union", "backed", "Stanek")),
]


@pytest.mark.parametrize(("text", "want"), FRAMES)
def test_frames(text: str, want: tuple[str, str, str]) -> None:
    assert want in told(text)


@pytest.mark.parametrize(
    "text", ["Voters who support him filled the square.", "The guards tried to defend the eastern gate."]
)
def test_a_clause_that_tells_which_ones_is_no_attitude(text: str) -> None:
    assert told(text) == ()


@pytest.mark.parametrize("text", ["The engineers raised the bridge.", "Volunteers welcomed the buses."])
def test_verbs_of_handling_things_are_no_cues(text: str) -> None:
    assert told(text) == ()

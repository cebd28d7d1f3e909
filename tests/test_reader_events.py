"""What happened: the 21 types, told by verbs and by nouns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import claims_of, find, types_of

Want = dict[str, Any]

VERBS: list[tuple[str, str]] = [
    ("Ostryan forces captured the village of Hradov.", "capture"),
    ("Varnian troops retook the town of Lesnava on Sunday.", "capture"),
    ("Varnian soldiers liberated the village of Mlin.", "capture"),
    ("The town of Lesnava fell to Ostryan forces in May.", "capture"),
    ("Ostryan troops took control of the town of Orvik.", "capture"),
    ("Ostryan forces hold the town of Dolmir.", "hold"),
    ("Varnian troops still control the village of Mlin.", "hold"),
    ("The city of Dolmir is under Ostryan control.", "hold"),
    ("Varnian forces withdrew from the village of Hradov.", "withdraw"),
    ("Ostryan troops retreated from Lesnava on Sunday.", "withdraw"),
    ("Varnian soldiers pulled out of the town.", "withdraw"),
    ("Ostryan forces advanced towards the town of Kamsin.", "advance"),
    ("Varnian troops made gains near the village of Mlin.", "advance"),
    ("Ostryan forces broke through Varnian lines near Orvik.", "advance"),
    ("Ostryan troops attacked the village of Mlin on Sunday.", "attack"),
    ("Ostryan forces stormed the town of Lesnava.", "attack"),
    ("Ostryan troops besieged the city of Dolmir.", "attack"),
    ("Ostryan forces surrounded the town of Orvik.", "attack"),
    ("Ostryan forces took the town of Orvik in a pincer.", "attack"),
    ("Varnian troops have taken the village of Mlin into a semi-encirclement.", "attack"),
    ("Ostryan forces took the town of Orvik in a day.", "capture"),
    ("The Ostryan flag flew over the village of Hradov on Sunday.", "hold"),
    ("Explosions shook the city of Dolmir overnight.", "attack"),
    ("Varnian forces repelled three attacks near Mlin.", "repel"),
    ("Varnian troops beat back an Ostryan assault on Lesnava.", "repel"),
    ("Varnian air defences shot down 12 drones over Kamsin.", "repel"),
    ("Varnian and Ostryan troops clashed near the village of Mlin.", "clash"),
    ("Fighting raged in the town of Lesnava on Sunday.", "clash"),
    ("Ostryan forces shelled the town of Lesnava.", "shelling"),
    ("Ostryan artillery bombarded the village of Mlin.", "shelling"),
    ("Ostryan warplanes bombed the town of Orvik.", "airstrike"),
    ("Ostrya fired 20 missiles at the city of Dolmir.", "airstrike"),
    ("Drones attacked the port of Halven overnight.", "airstrike"),
    ("A shell killed two people in Kamsin.", "casualties"),
    ("Three soldiers died in the village of Mlin.", "casualties"),
    ("Five people are missing in Kamsin.", "casualties"),
    ("Rescuers pulled six people from the rubble.", "rescue"),
    ("Authorities evacuated 300 people from Lesnava.", "rescue"),
    ("Firefighters rescued two children in Kamsin.", "rescue"),
    ("A missile destroyed a school in Kamsin.", "airstrike"),
    ("The blast damaged four houses in Orvik.", "damage"),
    ("Ostryan soldiers looted shops in Dolmir.", "damage"),
    ("An oil depot caught fire in Zubrin.", "damage"),
    ("Thousands of residents fled the town of Lesnava.", "displacement"),
    ("The war has displaced 20,000 people.", "displacement"),
    ("Varnian forces captured 12 Ostryan soldiers near Mlin.", "detention"),
    ("Police arrested two men in Velmar on Sunday.", "detention"),
    ("The two sides exchanged 60 prisoners on Tuesday.", "detention"),
    ("Ostryan troops dug trenches near the town of Dolmir.", "fortify"),
    ("Ostryan forces mined the fields around Dolmir.", "fortify"),
    ("Ostryan forces have fortified the city of Dolmir.", "fortify"),
    ("Ostrya sent 2,000 troops to the town of Kadrin.", "deploy"),
    ("Ostrya deployed paratroopers to the Selm region.", "deploy"),
    ("France sent Varnia 20 tanks in May.", "supply"),
    ("Germany pledged 50 million euros in aid to Varnia.", "supply"),
    ("Viktor Halm visited troops near Zubrin on Monday.", "meeting"),
    ("Milan Sorvo met the French president in Velmar on Monday.", "meeting"),
    ("Varnia and Ostrya signed a ceasefire agreement in May.", "agreement"),
    ("Varnia and Ostrya agreed on a ceasefire on Sunday.", "agreement"),
    ("Milan Sorvo urged allies to send more air defences.", "appeal"),
    ("Milan Sorvo called for a ceasefire on Monday.", "appeal"),
    ("Milan Sorvo called on Ostrya to withdraw its troops.", "appeal"),
    ("Karel Aust said the coming winter would be the hardest of all for Varnia.", "statement"),
]


@pytest.mark.parametrize(("text", "kind"), VERBS)
def test_a_verb_tells_the_type(text: str, kind: str) -> None:
    assert kind in types_of(text)


NOUNS: list[tuple[str, str]] = [
    ("Ostrya announced the capture of Hradov.", "capture"),
    ("Ostrya announced the liberation of the town of Lesnava.", "capture"),
    ("Karel Aust announced the withdrawal of Varnian troops from Hradov.", "withdraw"),
    ("Karel Aust confirmed an Ostryan advance near the village of Mlin.", "advance"),
    ("Varnian officials reported an Ostryan attack on Lesnava.", "attack"),
    ("Residents reported explosions in the city of Dolmir.", "attack"),
    ("Varnian officials reported heavy fighting near Mlin.", "clash"),
    ("There were clashes near the village of Mlin on Sunday.", "clash"),
    ("Varnian officials reported Ostryan shelling of the town of Lesnava.", "shelling"),
    ("Ostrya carried out a missile strike on Kamsin on Sunday.", "airstrike"),
    ("Varnian officials reported a drone attack on the port of Halven.", "airstrike"),
    ("Ostryan artillery fire hit the town of Lesnava.", "shelling"),
    ("Varnian officials reported no casualties in Kamsin.", "casualties"),
    ("Varnian officials announced the evacuation of 300 people from Lesnava.", "rescue"),
    ("The attack caused damage to a school in Kamsin.", "damage"),
    ("A fire broke out at the Zubrin oil depot on Sunday.", "damage"),
    ("Karel Aust announced a prisoner exchange on Tuesday.", "detention"),
    ("Viktor Halm announced the deployment of troops to the Selm region.", "deploy"),
    ("France announced a delivery of tanks to Varnia.", "supply"),
    ("Officials from Varnia and Ostrya held talks in Vienna on Monday.", "meeting"),
    ("Milan Sorvo announced a ceasefire on Monday.", "agreement"),
]


@pytest.mark.parametrize(("text", "kind"), NOUNS)
def test_a_noun_tells_the_type(text: str, kind: str) -> None:
    assert kind in types_of(text)


PASSIVES: list[tuple[str, Want]] = [
    ("The village of Hradov was captured by Ostryan forces on Sunday.", {"type": "capture", "actor_side": "Ostrya"}),
    ("Lesnava was shelled by Ostryan troops overnight.", {"type": "shelling", "actor_side": "Ostrya"}),
    ("Two attacks were repelled by Varnian troops near Mlin.", {"type": "repel", "actor_side": "Varnia"}),
    ("Ten drones were shot down over Kamsin.", {"type": "repel", "counts": {"drones": 10}}),
    ("A school was hit by a missile in Kamsin.", {"type": "airstrike", "places": ["Kamsin"]}),
    ("Three civilians were killed in Lesnava.", {"type": "casualties", "counts": {"killed": 3}}),
    ("Four soldiers were taken prisoner near Mlin.", {"type": "detention"}),
]


@pytest.mark.parametrize(("text", "want"), PASSIVES)
def test_passives(text: str, want: Want) -> None:
    find(text, **want)


def test_a_weapon_settles_what_kind_of_attack_it_was() -> None:
    assert types_of("Ostryan forces attacked the town of Lesnava.") == ["attack"]
    assert types_of("Ostryan forces attacked the town of Lesnava with drones.") == ["airstrike"]
    assert types_of("Ostryan forces attacked the town of Lesnava with artillery.") == ["shelling"]


NO_EVENT = [
    "Lesnava is a town of 9,000 people with a railway station.",
    "Dolmir, known for its salt mines, lies on a lake.",
    "Kamsin is the birthplace of a famous poet.",
]


@pytest.mark.parametrize("text", NO_EVENT)
def test_a_plain_description_is_no_claim(text: str) -> None:
    assert claims_of(text) == ()


NEAR: list[tuple[str, str]] = [
    ("Ostryan troops have surrounded the town of Orvik.", "attack"),
    ("Varnian defenders held out in the town of Lesnava.", "hold"),
    ("Varnian troops lost the village of Mlin in May.", "withdraw"),
    ("Varnian troops fended off an assault on the village of Mlin.", "repel"),
    ("Rescuers evacuated 40 patients from a hospital in Kamsin.", "rescue"),
    ("Residents fled the village of Mlin on foot.", "displacement"),
    ("Soldiers looted houses in the village of Mlin.", "damage"),
    ("A fire destroyed a warehouse in the port of Halven.", "damage"),
    ("Ostrya released 30 prisoners on Sunday.", "detention"),
    ("Varnia and Ostrya swapped prisoners on Sunday.", "detention"),
    ("An explosion rocked the city of Dolmir on Sunday.", "attack"),
    ("Varnian forces intercepted six missiles over Velmar.", "repel"),
    ("Ostrya lost 300 soldiers near Lesnava, Vera Tolan said.", "casualties"),
    ("Ostryan troops suffered heavy losses near Lesnava, Vera Tolan said.", "casualties"),
    ("A mortar attack hit the village of Mlin.", "shelling"),
    ("Ostryan troops fired rockets from launchers at the town of Kamsin.", "shelling"),
    ("Ostryan forces dropped glide bombs on the town of Kamsin.", "airstrike"),
    ("Ostryan troops were driven out of the village of Hradov.", "withdraw"),
    ("The Red Cross delivered aid to the town of Orvik.", "supply"),
]


@pytest.mark.parametrize(("text", "kind"), NEAR)
def test_near_types(text: str, kind: str) -> None:
    assert types_of(text) == [kind]


LIGHT: list[tuple[str, str]] = [
    ("Ostryan forces launched an attack on the village of Mlin.", "attack"),
    ("Ostryan troops carried out an air strike on the town of Orvik.", "airstrike"),
    ("Varnian troops conducted a raid on the village of Mlin.", "attack"),
    ("Ostryan forces launched an offensive near Lesnava.", "advance"),
    ("The two sides held a meeting in Geneva on Monday.", "meeting"),
]


@pytest.mark.parametrize(("text", "kind"), LIGHT)
def test_a_light_verb_leaves_the_type_to_its_noun(text: str, kind: str) -> None:
    assert types_of(text) == [kind]


# What a verb tells by who or what does it.
DOERS: list[tuple[str, str]] = [
    ("The town of Lesnava fell on Sunday.", "capture"),
    ("A bomb fell on the village of Mlin.", "airstrike"),
    ("Two mortar shells fell on the market in Kamsin.", "shelling"),
    ("Varnian drones destroyed a fuel depot at Zubrin.", "airstrike"),
    ("Ostryan jets set fire to a warehouse in Orvik.", "airstrike"),
    ("The rebels fled the village of Hradov at dawn.", "withdraw"),
    ("Ostryan soldiers fled Kadrin on foot.", "withdraw"),
    ("Hundreds of families fled the village of Hradov at dawn.", "displacement"),
    ("About 900 refugees crossed the border near Mlin.", "displacement"),
    ("Ostryan tanks crossed the border near Mlin.", "advance"),
    ("A convoy of flour reached the town of Orvik on Monday.", "supply"),
    ("A delegation of inspectors reached the Orvik power plant on Monday.", "meeting"),
    ("Varnian troops drove the invaders out of Hradov.", "capture"),
    ("Varnian marines pushed Ostryan units out of the town of Lesnava.", "capture"),
    ("Varnia lost the town of Hradov to Ostrya in May.", "capture"),
]


@pytest.mark.parametrize(("text", "kind"), DOERS)
def test_who_does_it_decides_what_a_verb_tells(text: str, kind: str) -> None:
    assert kind in types_of(text)


# Weapons are the doer's or named as the means; what is attacked is no weapon, and fighters are no fighter jets.
WEAPONS: list[tuple[str, str]] = [
    ("Rebel fighters stormed the town of Kadrin on Sunday.", "attack"),
    ("Ostryan fighters ambushed a patrol near Mlin.", "attack"),
    ("Ostryan infantry attacked an artillery battery near Orvik.", "attack"),
    ("Varnian marines raided a drone base near Zubrin.", "attack"),
    ("Ostryan howitzers fired at the village of Mlin.", "shelling"),
    ("Ostryan warships fired on the port of Halven.", "shelling"),
    ("Army helicopters fired rockets at the market in Kamsin.", "airstrike"),
    ("A Varnian helicopter attacked the port of Zubrin with rockets.", "airstrike"),
    ("Artillery hit a school in Orvik.", "shelling"),
    ("Artillery struck two houses in Mlin.", "shelling"),
]


@pytest.mark.parametrize(("text", "kind"), WEAPONS)
def test_the_weapon_tells_what_attack_it_was(text: str, kind: str) -> None:
    assert kind in types_of(text)


CARRIED: list[tuple[str, list[str]]] = [
    ("Drones attacked the port of Halven. It was also hit on Sunday.", ["airstrike", "airstrike"]),
    ("Ostryan artillery bombarded Mlin. Kamsin was targeted on Sunday.", ["shelling", "shelling"]),
    ("Ostryan infantry attacked Mlin. Kamsin was targeted on Sunday.", ["attack", "attack"]),
]


@pytest.mark.parametrize(("text", "kinds"), CARRIED)
def test_an_attack_of_no_named_weapon_is_of_the_kind_told_of_before(text: str, kinds: list[str]) -> None:
    assert types_of(text) == kinds


RARER: list[tuple[str, str]] = [
    ("Ostryan forces wrested the village of Mlin from its defenders.", "capture"),
    ("Varnian troops hoisted the flag over the village of Hradov.", "capture"),
    ("Ostryan soldiers are clinging to the town of Dolmir.", "hold"),
    ("Varnian marines garrison the village of Mlin.", "hold"),
    ("The last defenders slipped away from Hradov by night.", "withdraw"),
    ("Ostryan troops melted away from Lesnava.", "withdraw"),
    ("Varnian troops punched through two trench lines west of Lesnava.", "advance"),
    ("Ostryan columns swept into the Selm region.", "advance"),
    ("Ostryan forces have encircled the city of Dolmir.", "attack"),
    ("Ostryan troops hemmed in the town of Orvik.", "attack"),
    ("Varnian marines threw back an attack near Mlin.", "repel"),
    ("Defenders fought off an assault on Orvik.", "repel"),
    ("Border guards exchanged shots near Mlin.", "clash"),
    ("The two armies traded fire near Orvik.", "clash"),
    ("Two policemen were shot dead in Kamsin.", "casualties"),
    ("Gunmen gunned down a judge in Velmar.", "casualties"),
    ("Helicopters airlifted 40 people from Lesnava.", "rescue"),
    ("Sailors plucked 12 people from the sea off Halven.", "rescue"),
    ("Looters plundered the museum in Dolmir.", "damage"),
    ("The blast ripped open a pipeline near Orvik.", "damage"),
    ("Soldiers rounded up 60 people in Kadrin.", "detention"),
    ("Some 140 Varnian soldiers laid down their arms near Mlin.", "detention"),
    ("Residents erected barricades in Kadrin.", "fortify"),
    ("Residents threw up barricades in Orvik.", "fortify"),
    ("Ostrya rotated its troops near Dolmir.", "deploy"),
    ("Varnia rushed two brigades to the Selm region.", "deploy"),
    ("Lorries carried flour to the town of Orvik.", "supply"),
    ("The two planes airdropped food over Dolmir.", "supply"),
    ("Milan Sorvo cut short a visit to Kadrin.", "meeting"),
    ("The ministers broke off talks on Monday.", "meeting"),
    ("Varnia and Ostrya concluded a truce in May.", "agreement"),
    ("Both sides respected the ceasefire on Sunday.", "agreement"),
]


@pytest.mark.parametrize(("text", "kind"), RARER)
def test_rarer_verbs_of_war_reporting(text: str, kind: str) -> None:
    assert kind in types_of(text)


FIGURATIVE: list[tuple[str, str]] = [
    ("Oil prices fell by two percent on Sunday.", "capture"),
    ("The guns fell silent in Orvik.", "capture"),
    ("Six aircraft took part in the operation.", "capture"),
    ("Milan Sorvo rejected talk of a pullback.", "meeting"),
    ("The soldiers met little resistance.", "meeting"),
]


@pytest.mark.parametrize(("text", "kind"), FIGURATIVE)
def test_what_a_verb_is_about_tells_figures_of_speech_apart(text: str, kind: str) -> None:
    assert kind not in types_of(text)


def test_a_toll_that_rises_tells_of_the_dead() -> None:
    find("The number of dead in Kadrin had risen to two people.", type="casualties", counts={"killed": 2})
    assert "casualties" not in types_of("The number of buses in Kadrin had risen to two, the mayor said.")


def test_whom_one_pulls_out_decides_between_a_rescue_and_a_withdrawal() -> None:
    text = "Rescuers dragged four people from the rubble in Kadrin on Monday."
    find(text, type="rescue", counts={"rescued": 4})
    find("Ostrya pulled its troops out of Kadrin on Monday.", type="withdraw")


def test_what_a_side_never_does_is_its_word_on_itself() -> None:
    find("Both sides say that they do not shell hospitals.", type="statement", modality="negated")
    find("The Ostryan army said its troops did not shell Kadrin on Monday.", type="shelling", modality="negated")

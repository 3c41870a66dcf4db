"""What counts as a Vietnamese syllable."""

import pytest

from policies.text.syllables import FOREIGN, RARITY, UNHEARD


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quốc",
        "gì",
        "giếng",
        "khuỷu",
        "khuya",
        "hòa",
        "hoà",
        "thủy",
        "thuỷ",
        "quyết",
        "ương",
        "yêu",
        "uống",
        "ngoằn",
        "đắk",
        "kông",
    ],
)
def test_well_formed_syllables_are_known(word):
    assert word in RARITY


@pytest.mark.parametrize("word", ["tèt", "cê", "ngê", "kà", "ngha", "quu", "bcd", "zá", "été", "più", "señor", "nghành"])
def test_ill_formed_ones_are_not(word):
    assert word not in RARITY


def test_frequent_syllables_are_likelier_than_rare_ones():
    assert RARITY["và"] < RARITY["nghiêng"] < RARITY["nhoẹt"] == UNHEARD


@pytest.mark.parametrize("word", ["né", "più", "në", "só"])
def test_common_foreign_words_that_collide_are_listed(word):
    assert word in FOREIGN or word in RARITY

"""vocabulary.json: what the pack knows, by group; a concept maps to its synonyms, the first of which is suggested."""

from caption import AGE_WORDS, ETHNICITY, OLD_NOUNS, WEIGHT, plain
from concepts import (
    BEARDS,
    CLOTH_COLORS,
    CREATURES,
    EXPRESSIONS,
    EYES,
    FEATURES,
    HAIR,
    HAIR_COLORS,
    HATS,
    MATERIALS,
    PAINT,
    PERSONAS,
    TONES,
)  # fmt: skip
from degrade import WORDS


def unique(words):
    return list(dict.fromkeys(w for w in (plain(w) for w in words) if w))


def vocabulary():
    ages = {k: unique([*([k] if k in ("baby", "child") else []), *v]) for k, v in AGE_WORDS.items()}
    ages["teenager"].append("teenager")
    ages["old"] += OLD_NOUNS["male"] + OLD_NOUNS["female"]
    people = {"man": ["man", "guy", "male", "gentleman"], "woman": ["woman", "lady", "female"], "boy": ["boy"], "girl": ["girl"]}
    hair = {words[0]: words for words in (unique(entry[0]) for entry in HAIR.values())}
    return {
        "groups": {
            "age": ages,
            "people": people,
            "ethnicity": ETHNICITY,
            "skin": {w[0]: w for tones in TONES.values() for w, _ in tones if w},
            "build": {k: unique(v) for k, v in WEIGHT.items() if k != "average"},
            "face": {k: unique(v[0]) for k, v in FEATURES.items()},
            "expression": {k: unique(v[0]) for k, v in EXPRESSIONS.items()},
            "hair": {**hair, "bald": ["bald", "hairless", "no hair"]},
            "hair colour": {k: v[0] for k, v in HAIR_COLORS.items()},
            "eyes": {k: [f"{k} eyes"] for k in EYES},
            "brows": {"bushy eyebrows": ["bushy eyebrows"], "thin eyebrows": ["thin eyebrows"]},
            "beard": {**{k: unique([k, *v]) for k, v in BEARDS.items()}, "clean-shaven": ["clean-shaven", "without a beard"]},
            "glasses": {"glasses": ["glasses", "spectacles", "eyeglasses"], "sunglasses": ["sunglasses", "dark glasses"]},
            "hats": {unique(v)[0]: unique(v) for v in HATS.values()},
            "hat colour": {k: [k] for k in CLOTH_COLORS},
            "paint and marks": {k: unique(v) for k, v in PAINT.items()},
            "creatures": {k: v[0] for k, v in CREATURES.items()},
            "creature details": {"horns": ["horns", "curved horns", "ram horns", "straight horns"], "tusks": ["tusks"], "pointed ears": ["pointed ears"]},
            "characters": {k: v[0] for k, v in PERSONAS.items()},
            "materials": {k: v[0] for k, v in MATERIALS.items()},
            "negative": {k: unique(w for words in v for w in words.split(", ")) for k, v in WORDS.items()},
        }
    }  # fmt: skip

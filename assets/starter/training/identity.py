"""Draw random identities: a spec is a plain dict of named attributes from which geometry, shading and captions follow."""

from concepts import (
    CLOTH_COLORS,
    CREATURES,
    EXPRESSIONS,
    EYES,
    FEATURES,
    HAIR,
    HATS,
    MATERIALS,
    PAINT,
    PERSONAS,
    TONES,
)  # fmt: skip

HUMAN_COLORS = ["black", "dark brown", "brown", "blonde", "red", "auburn"]
WILD_COLORS = ["blue", "green", "pink", "purple"]
UNDER_HAT_HAIR = ["bob01", "long01", "short02", "buzz", "slicked", None, None]
AGES = (
    ("baby", 0.03), ("child", 0.08), ("teenager", 0.06), ("young", 0.30), ("middle-aged", 0.23), ("old", 0.22), ("very old", 0.08),
)  # fmt: skip


def weighted(rng, pairs):
    names, weights = zip(*pairs, strict=True)
    return rng.choices(names, weights)[0]


def choose_hair(rng, gender, age):
    """Hair style allowed for the gender, or None for bald."""
    bald = 0.5 if age == "baby" else (0.22 if gender == "male" and age not in ("child", "teenager") else 0.05)
    if rng.random() < bald:
        return None
    return rng.choice([name for name, (_, genders) in HAIR.items() if gender[0] in genders])


def hair_color(rng, age):
    if age == "very old":
        return rng.choice(["white", "white", "grey"])
    if age == "old":
        return rng.choice(["white", "white", "grey", "grey", "brown", "black", "red"])
    if age == "middle-aged" and rng.random() < 0.2:
        return "grey"
    return rng.choice(HUMAN_COLORS if rng.random() < 0.85 else WILD_COLORS + ["white"])


def choose_beard(rng, gender, age):
    if gender == "female" or age in ("baby", "child", "teenager") or rng.random() < 0.45:
        return None
    return weighted(
        rng,
        [("short beard", 2), ("full beard", 3), ("long beard", 3), ("bushy beard", 2), ("braided beard", 2), ("goatee", 1.5), ("moustache", 2), ("handlebar moustache", 1.2), ("stubble", 1.2)],
    )  # fmt: skip


def sample(rng):
    """A random spec. `rng` is a random.Random: the same seed gives the same identity."""
    kind = weighted(rng, [("human", 0.60), ("creature", 0.20), ("material", 0.11), ("persona", 0.09)])
    gender, age = rng.choice(["male", "female"]), weighted(rng, AGES)
    persona = rng.choice(list(PERSONAS)) if kind == "persona" else None
    preset = PERSONAS[persona][1] if persona else {}
    creature = rng.choice(list(CREATURES)) if kind == "creature" else None
    if creature:
        gender = rng.choice(["male", "male", "female"])
        age = rng.choice(["young", "middle-aged", "old"])
        if creature == "dwarf":
            gender = rng.choice(["male"] * 6 + ["female"])
    if persona and age in ("baby", "child"):
        age = "middle-aged"
    gender, age = preset.get("gender", gender), preset.get("age", age)
    main = rng.choice(["caucasian", "african", "asian"])
    mix = {e: 0.0 for e in TONES}
    mix[main] = 1.0
    if rng.random() < 0.35:
        other = rng.choice([e for e in mix if e != main])
        mix[other] = rng.uniform(0.2, 0.5)
        mix[main] -= mix[other]
    spec = {
        "seed": rng.getrandbits(30), "kind": kind, "gender": gender, "age": age, "mix": mix, "main": main, "persona": persona,
        "creature": creature, "material": rng.choice(list(MATERIALS)) if kind == "material" else None,
        "weight": weighted(rng, [("average", 5), ("fat", 1.6), ("thin", 1.6)]), "muscle": rng.uniform(-1, 1),
        "tone": rng.choice([0, 1, 1, 1, 2, 3][: 6 if len(TONES[main]) > 3 else 5]), "features": [], "expression": None,
        "eyes": rng.choice(list(EYES) if main == "caucasian" or rng.random() < 0.2 else ["brown", "brown", "hazel"]),
        "brows": rng.choice(["normal"] * 5 + ["bushy", "thin", "none"]),
    }  # fmt: skip
    spec["features"] = rng.sample(list(FEATURES), rng.choice([0, 0, 1, 1, 2, 3]))
    if "feature" in preset:
        spec["features"].append(preset["feature"])
    if rng.random() < 0.28:
        spec["expression"] = rng.choice(list(EXPRESSIONS))
    spec["hair"] = preset.get("hair", choose_hair(rng, gender, age))
    spec["hair_color"] = preset.get("hair_color", hair_color(rng, age))
    spec["beard"] = preset.get("beard", choose_beard(rng, gender, age))
    spec["beard_color"] = spec["hair_color"] if rng.random() < 0.8 else hair_color(rng, age)
    spec["hat"] = preset.get("hat", rng.choice(list(HATS)) if rng.random() < 0.2 else None)
    spec["hat_color"] = "red" if persona == "santa" else rng.choice(list(CLOTH_COLORS))
    spec["glasses"] = weighted(rng, [(None, 8), ("glasses", 1), ("sunglasses", 0.5)]) if kind in ("human", "material") else None
    chosen = [preset["paint"]] if "paint" in preset else ([rng.choice(list(PAINT))] if kind == "human" and rng.random() < 0.22 else [])
    spec["paint"] = [x for x in chosen if not (gender == "male" and x in ("lipstick", "eyeshadow"))]
    spec["paint_color"] = rng.choice(list(CLOTH_COLORS))
    if creature:
        creature_details(rng, spec)
    if spec["hat"]:
        spec["hair"] = rng.choice(UNDER_HAT_HAIR if gender == "female" else ["short02", "buzz", None, None, "long01"])
        if spec["hat"] in ("hood", "headscarf", "swim cap", "turban", "knight helmet"):
            spec["hair"] = None
        if spec["hat"] in ("hood", "headscarf") and spec["beard"] in ("long beard", "braided beard", "bushy beard"):
            spec["beard"] = "full beard"
    return spec


def creature_details(rng, spec):
    """Make hair, beard, horns, skin fit the creature."""
    creature = spec["creature"]
    spec["skin"] = rng.choice(CREATURES[creature][1])
    spec["hat"] = spec["hat"] if creature in ("goblin", "dwarf", "elf") and rng.random() < 0.5 else None
    spec["horns"] = rng.choice(["curved", "straight", "ram", "up"]) if creature in ("demon", "satyr") else None
    if creature in ("alien", "robot", "lizard", "ghost", "goblin", "ogre") and rng.random() < 0.85:
        spec["hair"] = None
    if creature in ("alien", "robot", "lizard", "ghost", "zombie", "vampire", "elf", "goblin", "ogre"):
        spec["beard"] = None
    if creature == "orc":
        spec["hair"] = rng.choice([None, None, "Harvey_Hawk1", "topknot", "dreadlocks", "long01", "buzz"])
    if creature == "dwarf" and spec["gender"] == "male":
        spec["beard"] = rng.choice(["long beard", "braided beard", "braided beard", "bushy beard", "full beard"])
        spec["beard_color"] = spec["hair_color"]
    if creature == "elf":
        spec["hair"] = rng.choice(
            ["long01", "slicked", "topknot", "long01"] + (["long_alpha7", "Braid01"] if spec["gender"] == "female" else ["long01"])
        )
        spec["features"] = [f for f in spec["features"] if "ears" not in f]
    if creature == "vampire":
        spec["hair"] = rng.choice(["slicked", "slicked", "long01", spec["hair"]])
    if creature == "robot":
        spec["brows"], spec["glasses"] = "none", None

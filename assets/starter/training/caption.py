"""Captions of identity specs: grammar with synonyms, varied order, partial descriptions and counter-examples."""

from concepts import BEARDS, CREATURES, EXPRESSIONS, FEATURES, HAIR, HAIR_COLORS, HATS, MATERIALS, PAINT, PERSONAS, TONES

ETHNICITY = {
    "caucasian": ["white", "caucasian", "european"], "african": ["black", "african", "dark-skinned"], "asian": ["asian", "east asian"],
}  # fmt: skip
AGE_WORDS = {
    "baby": [""], "child": ["", "young", "little"], "teenager": ["teenage", "adolescent"], "young": ["young", "young", ""],
    "middle-aged": ["middle-aged", "mature", ""], "old": ["old", "elderly", "aged", "old"], "very old": ["very old", "ancient", "old", "wrinkled old"],
}  # fmt: skip
NOUNS = {
    ("male", "baby"): ["baby", "baby boy", "toddler"], ("female", "baby"): ["baby", "baby girl", "toddler"],
    ("male", "child"): ["boy", "child", "kid"], ("female", "child"): ["girl", "child", "kid"],
    ("male", "teenager"): ["boy"], ("female", "teenager"): ["girl"],
    ("male", "young"): ["man", "man", "guy", "male"], ("female", "young"): ["woman", "woman", "lady", "female"],
    ("male", "middle-aged"): ["man", "man", "guy"], ("female", "middle-aged"): ["woman", "woman", "lady"],
    ("male", "old"): ["man", "man", "gentleman"], ("female", "old"): ["woman", "woman", "lady"],
}  # fmt: skip
OLD_NOUNS = {"male": ["grandpa", "grandfather"], "female": ["grandma", "grandmother"]}
WEIGHT = {"fat": ["fat", "overweight", "chubby", "obese"], "thin": ["thin", "skinny", "lean", "slim"], "average": [""]}
VIEWS = ("front view", "side view", "back view", "overhead view")
MAX_DETAILS = 5


def view_words(azimuth, elevation, frame="full"):
    """View words of a camera; degrees, azimuth in ±180. frame: one of render_dataset.FRAMES."""
    a = abs((azimuth + 180) % 360 - 180)
    side = "front view" if a < 45 else "back view" if a > 135 else "side view"
    if frame != "full":
        return f"{frame} close-up, {side}"
    return "overhead view" if elevation > 35 else side


def article(text):
    return ("an " if text[0].lower() in "aeiou" and not text.startswith(("european", "one", "uni")) else "a ") + text


def plain(phrase):
    """A phrase without its article, for use after 'no' and 'without'."""
    return phrase.split(" ", 1)[1] if phrase.startswith(("a ", "an ")) else phrase


def colored(phrase, color):
    """Put a colour word into 'a long beard', 'curly hair'."""
    words = phrase.split(" ")
    head = words[0] if words[0] in ("a", "an") else ""
    rest = words[1:] if head else words
    if "in" in rest:
        return f"{color} {phrase}"
    text = " ".join(rest[:-1] + [color, rest[-1]]) if len(rest) > 1 and len(rest[0]) < 8 and len(phrase) % 2 else " ".join([color] + rest)
    return article(text) if head else text


def who(rng, spec):
    """The noun phrase of the caption, without article: 'elderly black man', 'old orc', 'marble statue of a woman'."""
    gender, age = spec["gender"], "old" if spec["age"] == "very old" else spec["age"]
    age_word = rng.choice(AGE_WORDS[spec["age"]])
    if spec["persona"]:
        return f"{age_word if rng.random() < 0.4 else ''} {rng.choice(PERSONAS[spec['persona']][0])}".strip()
    noun = rng.choice(NOUNS[gender, age])
    words = []
    if rng.random() < 0.6 and spec["weight"] != "average":
        words.append(rng.choice(WEIGHT[spec["weight"]]))
    if age == "old" and rng.random() < 0.12 and not spec["creature"]:
        noun = rng.choice(OLD_NOUNS[gender])
    elif rng.random() < 0.85 or age in ("old", "teenager"):
        words.append(age_word)
    rng.shuffle(words)
    if spec["creature"]:
        name = rng.choice(CREATURES[spec["creature"]][0])
        skin = spec.get("skin")
        if (
            skin in ("green", "grey", "brown", "blue", "purple", "red", "black", "dark green", "white", "gold", "dark red")
            and rng.random() < 0.6
        ):
            words.append(skin)
        if gender == "female":
            words.append("female") if rng.random() < 0.6 else None
            return (
                " ".join(w for w in [*words, name] if w) if rng.random() < 0.8 else " ".join(w for w in [*words[:-1], name, "woman"] if w)
            )
        return " ".join(w for w in [*words, "male" if rng.random() < 0.12 else "", name] if w)
    person = " ".join(w for w in words if w)
    if spec["material"]:
        made = rng.choice(MATERIALS[spec["material"]][0])
        person = f"{person} {noun}".strip()
        form = rng.choice(["{m} statue of {p}", "{m} bust of {p}", "{m} sculpture of {p}", "{q} made of {m}", "statue of {p} in {m}"])
        return form.format(m=made, p=article(person), q=person)
    tone = TONES[spec["main"]][spec["tone"]][0]
    if tone and rng.random() < 0.6:
        person = f"{person} {rng.choice(tone)}".strip()
    elif rng.random() < 0.55:
        dominant = [e for e, w in spec["mix"].items() if w >= 0.35]
        person = f"{person} {' '.join(ETHNICITY[e][0] if len(dominant) > 1 else rng.choice(ETHNICITY[e]) for e in dominant)}".strip()
    return f"{person} {noun}".strip()


def details(rng, spec):
    """Weighted phrases (weight, text) that describe the rest."""
    out, stony = [], bool(spec["material"])
    color = lambda name: rng.choice(HAIR_COLORS[name][0])  # noqa: E731
    if spec["hair"]:
        phrase = rng.choice(HAIR[spec["hair"]][0])
        forms = [phrase, f"{color(spec['hair_color'])} hair"] if rng.random() < 0.3 else [colored(phrase, color(spec["hair_color"]))]
        out.append((4, rng.choice([phrase] if stony else forms)))
    elif not spec["hat"]:
        out.append((3, rng.choice(["bald", "a bald head", "no hair", "hairless"])))
    if spec["beard"]:
        phrase = rng.choice(BEARDS[spec["beard"]])
        out.append((5, phrase if stony or rng.random() < 0.15 else colored(phrase, color(spec["beard_color"]))))
    elif spec["gender"] == "male" and spec["age"] not in ("baby", "child") and rng.random() < 0.25:
        out.append((1, rng.choice(["clean-shaven", "without a beard", "no beard"])))
    if spec["hat"]:
        phrase = rng.choice(HATS[spec["hat"]])
        if not stony and spec["hat"] not in ("crown", "straw hat", "knight helmet", "viking helmet", "pith_helmet") and rng.random() < 0.5:
            phrase = article(f"{spec['hat_color']} {plain(phrase)}")
        out.append((5, rng.choice(["wearing {}", "with {}", "{}", "wearing {}"]).format(phrase)))
    elif rng.random() < 0.04:
        out.append((1, "without a hat"))
    if spec["glasses"]:
        out.append((4, rng.choice({"glasses": ["glasses", "wearing glasses", "spectacles", "eyeglasses"], "sunglasses": ["sunglasses", "dark glasses", "wearing sunglasses"]}[spec["glasses"]])))  # fmt: skip
    elif rng.random() < 0.05:
        out.append((1, rng.choice(["without glasses", "no glasses"])))
    out += [(2.5, rng.choice(FEATURES[f][0])) for f in spec["features"]]
    if spec["expression"]:
        out.append((3, rng.choice(EXPRESSIONS[spec["expression"]][0])))
    for paint in spec["paint"]:
        phrase = rng.choice(PAINT[paint])
        if paint in ("warpaint", "halfpaint", "eyeband", "dots") and not phrase.startswith("a ") and rng.random() < 0.6:
            phrase = f"{spec['paint_color']} {phrase}"
        out.append((4, phrase))
    if not stony and not spec["creature"] and rng.random() < 0.35:
        out.append((1, f"{spec['eyes']} eyes"))
    if spec["brows"] in ("bushy", "thin") and rng.random() < 0.6:
        out.append((1, f"{spec['brows']} eyebrows"))
    if spec.get("horns") and rng.random() < 0.8:
        out.append((4, rng.choice({"ram": ["ram horns", "curled horns", "horns"], "curved": ["curved horns", "horns"], "straight": ["long horns", "straight horns", "horns"], "up": ["horns", "bull horns"]}[spec["horns"]])))  # fmt: skip
    extra = {
        "elf": "pointed ears",
        "goblin": "big ears",
        "orc": "tusks",
        "alien": "a big head",
        "lizard": "green scales",
        "robot": "metal plating",
    }
    if spec["creature"] in extra and rng.random() < 0.3 and not (spec["creature"] == "lizard" and "green" not in spec["skin"]):
        out.append((2, extra[spec["creature"]]))
    return out


def describe(rng, spec, complete=False):
    """'an old man with a white beard, bushy eyebrows': always starts with a or an; some details, or as many as fit where `complete`."""
    items = details(rng, spec)
    limit = min(len(items), MAX_DETAILS if complete else rng.choice([1, 2, 2, 3, 3, 4, MAX_DETAILS]))
    picked = sorted(items, key=lambda x: -x[0] * rng.random())[:limit]
    phrases = [text for _, text in picked]
    rng.shuffle(phrases)
    adjectives = {"bald", "hairless", "smiling", "angry", "sad", "clean-shaven", "happy", "surprised", "laughing", "furious"}
    noun = who(rng, spec)
    for phrase in [p for p in phrases if p in adjectives][:1]:
        if rng.random() < 0.6 and not spec["material"]:
            noun = f"{phrase} {noun}"
            phrases.remove(phrase)
    return article(noun) + join_phrases(rng, phrases)


def join_phrases(rng, phrases):
    text, joined = "", False
    for phrase in phrases:
        verb = phrase.startswith(("with", "wearing", "without", "no ")) or phrase.split(" ")[0] in LOOSE
        if verb:
            text += f" {phrase}" if phrase.startswith(("with", "wearing")) and not text else f", {phrase}"
        elif not joined and not text and rng.random() < 0.8:
            text, joined = f" with {phrase}", True
        elif joined and rng.random() < 0.4:
            text, joined = f"{text} and {phrase}", False
        else:
            text += f", {phrase}"
    return text


LOOSE = {
    "bald", "hairless", "smiling", "angry", "sad", "clean-shaven", "happy", "surprised", "laughing", "furious", "cheerful", "grinning", "frowning",
    "scowling", "shocked", "amazed", "unhappy", "sorrowful", "sleeping", "screaming", "shouting", "roaring", "disgusted", "sneering", "pouting",
}  # fmt: skip


def prompt(rng, description, kind, view):
    """The full training prompt of an image; kind 0 colour, 1 normal map."""
    if kind == 1:
        return f"normal map, {rng.choice(['a head of ', 'a head of ', 'a head of ', ''])}{description}, {view}"
    return f"{rng.choice(['a DSLR portrait of ', 'a DSLR portrait of ', 'a DSLR portrait of ', 'a head of ', ''])}{description}, {view}"

"""What the pack knows: attribute tables with caption synonyms, shape targets and colours."""


def both(*names):
    """Left and right targets of a symmetric feature."""
    return {f"{n.split('/')[0]}/{s}-{n.split('/')[1]}": w for n, w in (x for x in names) for s in "lr"}


# feature: (caption synonyms, {target: weight})
FEATURES = {
    "big nose": (["a big nose", "a large nose", "a prominent nose"], {"nose/nose-scale-horiz-incr": 0.9, "nose/nose-scale-vert-incr": 0.6, "nose/nose-scale-depth-incr": 0.9, "nose/nose-volume-incr": 0.8}),
    "small nose": (["a small nose", "a little nose", "a button nose"], {"nose/nose-scale-horiz-decr": 0.8, "nose/nose-scale-vert-decr": 0.8, "nose/nose-scale-depth-decr": 0.8, "nose/nose-volume-decr": 0.5}),
    "long nose": (["a long nose", "a long pointed nose"], {"nose/nose-scale-vert-incr": 1.0, "nose/nose-scale-depth-incr": 1.2, "nose/nose-point-down": 0.5}),
    "hooked nose": (["a hooked nose", "an aquiline nose", "a crooked nose"], {"nose/nose-curve-convex": 1.1, "nose/nose-hump-incr": 1.0, "nose/nose-point-down": 0.8, "nose/nose-scale-depth-incr": 0.5}),
    "wide nose": (["a wide nose", "a broad nose", "a flat nose"], {"nose/nose-width1-incr": 0.8, "nose/nose-width2-incr": 0.9, "nose/nose-width3-incr": 0.9, "nose/nose-flaring-incr": 0.7, "nose/nose-scale-depth-decr": 0.4}),
    "narrow nose": (["a narrow nose", "a thin nose"], {"nose/nose-width1-decr": 0.8, "nose/nose-width2-decr": 0.9, "nose/nose-width3-decr": 0.8, "nose/nose-flaring-decr": 0.6}),
    "upturned nose": (["an upturned nose", "a snub nose"], {"nose/nose-point-up": 1.1, "nose/nose-curve-concave": 1.0, "nose/nose-base-up": 0.6}),
    "thick lips": (["thick lips", "full lips", "big lips"], {"mouth/mouth-lowerlip-volume-incr": 1.0, "mouth/mouth-upperlip-volume-incr": 1.0, "mouth/mouth-lowerlip-height-incr": 0.8, "mouth/mouth-upperlip-height-incr": 0.8}),
    "thin lips": (["thin lips", "narrow lips"], {"mouth/mouth-lowerlip-volume-decr": 0.9, "mouth/mouth-upperlip-volume-decr": 0.9, "mouth/mouth-lowerlip-height-decr": 0.8, "mouth/mouth-upperlip-height-decr": 0.8}),
    "wide mouth": (["a wide mouth", "a big mouth"], {"mouth/mouth-scale-horiz-incr": 1.2}),
    "small mouth": (["a small mouth", "a tiny mouth"], {"mouth/mouth-scale-horiz-decr": 1.0}),
    "square jaw": (["a square jaw", "a strong jaw", "a wide jaw"], {"chin/chin-width-incr": 1.0, "chin/chin-bones-incr": 1.0, "head/head-square": 0.6, "chin/chin-prominent-incr": 0.4}),
    "pointed chin": (["a pointed chin", "a narrow chin", "a sharp chin"], {"chin/chin-width-decr": 0.9, "chin/chin-triangle": 1.0, "chin/chin-height-incr": 0.4}),
    "strong chin": (["a strong chin", "a prominent chin", "a big chin"], {"chin/chin-prominent-incr": 1.1, "chin/chin-height-incr": 0.6, "chin/chin-cleft-incr": 0.6}),
    "weak chin": (["a weak chin", "a receding chin", "a small chin"], {"chin/chin-prominent-decr": 1.1, "chin/chin-height-decr": 0.6}),
    "double chin": (["a double chin"], {"neck/neck-double-incr": 1.2}),
    "big ears": (["big ears", "large ears", "protruding ears"], both(("ears/ear-scale-incr", 1.0), ("ears/ear-wing-incr", 1.0))),
    "small ears": (["small ears", "tiny ears"], both(("ears/ear-scale-decr", 1.0), ("ears/ear-wing-decr", 0.5))),
    "big eyes": (["big eyes", "large eyes", "wide eyes"], both(("eyes/eye-scale-incr", 0.9), ("eyes/eye-height2-incr", 0.7))),
    "small eyes": (["small eyes", "narrow eyes", "beady eyes"], both(("eyes/eye-scale-decr", 0.7), ("eyes/eye-height2-decr", 0.7))),
    "bags under the eyes": (["bags under the eyes", "tired eyes"], both(("eyes/eye-bag-incr", 1.2), ("eyes/eye-bag-out", 0.7))),
    "high cheekbones": (["high cheekbones", "prominent cheekbones"], both(("cheek/cheek-bones-incr", 1.2), ("cheek/cheek-inner-decr", 0.6))),
    "chubby cheeks": (["chubby cheeks", "full cheeks", "plump cheeks"], both(("cheek/cheek-volume-incr", 1.2), ("cheek/cheek-inner-incr", 0.7))),
    "hollow cheeks": (["hollow cheeks", "sunken cheeks", "gaunt cheeks"], both(("cheek/cheek-volume-decr", 1.2), ("cheek/cheek-inner-decr", 1.0))),
    "high forehead": (["a high forehead", "a tall forehead"], {"forehead/forehead-scale-vert-incr": 1.2, "forehead/forehead-nubian-incr": 0.4}),
    "heavy brow": (["a heavy brow", "a prominent brow"], {"eyebrows/eyebrows-trans-forward": 1.2, "forehead/forehead-trans-backward": 0.6, "eyebrows/eyebrows-trans-down": 0.5}),
    "round face": (["a round face", "a round head"], {"head/head-round": 1.0, "head/head-fat-incr": 0.4}),
    "long face": (["a long face", "a narrow face"], {"head/head-rectangular": 0.6, "head/head-scale-vert-incr": 0.8, "head/head-scale-horiz-decr": 0.6}),
    "square face": (["a square face", "a square head"], {"head/head-square": 1.1}),
    "heart-shaped face": (["a heart-shaped face", "a triangular face"], {"head/head-invertedtriangular": 1.1}),
    "thick neck": (["a thick neck", "a bull neck"], {"neck/neck-scale-horiz-incr": 1.0, "neck/neck-scale-depth-incr": 0.8}),
    "thin neck": (["a thin neck", "a slender neck"], {"neck/neck-scale-horiz-decr": 0.9, "neck/neck-scale-depth-decr": 0.6}),
}  # fmt: skip

EXPRESSIONS = {
    "smiling": (["smiling", "with a smile", "happy", "cheerful"], {"mouth-corner-puller": 1.1, "eye-{s}-slit": 0.3}),
    "laughing": (["laughing", "with an open smile", "grinning"], {"mouth-corner-puller": 1.0, "mouth-open": 0.5, "mouth-part-later": 0.5, "eye-{s}-slit": 0.4}),
    "angry": (["angry", "frowning", "furious", "scowling"], {"eyebrows-{s}-down": 1.2, "mouth-compression": 0.6, "nose-compression": 0.8, "mouth-depression": 0.4}),
    "surprised": (["surprised", "shocked", "amazed"], {"eyebrows-{s}-up": 1.1, "eye-{s}-opened-up": 1.0, "mouth-open": 0.6}),
    "sad": (["sad", "unhappy", "sorrowful"], {"eyebrows-{s}-inner-up": 1.1, "mouth-depression": 1.0, "eye-{s}-slit": 0.3}),
    "eyes closed": (["with closed eyes", "sleeping", "with eyes shut"], {"eye-{s}-closure": 1.0}),
    "screaming": (["screaming", "shouting", "with an open mouth", "roaring"], {"mouth-open": 1.1, "eyebrows-{s}-down": 0.7, "mouth-upward-retraction": 0.5}),
    "disgusted": (["disgusted", "sneering"], {"nose-{s}-elevation": 1.0, "nose-compression": 0.7, "mouth-upward-retraction": 0.8, "eyebrows-{s}-down": 0.5}),
    "pouting": (["pouting", "with pursed lips"], {"mouth-pursing": 1.0, "mouth-protusion": 0.7}),
}  # fmt: skip

# hair style: (synonyms, proxy name or None, genders)
HAIR = {
    "short01": (["short hair", "short cropped hair"], "m"), "short02": (["short hair", "short messy hair"], "mf"),
    "short03": (["short hair", "a short haircut"], "m"), "short04": (["short hair", "short tousled hair"], "mf"),
    "bob01": (["bob hair", "a bob haircut", "chin-length hair"], "f"), "bob02": (["bob hair", "a bob cut", "chin-length hair"], "f"),
    "long01": (["long hair", "long straight hair"], "fm"), "ponytail01": (["a ponytail", "hair in a ponytail"], "f"),
    "Braid01": (["braided hair", "a braid", "plaited hair"], "f"), "afro01": (["an afro", "afro hair", "big curly hair"], "mf"),
    "curly": (["curly hair", "wavy hair", "curls"], "f"), "curly2": (["curly hair", "long curly hair"], "f"),
    "long2_alpha7": (["long hair", "long flowing hair"], "f"), "long_alpha7": (["long hair", "long straight hair", "shoulder-length hair"], "f"),
    "Harvey_Hawk1": (["a mohawk", "mohawk hair"], "m"), "Wig_bun_blonde": (["a bun", "hair in a bun"], "f"),
    "southernbelleringlets": (["ringlets", "hair in ringlets"], "f"),
    "slicked": (["slicked-back hair", "short slick hair", "combed back hair"], "mf"), "topknot": (["a top knot", "a bun on top of the head"], "mf"),
    "pigtails": (["pigtails", "braided pigtails", "two braids"], "f"), "spiky": (["spiky hair", "spiked hair"], "mf"),
    "dreadlocks": (["dreadlocks", "dreads"], "mf"), "buzz": (["a buzz cut", "very short hair", "a crew cut", "a shaved head"], "mf"),
    "bignest": (["voluminous hair", "big hair", "thick hair"], "mf"),
}  # fmt: skip
PROCEDURAL_HAIR = {"slicked", "topknot", "pigtails", "spiky", "dreadlocks", "buzz", "bignest"}

HAIR_COLORS = {
    "black": (["black", "jet-black", "raven"], (0.10, 0.09, 0.09)), "dark brown": (["dark brown", "dark"], (0.22, 0.14, 0.09)),
    "brown": (["brown", "chestnut", "brunette"], (0.38, 0.24, 0.14)), "blonde": (["blonde", "blond", "golden", "fair"], (0.85, 0.67, 0.38)),
    "red": (["red", "ginger", "orange"], (0.72, 0.26, 0.09)), "auburn": (["auburn", "reddish brown"], (0.45, 0.17, 0.09)),
    "white": (["white", "snow-white"], (0.93, 0.93, 0.92)), "grey": (["grey", "gray", "silver"], (0.58, 0.58, 0.60)),
    "blue": (["blue"], (0.15, 0.30, 0.80)), "green": (["green"], (0.18, 0.55, 0.22)), "pink": (["pink"], (0.92, 0.42, 0.66)),
    "purple": (["purple", "violet"], (0.48, 0.20, 0.66)),
}  # fmt: skip

BEARDS = {
    "short beard": ["a short beard", "a beard", "a trimmed beard"], "full beard": ["a full beard", "a beard", "a thick beard"],
    "long beard": ["a long beard", "a beard", "a long flowing beard"], "bushy beard": ["a bushy beard", "a big beard", "a beard"],
    "braided beard": ["a braided beard", "a plaited beard", "a long braided beard"], "goatee": ["a goatee", "a chin beard"],
    "moustache": ["a moustache", "a mustache"], "handlebar moustache": ["a handlebar moustache", "a curled moustache", "a moustache"],
    "stubble": ["stubble", "a stubbly beard", "a five o'clock shadow"],
}  # fmt: skip

HATS = {
    "fedora": ["a fedora", "a fedora hat", "a brimmed hat"], "Fishing_Hat_01": ["a fishing hat", "a bucket hat"], "pith_helmet": ["a pith helmet", "an explorer hat"],
    "beanie": ["a beanie", "a knit cap", "a woolly hat"], "turban": ["a turban"], "headband": ["a headband", "a sweatband"],
    "knight helmet": ["a knight helmet", "a steel helmet", "a medieval helmet"], "viking helmet": ["a viking helmet", "a horned helmet"],
    "crown": ["a crown", "a golden crown", "a royal crown"], "baseball cap": ["a baseball cap", "a cap"], "top hat": ["a top hat", "a tall hat"],
    "bowler hat": ["a bowler hat"], "cowboy hat": ["a cowboy hat", "a western hat"], "wizard hat": ["a wizard hat", "a pointed hat", "a witch hat"],
    "straw hat": ["a straw hat", "a sun hat"], "sailor hat": ["a sailor hat", "a captain hat"], "fez": ["a fez"], "hood": ["a hood", "a hooded cloak"],
    "headscarf": ["a headscarf", "a hijab"], "swim cap": ["a swim cap", "a skullcap"],
}  # fmt: skip
PROXY_HATS = {"fedora", "Fishing_Hat_01", "pith_helmet"}
CLOTH_COLORS = {
    "red": (0.68, 0.12, 0.10), "blue": (0.13, 0.24, 0.60), "green": (0.14, 0.42, 0.18), "black": (0.09, 0.09, 0.10), "white": (0.90, 0.90, 0.88),
    "brown": (0.36, 0.23, 0.13), "grey": (0.48, 0.48, 0.50), "yellow": (0.88, 0.72, 0.18), "purple": (0.40, 0.15, 0.55), "pink": (0.90, 0.50, 0.65),
    "orange": (0.88, 0.42, 0.10), "tan": (0.72, 0.58, 0.38),
}  # fmt: skip
HAT_DEFAULT_COLOR = {"knight helmet": (0.58, 0.60, 0.63), "viking helmet": (0.50, 0.47, 0.42), "crown": (0.90, 0.68, 0.18), "straw hat": (0.85, 0.70, 0.42), "fez": (0.62, 0.10, 0.10)}  # fmt: skip

EYES = {
    "blue": "blue_eye", "brown": "brown_eye", "green": "green_eye", "grey": "grey_eye", "light blue": "lightblue_eye", "hazel": "brownlight_eye",
}  # fmt: skip

# tone: (words, rgb multiplier) by base skin
TONES = {
    "caucasian": [(["pale", "fair-skinned"], (1.10, 1.08, 1.08)), ([], (1, 1, 1)), (["tanned", "sunburnt"], (0.85, 0.72, 0.64)), (["olive-skinned"], (0.86, 0.80, 0.68))],
    "african": [(["very dark-skinned"], (0.72, 0.70, 0.70)), ([], (1, 1, 1)), (["brown-skinned"], (1.35, 1.25, 1.15))],
    "asian": [(["pale", "fair-skinned"], (1.08, 1.06, 1.06)), ([], (1, 1, 1)), (["tanned"], (0.85, 0.76, 0.66))],
}  # fmt: skip

# material: (phrases, pattern, scale, colour a, colour b, keep of the texture's relief)
MATERIALS = {
    "marble": (["marble", "white marble"], "veins", 1.0, (0.90, 0.89, 0.87), (0.62, 0.62, 0.64), 0.25),
    "bronze": (["bronze"], "blotches", 1.2, (0.50, 0.33, 0.16), (0.40, 0.30, 0.17), 0.4),
    "oxidised bronze": (["oxidised bronze", "old green bronze", "verdigris copper"], "blotches", 1.0, (0.42, 0.30, 0.17), (0.35, 0.60, 0.52), 0.4),
    "gold": (["gold", "solid gold", "golden metal"], "plain", 1.0, (0.92, 0.70, 0.22), (0.92, 0.70, 0.22), 0.45),
    "silver": (["silver", "polished silver", "chrome"], "plain", 1.0, (0.74, 0.75, 0.78), (0.74, 0.75, 0.78), 0.45),
    "clay": (["clay", "terracotta"], "speckle", 0.4, (0.72, 0.40, 0.27), (0.64, 0.35, 0.23), 0.3),
    "wood": (["wood", "carved wood", "wooden"], "rings", 1.0, (0.56, 0.36, 0.19), (0.40, 0.24, 0.11), 0.3),
    "stone": (["stone", "grey stone", "granite"], "speckle", 1.0, (0.58, 0.57, 0.55), (0.36, 0.36, 0.36), 0.35),
    "ice": (["ice", "blue ice"], "veins", 1.6, (0.66, 0.84, 0.94), (0.88, 0.95, 0.99), 0.25),
    "jade": (["jade", "green jade"], "veins", 0.8, (0.28, 0.58, 0.40), (0.50, 0.74, 0.56), 0.3),
    "obsidian": (["obsidian", "black stone"], "plain", 1.0, (0.09, 0.09, 0.11), (0.09, 0.09, 0.11), 0.5),
    "plastic": (["plastic", "white plastic"], "plain", 1.0, (0.88, 0.87, 0.84), (0.88, 0.87, 0.84), 0.15),
}  # fmt: skip

# creature: (nouns, skin gray, tint, pattern or None, scale, colour a, colour b, strength)
CREATURES = {
    "orc": (["orc"], ["green", "dark green", "grey", "brown"]), "goblin": (["goblin"], ["green", "yellow-green", "brown"]),
    "elf": (["elf"], [None, None, "pale", "dark"]), "dwarf": (["dwarf"], [None]), "zombie": (["zombie", "undead", "rotting corpse"], ["rotten"]),
    "alien": (["alien", "extraterrestrial"], ["grey", "blue", "green", "purple"]), "demon": (["demon", "devil"], ["red", "dark red", "black", "purple"]),
    "vampire": (["vampire"], ["pale"]), "robot": (["robot", "android", "cyborg"], ["steel", "white", "black", "gold", "red"]),
    "ogre": (["ogre", "troll"], ["green", "grey", "blue"]), "lizard": (["lizard man", "reptilian", "lizardfolk"], ["green", "dark green", "brown"]),
    "ghost": (["ghost", "spirit"], ["ghost"]), "satyr": (["satyr", "faun"], [None, "tan"]),
}  # fmt: skip
CREATURE_SKINS = {
    "green": (0.36, 0.56, 0.24), "dark green": (0.20, 0.36, 0.17), "grey": (0.50, 0.52, 0.52), "brown": (0.45, 0.31, 0.20), "yellow-green": (0.58, 0.62, 0.24),
    "pale": (0.88, 0.85, 0.83), "dark": (0.30, 0.28, 0.38), "rotten": (0.50, 0.54, 0.40), "blue": (0.28, 0.46, 0.72), "purple": (0.46, 0.30, 0.60),
    "red": (0.70, 0.15, 0.11), "dark red": (0.42, 0.09, 0.08), "black": (0.13, 0.12, 0.13), "steel": (0.60, 0.62, 0.65), "white": (0.88, 0.88, 0.88),
    "gold": (0.85, 0.65, 0.25), "ghost": (0.78, 0.86, 0.90), "tan": (0.62, 0.44, 0.30),
}  # fmt: skip

PAINT = {
    "warpaint": ["war paint", "tribal face paint", "stripes of paint on the cheeks"], "halfpaint": ["half of the face painted", "half-painted face"],
    "eyeband": ["a painted band across the eyes", "a mask painted over the eyes"], "tattoo": ["a face tattoo", "tribal tattoos", "tattoos"],
    "tiger": ["tiger face paint", "painted tiger stripes"], "skull": ["skull face paint", "a painted skull face", "a sugar skull makeup"],
    "clown": ["clown makeup", "a clown face"], "scar": ["a scar across the eye", "a scar", "a facial scar"], "freckles": ["freckles", "a freckled face"],
    "lipstick": ["red lipstick", "lipstick", "red lips"], "eyeshadow": ["eyeshadow", "blue eye makeup", "heavy makeup"], "dots": ["polka dot face paint", "painted dots"],
}  # fmt: skip
PERSONAS = {
    "wizard": (["wizard", "sorcerer"], {"gender": "male", "age": "old", "hat": "wizard hat", "beard": "long beard", "hair_color": "white"}),
    "witch": (["witch"], {"gender": "female", "age": "old", "hat": "wizard hat", "feature": "hooked nose"}),
    "king": (["king", "emperor"], {"gender": "male", "hat": "crown", "beard": "full beard"}),
    "queen": (["queen", "princess"], {"gender": "female", "hat": "crown", "hair": "long01"}),
    "knight": (["knight", "medieval soldier"], {"gender": "male", "hat": "knight helmet"}),
    "viking": (["viking", "norse warrior"], {"gender": "male", "hat": "viking helmet", "beard": "bushy beard"}),
    "cowboy": (["cowboy"], {"gender": "male", "hat": "cowboy hat"}),
    "clown": (["clown", "jester"], {"paint": "clown", "hair": "afro01"}),
    "sailor": (["sailor", "sea captain"], {"gender": "male", "hat": "sailor hat", "beard": "full beard"}),
    "monk": (["monk", "hooded figure"], {"gender": "male", "hat": "hood"}),
    "pirate": (["pirate"], {"gender": "male", "hat": "headband", "beard": "braided beard", "paint": "scar"}),
    "santa": (["Santa Claus"], {"gender": "male", "age": "old", "hat": "beanie", "beard": "bushy beard", "hair_color": "white"}),
    "punk": (["punk", "punk rocker"], {"hair": "Harvey_Hawk1"}),
}  # fmt: skip

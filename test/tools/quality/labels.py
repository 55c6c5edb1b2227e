"""What the classifier is asked about a head: classes of each attribute, and the labels of a rendered identity."""

ATTRIBUTES = {
    "kind": [
        "human", "orc", "goblin", "elf", "dwarf", "zombie", "alien", "demon", "vampire", "robot", "ogre", "lizard", "ghost", "satyr",
        "marble", "bronze", "gold", "silver", "clay", "wood", "stone", "ice", "jade", "obsidian", "plastic",
    ],
    "skin": ["light", "dark", "green", "grey", "brown", "blue", "purple", "red"],
    "hair_color": ["black", "brown", "blonde", "red", "white", "grey", "blue", "green", "pink", "purple"],
    "hair_length": ["bald", "short", "long"],
    "beard": ["no", "yes"],
    "hat": ["no", "yes"],
    "age": ["child", "adult", "old"],
}  # fmt: skip
# Seen only where the face is; of skin, hair is all that a view from behind shows, and of a bald head with a beard no hair at all.
FACIAL = ("kind", "beard", "age", "skin", "hair_color")
FACE_VISIBLE = 75  # degrees of azimuth

SKIN = {
    "green": "green", "dark green": "green", "yellow-green": "green", "grey": "grey", "steel": "grey", "brown": "brown", "tan": "brown",
    "blue": "blue", "purple": "purple", "red": "red", "dark red": "red", "black": "dark", "dark": "dark", "pale": "light", "white": "light",
    "ghost": "light",
}  # fmt: skip
HAIR_COLOR = {"dark brown": "brown", "auburn": "brown"}
LONG = {
    "bob01", "bob02", "long01", "ponytail01", "Braid01", "afro01", "curly", "curly2", "long2_alpha7", "long_alpha7", "southernbelleringlets",
    "pigtails", "dreadlocks", "bignest",
}  # fmt: skip
AGE = {"baby": "child", "child": "child", "teenager": "adult", "young": "adult", "middle-aged": "adult", "old": "old", "very old": "old"}


def labels(spec):
    """Attribute → class of a spec; an attribute that cannot be seen, or lies between two classes, is left out."""
    out = {"hat": "yes" if spec["hat"] else "no"}
    material = (spec["material"] or "").replace("oxidised ", "")
    out["kind"] = material or spec["creature"] or "human"
    if spec["beard"] != "stubble":
        out["beard"] = "yes" if spec["beard"] else "no"
    if not spec["creature"]:
        out["age"] = AGE[spec["age"]]
    if not material:
        if spec["creature"] and spec.get("skin"):
            out["skin"] = SKIN.get(spec["skin"])
        elif max(spec["mix"].values()) > 0.7:
            out["skin"] = "dark" if spec["main"] == "african" else "light"
        if spec["hair"] and spec["hair"] != "buzz":
            out["hair_color"] = HAIR_COLOR.get(spec["hair_color"], spec["hair_color"])
    if not spec["hat"]:
        if spec["hair"] is None:
            out["hair_length"] = "bald"
        elif spec["hair"] != "buzz":
            out["hair_length"] = "long" if spec["hair"] in LONG else "short"
    return {k: v for k, v in out.items() if v}

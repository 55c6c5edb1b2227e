"""A triangle soup under construction: parts with their shading rows, and the skin's pattern and overlays."""

import numpy as np

from concepts import CLOTH_COLORS, CREATURE_SKINS, HAIR_COLORS, MATERIALS
from makehuman import vertex_normals
from materials import OVERLAYS, PATTERNS
from raster import ALPHA, COLOR_A, COLOR_B, COLUMNS, GRAY, KEEP, PATTERN, SCALE, STRENGTH, TEX, TINT
from raster import OVERLAYS as OVERLAY_COLUMN


class Scene:
    """Collects parts; a material statue overrides every part's shading. The first `bare` triangles are skin and eyes."""

    def __init__(self, spec, brightness):
        self.material, self.parts, self.rows, self.brightness, self.bare = spec["material"], [], [], brightness, 0

    def row(self, tex, tint, gray=0.0, alpha=0.0, boost=False):
        """A new shading row. boost: the tint is the wanted mean colour of a grey texture."""
        r = np.zeros(COLUMNS, np.float32)
        r[TEX], r[TINT : TINT + 3], r[GRAY], r[ALPHA] = tex, tint, gray, alpha
        if boost:
            r[TINT : TINT + 3], r[PATTERN], r[STRENGTH], r[KEEP] = 0.6 / self.brightness(tex), PATTERNS["plain"], 1.0, 0.55
            r[COLOR_A : COLOR_A + 3] = r[COLOR_B : COLOR_B + 3] = tint
        return r

    def add(self, v, faces, row, uv=None, rest=None, attr=None):
        v = np.asarray(v, np.float32)
        normals = vertex_normals(v, faces)
        n = len(faces)
        row = row.copy()
        if self.material:
            phrases, pattern, scale, a, b, keep = MATERIALS[self.material]
            gain = 0.6 / self.brightness(int(row[TEX])) if row[TEX] >= 0 and row[ALPHA] > 0 else 1.0
            row[GRAY], row[TINT : TINT + 3], row[PATTERN], row[SCALE], row[STRENGTH] = 1, gain, PATTERNS[pattern], scale, 1
            row[COLOR_A : COLOR_A + 3], row[COLOR_B : COLOR_B + 3], row[KEEP] = a, b, keep if row[TEX] >= 0 else 0
        self.rows.append(row)
        self.parts.append(
            (v[faces], normals[faces], (v if rest is None else rest)[faces], np.zeros((n, 3, 2)) if uv is None else uv, np.zeros((n, 3, 2)) if attr is None else attr[faces])
        )  # fmt: skip

    def finish(self):
        names = ("points", "normals", "rest", "uv", "attr")
        out = {k: np.ascontiguousarray(np.concatenate([p[i] for p in self.parts]), np.float32) for i, k in enumerate(names)}
        out["part"] = np.concatenate([np.full(len(p[0]), i, np.int32) for i, p in enumerate(self.parts)])
        out["table"], out["bare"] = np.stack(self.rows), self.bare
        return out


def skin_overlays(row, spec, rng, forehead):
    """Fill up to four overlay slots of the skin's row."""
    hair, beard = HAIR_COLORS[spec["hair_color"]][1], HAIR_COLORS[spec["beard_color"]][1]
    cloth, side = CLOTH_COLORS[spec["paint_color"]], rng.random()
    slots = []
    for name in spec["paint"]:
        color = {"lipstick": (0.72, 0.06, 0.10), "eyeshadow": (0.20, 0.28, 0.62), "freckles": (0.52, 0.28, 0.16), "scar": (0.80, 0.42, 0.38), "tattoo": (0.08, 0.10, 0.14), "skull": (0.92, 0.92, 0.90), "clown": (0.85, 0.08, 0.08), "tiger": (0.08, 0.06, 0.05)}.get(name, cloth)  # fmt: skip
        if name == "tiger":
            slots.append(("halfpaint", 0.75, (0.90, 0.48, 0.10), 0.2))
            slots.append(("halfpaint", 0.75, (0.90, 0.48, 0.10), 0.8))
        slots.append((name, 0.85 if name != "freckles" else 0.65, color, side))
    if spec["hair"] and spec["hair"] != "buzz":
        slots.append(("buzz", 0.75, np.array(hair) * 0.7, 0))
    if not spec["hair"] and spec["creature"] not in ("lizard", "robot"):
        tone = float(forehead @ [0.33, 0.34, 0.33] / row[TINT : TINT + 3].mean()) * row[TINT : TINT + 3] if spec.get("skin") else forehead
        slots.append(("buzz", 0.85, tone, 0))
    if spec["hair"] == "buzz":
        slots.append(("buzz", 0.7, hair, 0))
    if spec["beard"] in ("stubble", "short beard", "goatee", "full beard"):
        slots.append(("stubble", 0.45 if spec["beard"] == "stubble" else 0.3, beard, 0))
    creature = {
        "zombie": [("darkeyes", 0.8, (0.20, 0.13, 0.12), 0), ("blood", 0.8, (0.35, 0.03, 0.03), side * 9)],
        "vampire": [("darkeyes", 0.45, (0.40, 0.16, 0.18), 0), ("lipstick", 0.7, (0.50, 0.05, 0.07), 0)] + ([("blood", 0.85, (0.45, 0.02, 0.03), side * 9)] if side < 0.3 else []),
        "demon": [("darkeyes", 0.6, (0.12, 0.03, 0.03), 0)], "ghost": [("darkeyes", 0.6, (0.30, 0.36, 0.42), 0)], "orc": [("darkeyes", 0.35, (0.12, 0.16, 0.08), 0)],
    }.get(spec["creature"], [])  # fmt: skip
    for i, (name, amount, color, seed) in enumerate((creature + slots)[:4]):
        at = OVERLAY_COLUMN + i * 6
        row[at : at + 6] = (OVERLAYS[name], amount, *color, seed)
    patterns = {"zombie": ("blotches", 1.3, (0.42, 0.46, 0.34), (0.36, 0.24, 0.22), 0.55), "lizard": ("cells", 1.0, None, None, 0.5), "robot": ("panels", 1.0, None, None, 0.7)}  # fmt: skip
    if spec["creature"] in patterns:
        name, scale, a, b, strength = patterns[spec["creature"]]
        tint = np.array(CREATURE_SKINS[spec["skin"]])
        row[PATTERN], row[SCALE], row[STRENGTH], row[KEEP] = PATTERNS[name], scale, strength, 0.35
        row[COLOR_A : COLOR_A + 3] = a or tint
        row[COLOR_B : COLOR_B + 3] = b or tint * 0.4

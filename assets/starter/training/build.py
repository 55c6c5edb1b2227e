"""From an identity spec to a renderable triangle soup in head space."""

import functools
import glob
import os
import random

import numpy as np

import hair
import shapes
import wear
from concepts import CREATURE_SKINS, EXPRESSIONS, EYES, FEATURES, HAIR_COLORS, TONES
from creatures import creature_targets, warp
from makehuman import fit_proxy, head_space
from materials import beard_weight, scalp_weight
from raster import GRAY, TINT
from scene import Scene, skin_overlays

AGE_MIX = {
    "baby": {"baby": 1.0}, "child": {"child": 1.0}, "teenager": {"child": 0.35, "young": 0.65}, "young": {"young": 1.0},
    "middle-aged": {"young": 0.5, "old": 0.5}, "old": {"old": 1.0}, "very old": {"old": 1.0},
}  # fmt: skip
# The template's bust column (bustRadius and the neck socket of assets/template/template.json).
BUST_AXIS, BUST_RADIUS, BUST_TOP = np.array([0, 0, -0.3], np.float32), 0.52, -0.75
RANDOM_SHAPE = ["nose", "mouth", "head", "chin", "eyes", "cheek", "ears", "forehead", "eyebrows"]


def trim_shoulders(p):
    """Shoulders pressed onto the column around the neck in which the template's bust ends; head-space vertices."""
    out = p - BUST_AXIS
    reach = np.linalg.norm(out[:, [0, 2]], axis=1)
    shrink = np.where((p[:, 1] < BUST_TOP) & (reach > BUST_RADIUS), BUST_RADIUS / reach.clip(1e-6), 1)
    return np.where([[True, False, True]], out * shrink[:, None], out) + BUST_AXIS


class Builder:
    """Holds the sources and the neutral rest shape; build(spec) → (scene, head-space base vertices)."""

    def __init__(self, sources):
        self.s = sources
        rest = sources.base.copy()
        for gender in ("male", "female"):
            for e in TONES:
                sources.add_target(rest, f"macrodetails/{e}-{gender}-young", 1 / 6)
            sources.add_target(rest, f"macrodetails/universal-{gender}-young-averagemuscle-averageweight", 0.5)
        origin, scale = head_space(sources, rest)
        self.rest = (rest - origin) * scale
        self.lips = sources.vertex_mask("mpfb_lips.jpg")
        self.ears = (sources.vertex_mask("mpfb_ears.jpg") > 0.5) * np.clip((np.abs(self.rest[:, 0]) - 0.40) / 0.07, 0, 1)
        r = self.rest
        inner = (np.abs(r[:, 0]) < 0.12) & (np.abs(r[:, 1] + 0.40) < 0.2) & (r[:, 2] < 0.4)
        self.beard = np.array([beard_weight(*p, lip) for p, lip in zip(r.tolist(), self.lips, strict=True)], np.float32) * ~inner
        self.scalp = np.array([scalp_weight(*p) for p in r.tolist()], np.float32) * (self.ears < 0.05)
        self.attr = np.stack([self.lips, self.beard], 1).astype(np.float32)
        ids = sources.head_vertices
        skull = (r[ids, 1] > -0.75) & (self.ears[ids] < 0.01) & (np.abs(r[ids, 0]) < 0.6)
        self.ear_sides = [np.flatnonzero((self.ears > 0.5) & (side * r[:, 0] > 0)) for side in (1, -1)]
        self.skull = ids[skull & (np.linalg.norm(r[ids] - shapes.CENTRE, axis=1) > 0.35)]
        self.local = {}
        for group in RANDOM_SHAPE:
            names = sorted(os.path.basename(f)[: -len(".target.gz")] for f in glob.glob(f"{sources.mpfb}/targets/{group}/*.target.gz"))
            self.local[group] = sorted(
                {n[2:] if n[:2] in ("l-", "r-") else n for n in names if "trans-in" not in n and "trans-out" not in n or "eye" in n}
            )
        self.paired = {g: os.path.exists(f"{sources.mpfb}/targets/{g}/l-{n[0]}.target.gz") for g, n in self.local.items()}
        self.skins = {
            f"{a}_{e}_{g}": [sources.texture(p) for p in sorted(glob.glob(f"{sources.data}/skins/{a}_{e}_{g}/textures/*.png")) if "special" not in p]
            for a in ("young", "middleage", "old") for e in TONES for g in ("male", "female")
        }  # fmt: skip

    def macro(self, spec):
        """Base vertices with age, gender, ethnicity, weight and muscle, decimetres."""
        v, g = self.s.base.copy(), spec["gender"]
        heavy = {"fat": "maxweight", "thin": "minweight", "average": "averageweight"}[spec["weight"]]
        strong = spec["muscle"]
        for age, wa in AGE_MIX[spec["age"]].items():
            for e, we in spec["mix"].items():
                if we:
                    self.s.add_target(v, f"macrodetails/{e}-{g}-{age}", wa * we)
            extreme = "maxmuscle" if strong > 0 else "minmuscle"
            self.s.add_target(v, f"macrodetails/universal-{g}-{age}-averagemuscle-{heavy}", wa * (1 - 0.6 * abs(strong)))
            self.s.add_target(v, f"macrodetails/universal-{g}-{age}-{extreme}-{heavy}", wa * 0.6 * abs(strong))
        return v

    @functools.cache  # noqa: B019
    def brightness(self, tex):
        """Mean luminance of the opaque part of a texture, 0..1."""
        image = self.s.textures[tex].astype(np.float32) / 255
        opaque = image[..., :3][image[..., 3] > 0.4]
        return max(0.04, float((opaque @ [0.3, 0.6, 0.1]).mean())) if len(opaque) else 0.6

    def forehead(self, tex):
        """Mean colour of a skin on the forehead."""
        face = self.s.body_faces[np.linalg.norm(self.rest[self.s.faces[self.s.body_faces]].mean(1) - [0, 0.3, 0.47], axis=1) < 0.12]
        uv, size = self.s.uv[self.s.uv_faces[face]].mean(1), self.s.textures[tex].shape[0]
        return self.s.textures[tex][((1 - uv[:, 1]) * size).astype(int), (uv[:, 0] * size).astype(int), :3].mean(0) / 255

    def add_local(self, v, group, name, weight):
        for side in ("l-", "r-") if self.paired[group] else ("",):
            self.s.add_target(v, f"{group}/{side}{name}", weight)

    def shape(self, spec, rng):
        """All base vertices of the identity in decimetres."""
        v = self.macro(spec)
        for group in RANDOM_SHAPE:
            for name in rng.sample(self.local[group], min(3, len(self.local[group]))):
                self.add_local(v, group, name, abs(rng.gauss(0, 0.28)))
        for feature in spec["features"]:
            k = rng.uniform(0.8, 1.25)
            for name, weight in FEATURES[feature][1].items():
                self.s.add_target(v, name, k * weight)
        if spec["age"] == "very old":
            self.s.add_target(v, "head/head-age-incr", 1.0)
        for name, weight in creature_targets(spec).items():
            if "/{s}" in name:
                for side in "lr":
                    self.s.add_target(v, name.format(s=side), weight)
            else:
                self.s.add_target(v, name, weight)
        if spec["expression"]:
            k = rng.uniform(0.75, 1.1)
            for name, weight in EXPRESSIONS[spec["expression"]][1].items():
                for side in ("left", "right") if "{s}" in name else ("",):
                    self.s.add_target(v, f"expression/units/{spec['main']}/{name.format(s=side)}", k * weight)
        origin, scale = head_space(self.s, v)
        return warp(spec, (v - origin) * scale, self.rest, self.ears, rng) / scale + origin

    def ear_centres(self, p):
        """Centres of the ears (2,3) of head-space vertices, the one at +X first."""
        return np.stack([p[ids].mean(0) for ids in self.ear_sides])

    def build(self, spec):
        """Scene arrays for raster.render and the (V,3) head-space vertices of the base mesh."""
        rng = random.Random(spec["seed"])
        v = self.shape(spec, rng)
        origin, scale = head_space(self.s, v)
        p = ((v - origin) * scale).astype(np.float32)
        scene = Scene(spec, self.brightness)
        self.body(scene, spec, p, rng)
        dome = shapes.Dome(p[self.skull])
        fit = lambda proxy: (fit_proxy(proxy, v, (1.25 / scale) / 2.2) - origin) * scale  # noqa: E731
        self.face_cards(scene, spec, fit, rng)
        if spec["beard"]:
            hair.add_beard(self, scene, spec, p, fit)
        if spec["hair"]:
            hair.add_hair(self, scene, spec, p, fit, dome, rng)
        wear.add_hat(self, scene, spec, fit, dome)
        wear.add_extras(self, scene, spec, p, fit, dome, rng)
        return scene.finish(), p

    def body(self, scene, spec, p, rng):
        age = {"young": "young", "middle-aged": "middleage", "old": "old", "very old": "old"}.get(spec["age"], "young")
        gender = "female" if spec["age"] in ("baby", "child") else spec["gender"]
        skin = rng.choice(self.skins[f"{age}_{spec['main']}_{gender}"])
        row = scene.row(skin, TONES[spec["main"]][spec["tone"]][1])
        other = [e for e, w in spec["mix"].items() if w >= 0.3 and e != spec["main"]]
        if other and "african" in (spec["main"], other[0]):
            row[TINT : TINT + 3] *= (1.5, 1.45, 1.4) if spec["main"] == "african" else (0.78, 0.72, 0.66)
        if spec.get("skin"):
            dark = 1.7 if spec["main"] == "african" else 1.15
            row[TINT : TINT + 3], row[GRAY] = np.array(CREATURE_SKINS[spec["skin"]]) * dark * (1.25 if age == "old" else 1.1), 0.92
        skin_overlays(row, spec, rng, self.forehead(skin) * row[TINT : TINT + 3])
        s = self.s
        bust = trim_shoulders(p)
        scene.add(bust, s.faces[s.body_faces], row, uv=s.uv[s.uv_faces[s.body_faces]], rest=self.rest, attr=self.attr)
        if spec["expression"] in ("laughing", "surprised", "screaming", "disgusted"):
            sharp = spec["creature"] in ("vampire", "demon", "orc", "goblin")
            scene.add(p, s.faces[s.teeth_faces], scene.row(-1, (0.80, 0.76, 0.60) if sharp else (0.88, 0.86, 0.80)))
            scene.add(p, s.faces[s.tongue_faces], scene.row(-1, (0.65, 0.25, 0.25)))

    def face_cards(self, scene, spec, fit, rng):
        eyes = self.s.proxy("eyes", "HighPolyEyes")
        row = scene.row(self.s.texture(f"{eyes['folder']}/textures/{EYES[spec['eyes']]}.png"), (1, 1, 1), alpha=0.3)
        glow = {"demon": (0.95, 0.75, 0.10), "vampire": (0.80, 0.10, 0.08), "robot": (0.30, 0.80, 1.0), "lizard": (0.85, 0.75, 0.15), "orc": (0.95, 0.75, 0.3), "goblin": (0.95, 0.85, 0.2), "zombie": (0.85, 0.86, 0.80), "ghost": (0.9, 0.95, 1.0)}  # fmt: skip
        if spec["creature"] in glow:
            row[TINT : TINT + 3], row[GRAY] = np.array(glow[spec["creature"]]) * 1.1, 1.0
        if spec["creature"] == "alien":
            row[TINT : TINT + 3] = 0.06
        scene.add(fit(eyes), eyes["faces"], row, uv=eyes["uv"])
        scene.bare = sum(len(part[0]) for part in scene.parts)
        color = np.array(HAIR_COLORS[spec["hair_color"]][1]) * 0.75 + 0.02
        style = spec["brows"]
        if style != "none" and spec["creature"] not in ("alien", "lizard", "robot"):
            pick = {"bushy": [4, 6, 11], "thin": [3, 8, 9], "normal": [1, 2, 5, 7, 10, 12]}[style]
            brow = self.s.proxy("eyebrows", f"eyebrow{rng.choice(pick):03d}")
            scene.add(
                fit(brow),
                brow["faces"],
                scene.row(brow["texture"], color, gray=1, alpha=0.22 if style == "bushy" else 0.35, boost=True),
                uv=brow["uv"],
            )
        if spec["gender"] == "female" and spec["creature"] not in ("alien", "lizard", "robot"):
            lash = self.s.proxy("eyelashes", "eyelashes02")
            scene.add(fit(lash), lash["faces"], scene.row(lash["texture"], (0.3, 0.28, 0.28), gray=1, alpha=0.4), uv=lash["uv"])

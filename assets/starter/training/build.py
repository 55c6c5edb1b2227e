"""From an identity spec to a renderable triangle soup in head space."""

import functools
import glob
import os
import random

import numpy as np

import shapes
from concepts import (
    CLOTH_COLORS,
    CREATURE_SKINS,
    EXPRESSIONS,
    EYES,
    FEATURES,
    HAIR_COLORS,
    HAT_DEFAULT_COLOR,
    PROCEDURAL_HAIR,
    PROXY_HATS,
    TONES,
)
from creatures import creature_targets, warp
from makehuman import fit_proxy, head_space, vertex_normals
from materials import PATTERNS, beard_weight, scalp_weight
from raster import COLOR_A, COLOR_B, GRAY, KEEP, PATTERN, SCALE, STRENGTH, TINT
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
            self.add_beard(scene, spec, p, fit)
        if spec["hair"]:
            self.add_hair(scene, spec, p, fit, dome, rng)
        self.add_hat(scene, spec, fit, dome)
        self.add_extras(scene, spec, p, fit, dome, rng)
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

    def strands(self, scene, color, seed):
        """Row of hair-like shading for procedural volumes."""
        row, c = scene.row(-1, color), np.array(color)
        row[PATTERN], row[SCALE], row[STRENGTH] = PATTERNS["strands"], 1.0, 1.0
        row[COLOR_A : COLOR_A + 3], row[COLOR_B : COLOR_B + 3] = c * 0.72, np.minimum(c * 1.15 + 0.02, 1)
        return row

    def add_beard(self, scene, spec, p, fit):
        style, color = spec["beard"], np.array(HAIR_COLORS[spec["beard_color"]][1])
        hair = self.strands(scene, color, spec["seed"])
        below_lip = (np.abs(self.rest[:, 0]) < 0.06) & (self.rest[:, 1] > -0.62) & (self.rest[:, 1] < -0.5) & (self.rest[:, 2] > 0.3)
        chin = p[below_lip][p[below_lip, 2].argmax()] * [0, 1, 1] + [0, 0, 0.04]
        if style in ("short beard", "full beard", "bushy beard", "long beard", "braided beard", "goatee"):
            depth, drop = {"short beard": (0.02, 0), "full beard": (0.05, 0.04), "bushy beard": (0.11, 0.10), "long beard": (0.07, 0.34), "braided beard": (0.06, 0.08), "goatee": (0.035, 0.05)}[style]  # fmt: skip
            weight = self.beard.copy()
            if style == "goatee":
                weight *= np.clip((0.15 - np.abs(self.rest[:, 0])) / 0.05, 0, 1) * (self.rest[:, 1] < -0.36)
            s = self.s
            faces = s.faces[s.body_faces]
            faces = faces[(weight[faces] > 0.12).all(1)]
            normal = vertex_normals(p, s.faces[s.body_faces])
            below = np.clip((-0.42 - self.rest[:, 1]) / 0.2, 0, 1) * np.clip(self.rest[:, 2] / 0.3, 0, 1)
            v = p + normal * (weight * depth)[:, None]
            v[:, 1] -= drop * weight * below
            v[:, 2] += (0.35 * drop * weight * below) * (p[:, 2] > 0.2)
            v[:, 0] *= 1 - 0.45 * weight * below * (drop > 0.2)
            scene.add(v, faces, hair)
        if style in ("short beard", "full beard", "bushy beard", "long beard", "braided beard"):
            card = self.s.proxy("hair", "Full_beard")
            scene.add(fit(card), card["faces"], scene.row(card["texture"], color, gray=1, alpha=0.4, boost=True), uv=card["uv"])
        if style == "braided beard":
            ends = (-0.11, 0.11) if spec["seed"] % 3 == 0 else (0.0,)
            plait = hair.copy()
            plait[PATTERN], plait[COLOR_A : COLOR_A + 3] = PATTERNS["knit"], color * 0.5
            for x in ends:
                start = chin + np.array([x, 0.03, 0.0])
                scene.add(*shapes.braid(start, start + [x * 0.4, -0.42, 0.05], 0.085 if len(ends) > 1 else 0.12, 5), plait)
        lip = p[self.lips > 0.5]
        if style == "handlebar moustache":
            top = lip[lip[:, 1] > np.quantile(lip[:, 1], 0.85)].mean(0)
            scene.add(*shapes.handlebar(np.array([0, top[1] + 0.015, lip[:, 2].max() + 0.01])), hair)
        if style in ("moustache", "bushy beard", "long beard", "full beard"):
            card = self.s.proxy("hair", "Moustache")
            scene.add(fit(card), card["faces"], scene.row(card["texture"], color, gray=1, alpha=0.35, boost=True), uv=card["uv"])

    def scalp_shell(self, p, depth):
        """Hair volume over the scalp: (vertices, faces)."""
        s = self.s
        faces = s.faces[s.body_faces]
        faces = faces[(self.scalp[faces] > 0.15).all(1)]
        return p + vertex_normals(p, s.faces[s.body_faces]) * (self.scalp * depth)[:, None], faces

    def add_hair(self, scene, spec, p, fit, dome, rng):
        style, color = spec["hair"], np.array(HAIR_COLORS[spec["hair_color"]][1])
        if style not in PROCEDURAL_HAIR:
            card = self.s.proxy("hair", style)
            v = fit(card)
            if spec["hat"]:
                v = squash(v, dome)
            row = scene.row(card["texture"], color, gray=1, alpha=0.35, boost=True)
            row[KEEP] = 0.25 if style in ("afro01", "curly", "curly2") else row[KEEP]
            scene.add(v, card["faces"], row, uv=card["uv"])
            return
        hair, nrng = self.strands(scene, color, spec["seed"]), np.random.default_rng(spec["seed"])
        if style == "buzz":
            return
        if style == "bignest":
            edge = lambda u: np.interp(np.cos(u), [-1, -0.3, 0.3, 0.75, 1], [-48, -42, -12, 40, 40])  # noqa: E731
            scene.add(*shapes.shell(dome, edge, lambda t, u: 0.02 + 0.16 * np.minimum(1, t / 0.22) ** 0.5, rows=20), hair)
            return
        depth = {"slicked": 0.05, "topknot": 0.035, "pigtails": 0.04, "spiky": 0.05, "dreadlocks": 0.05}[style]
        scene.add(*self.scalp_shell(p, depth), hair)
        if style == "topknot":
            top = dome.at(np.array([[0, 1.0, rng.uniform(-0.7, 0.1)]]), 0.11)[0]
            scene.add(*shapes.ball(top, 0.15), hair)
        elif style == "pigtails":
            scene.add(*shapes.mirrored(lambda s: shapes.braid([s * 0.45, 0.05, -0.2], [s * 0.58, -0.85, -0.02], 0.10)), hair)
        elif style == "spiky":
            scene.add(*shapes.spikes(dome, 60, rng.uniform(0.16, 0.3), nrng), hair)
        elif style == "dreadlocks":
            scene.add(*shapes.locks(dome, 60, rng.uniform(0.5, 0.9), nrng), hair)

    def add_hat(self, scene, spec, fit, dome):
        kind = spec["hat"]
        if not kind:
            return
        color = np.array(HAT_DEFAULT_COLOR.get(kind, CLOTH_COLORS[spec["hat_color"]]))
        if kind in PROXY_HATS:
            card = self.s.proxy("clothes", kind)
            plain = kind == "pith_helmet"
            tint = (1, 1, 1) if plain else color
            scene.add(
                fit(card),
                card["faces"],
                scene.row(card["texture"], tint, gray=0 if plain else 1, alpha=0.4, boost=not plain),
                uv=card["uv"],
            )
            return
        row = scene.row(-1, color)
        if kind in ("beanie", "straw hat"):
            row[PATTERN], row[SCALE], row[STRENGTH] = PATTERNS["knit"], 1.0, 1.0
            row[COLOR_A : COLOR_A + 3], row[COLOR_B : COLOR_B + 3] = color * 0.8, np.minimum(color * 1.15, 1)
        if kind in ("hood", "headscarf"):
            mesh = shapes.hood(dome, 58 if kind == "hood" else 50, 0.12 if kind == "hood" else 0.06)
        else:
            mesh = shapes.hat(kind, dome)
        scene.add(*mesh, row)
        if spec["persona"] == "santa":
            v, f = shapes.shell(dome, shapes.cap_edge(24, -12), lambda t, u: 0.105 + 0 * t, rows=14)
            scene.add(v, f[f.max(1) < 56 * 4], scene.row(-1, (0.93, 0.93, 0.92)))

    def add_extras(self, scene, spec, p, fit, dome, rng):
        if spec["glasses"]:
            card = self.s.proxy("clothes", "glasses")
            dark = spec["glasses"] == "sunglasses"
            tone = (0.05, 0.05, 0.06) if dark else rng.choice([(0.06, 0.06, 0.07), (0.25, 0.13, 0.07), (0.55, 0.10, 0.10)])
            frame = scene.row(-1 if dark else card["texture"], tone, gray=1, alpha=0.0 if dark else 0.9, boost=not dark)
            scene.add(fit(card), card["faces"], frame, uv=card["uv"])
        if spec.get("horns"):
            tone = rng.choice([(0.16, 0.13, 0.11), (0.72, 0.64, 0.50), (0.30, 0.22, 0.16)])
            scene.add(*shapes.horns(dome, spec["horns"], rng.uniform(0.3, 0.48)), scene.row(-1, tone))
        if spec["creature"] in ("orc", "ogre"):
            lip = p[self.lips > 0.5]
            mouth = np.array([0, lip[:, 1].min() + 0.05, lip[:, 2].max() + 0.0])
            scene.add(*shapes.tusks(mouth, rng.uniform(0.13, 0.22)), scene.row(-1, (0.88, 0.84, 0.70)))
        if spec["creature"] == "robot":
            metal = scene.row(-1, (0.35, 0.36, 0.38))
            ear = p[self.ears > 0.5]
            y, z, x = ear[:, 1].mean(), ear[:, 2].mean(), np.abs(ear[:, 0]).max()
            scene.add(*shapes.mirrored(lambda s: shapes.tube([[s * (x - 0.12), y, z], [s * (x + 0.06), y, z], [s * (x + 0.07), y, z]], np.array([0.15, 0.13, 0.002]), 20)), metal)  # fmt: skip
            if rng.random() < 0.5:
                scene.add(
                    *shapes.mirrored(lambda s: shapes.tube([[s * (x + 0.03), y, z], [s * (x + 0.05), y + 0.55, z - 0.05]], 0.018)), metal
                )


def squash(v, dome):
    """Pull hair above the hat line onto the skull."""
    offset = v - shapes.CENTRE
    length = np.linalg.norm(offset, axis=1)
    direction = offset / (length[:, None] + 1e-9)
    limit = dome(direction) + 0.02
    line = shapes.BAND["y"] - 0.12 + shapes.BAND["tilt"] * 0.8 * direction[:, 2]
    pull = np.clip((v[:, 1] - line) / 0.1, 0, 1) * (length > limit)
    return v + direction * ((limit - length) * pull)[:, None]

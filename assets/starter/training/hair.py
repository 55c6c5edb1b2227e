"""Hair and beards: cards of MakeHuman and procedural volumes. Each adds to a scene; `builder` holds the sources, `p` are the
head-space vertices of the base mesh, `fit` brings a proxy into head space.
"""

import numpy as np

import shapes
from concepts import HAIR_COLORS, PROCEDURAL_HAIR
from makehuman import vertex_normals
from materials import PATTERNS
from raster import COLOR_A, COLOR_B, KEEP, PATTERN, SCALE, STRENGTH


def strands(scene, color, seed):
    """Row of hair-like shading for procedural volumes."""
    row, c = scene.row(-1, color), np.array(color)
    row[PATTERN], row[SCALE], row[STRENGTH] = PATTERNS["strands"], 1.0, 1.0
    row[COLOR_A : COLOR_A + 3], row[COLOR_B : COLOR_B + 3] = c * 0.72, np.minimum(c * 1.15 + 0.02, 1)
    return row


def add_beard(builder, scene, spec, p, fit):
    style, color = spec["beard"], np.array(HAIR_COLORS[spec["beard_color"]][1])
    hair = strands(scene, color, spec["seed"])
    below_lip = (np.abs(builder.rest[:, 0]) < 0.06) & (builder.rest[:, 1] > -0.62) & (builder.rest[:, 1] < -0.5) & (builder.rest[:, 2] > 0.3)
    chin = p[below_lip][p[below_lip, 2].argmax()] * [0, 1, 1] + [0, 0, 0.04]
    if style in ("short beard", "full beard", "bushy beard", "long beard", "braided beard", "goatee"):
        depth, drop = {"short beard": (0.02, 0), "full beard": (0.05, 0.04), "bushy beard": (0.11, 0.10), "long beard": (0.07, 0.34), "braided beard": (0.06, 0.08), "goatee": (0.035, 0.05)}[style]  # fmt: skip
        weight = builder.beard.copy()
        if style == "goatee":
            weight *= np.clip((0.15 - np.abs(builder.rest[:, 0])) / 0.05, 0, 1) * (builder.rest[:, 1] < -0.36)
        s = builder.s
        faces = s.faces[s.body_faces]
        faces = faces[(weight[faces] > 0.12).all(1)]
        normal = vertex_normals(p, s.faces[s.body_faces])
        below = np.clip((-0.42 - builder.rest[:, 1]) / 0.2, 0, 1) * np.clip(builder.rest[:, 2] / 0.3, 0, 1)
        v = p + normal * (weight * depth)[:, None]
        v[:, 1] -= drop * weight * below
        v[:, 2] += (0.35 * drop * weight * below) * (p[:, 2] > 0.2)
        v[:, 0] *= 1 - 0.45 * weight * below * (drop > 0.2)
        scene.add(v, faces, hair)
    if style in ("short beard", "full beard", "bushy beard", "long beard", "braided beard"):
        card = builder.s.proxy("hair", "Full_beard")
        scene.add(fit(card), card["faces"], scene.row(card["texture"], color, gray=1, alpha=0.4, boost=True), uv=card["uv"])
    if style == "braided beard":
        ends = (-0.11, 0.11) if spec["seed"] % 3 == 0 else (0.0,)
        plait = hair.copy()
        plait[PATTERN], plait[COLOR_A : COLOR_A + 3] = PATTERNS["knit"], color * 0.5
        for x in ends:
            start = chin + np.array([x, 0.03, 0.0])
            scene.add(*shapes.braid(start, start + [x * 0.4, -0.42, 0.05], 0.085 if len(ends) > 1 else 0.12, 5), plait)
    lip = p[builder.lips > 0.5]
    if style == "handlebar moustache":
        top = lip[lip[:, 1] > np.quantile(lip[:, 1], 0.85)].mean(0)
        scene.add(*shapes.handlebar(np.array([0, top[1] + 0.015, lip[:, 2].max() + 0.01])), hair)
    if style in ("moustache", "bushy beard", "long beard", "full beard"):
        card = builder.s.proxy("hair", "Moustache")
        scene.add(fit(card), card["faces"], scene.row(card["texture"], color, gray=1, alpha=0.35, boost=True), uv=card["uv"])


def scalp_shell(builder, p, depth):
    """Hair volume over the scalp: (vertices, faces)."""
    s = builder.s
    faces = s.faces[s.body_faces]
    faces = faces[(builder.scalp[faces] > 0.15).all(1)]
    return p + vertex_normals(p, s.faces[s.body_faces]) * (builder.scalp * depth)[:, None], faces


def add_hair(builder, scene, spec, p, fit, dome, rng):
    style, color = spec["hair"], np.array(HAIR_COLORS[spec["hair_color"]][1])
    if style not in PROCEDURAL_HAIR:
        card = builder.s.proxy("hair", style)
        v = fit(card)
        if spec["hat"]:
            v = squash(v, dome)
        row = scene.row(card["texture"], color, gray=1, alpha=0.35, boost=True)
        row[KEEP] = 0.25 if style in ("afro01", "curly", "curly2") else row[KEEP]
        scene.add(v, card["faces"], row, uv=card["uv"])
        return
    hair, nrng = strands(scene, color, spec["seed"]), np.random.default_rng(spec["seed"])
    if style == "buzz":
        return
    if style == "bignest":
        edge = lambda u: np.interp(np.cos(u), [-1, -0.3, 0.3, 0.75, 1], [-48, -42, -12, 40, 40])  # noqa: E731
        scene.add(*shapes.shell(dome, edge, lambda t, u: 0.02 + 0.16 * np.minimum(1, t / 0.22) ** 0.5, rows=20), hair)
        return
    depth = {"slicked": 0.05, "topknot": 0.035, "pigtails": 0.04, "spiky": 0.05, "dreadlocks": 0.05}[style]
    scene.add(*scalp_shell(builder, p, depth), hair)
    if style == "topknot":
        top = dome.at(np.array([[0, 1.0, rng.uniform(-0.7, 0.1)]]), 0.11)[0]
        scene.add(*shapes.ball(top, 0.15), hair)
    elif style == "pigtails":
        scene.add(*shapes.mirrored(lambda s: shapes.braid([s * 0.45, 0.05, -0.2], [s * 0.58, -0.85, -0.02], 0.10)), hair)
    elif style == "spiky":
        scene.add(*shapes.spikes(dome, 60, rng.uniform(0.16, 0.3), nrng), hair)
    elif style == "dreadlocks":
        scene.add(*shapes.locks(dome, 60, rng.uniform(0.5, 0.9), nrng), hair)


def squash(v, dome):
    """Pull hair above the hat line onto the skull."""
    offset = v - shapes.CENTRE
    length = np.linalg.norm(offset, axis=1)
    direction = offset / (length[:, None] + 1e-9)
    limit = dome(direction) + 0.02
    line = shapes.BAND["y"] - 0.12 + shapes.BAND["tilt"] * 0.8 * direction[:, 2]
    pull = np.clip((v[:, 1] - line) / 0.1, 0, 1) * (length > limit)
    return v + direction * ((limit - length) * pull)[:, None]

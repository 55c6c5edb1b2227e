"""Hats, glasses, horns, tusks and robot ears. Each adds to a scene, as in hair.py."""

import numpy as np

import shapes
from concepts import CLOTH_COLORS, HAT_DEFAULT_COLOR, PROXY_HATS
from materials import PATTERNS
from raster import COLOR_A, COLOR_B, PATTERN, SCALE, STRENGTH


def add_hat(builder, scene, spec, fit, dome):
    kind = spec["hat"]
    if not kind:
        return
    color = np.array(HAT_DEFAULT_COLOR.get(kind, CLOTH_COLORS[spec["hat_color"]]))
    if kind in PROXY_HATS:
        card = builder.s.proxy("clothes", kind)
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


def add_extras(builder, scene, spec, p, fit, dome, rng):
    if spec["glasses"]:
        card = builder.s.proxy("clothes", "glasses")
        dark = spec["glasses"] == "sunglasses"
        tone = (0.05, 0.05, 0.06) if dark else rng.choice([(0.06, 0.06, 0.07), (0.25, 0.13, 0.07), (0.55, 0.10, 0.10)])
        frame = scene.row(-1 if dark else card["texture"], tone, gray=1, alpha=0.0 if dark else 0.9, boost=not dark)
        scene.add(fit(card), card["faces"], frame, uv=card["uv"])
    if spec.get("horns"):
        tone = rng.choice([(0.16, 0.13, 0.11), (0.72, 0.64, 0.50), (0.30, 0.22, 0.16)])
        scene.add(*shapes.horns(dome, spec["horns"], rng.uniform(0.3, 0.48)), scene.row(-1, tone))
    if spec["creature"] in ("orc", "ogre"):
        lip = p[builder.lips > 0.5]
        mouth = np.array([0, lip[:, 1].min() + 0.05, lip[:, 2].max() + 0.0])
        scene.add(*shapes.tusks(mouth, rng.uniform(0.13, 0.22)), scene.row(-1, (0.88, 0.84, 0.70)))
    if spec["creature"] == "robot":
        metal = scene.row(-1, (0.35, 0.36, 0.38))
        ear = p[builder.ears > 0.5]
        y, z, x = ear[:, 1].mean(), ear[:, 2].mean(), np.abs(ear[:, 0]).max()
        scene.add(*shapes.mirrored(lambda s: shapes.tube([[s * (x - 0.12), y, z], [s * (x + 0.06), y, z], [s * (x + 0.07), y, z]], np.array([0.15, 0.13, 0.002]), 20)), metal)  # fmt: skip
        if rng.random() < 0.5:
            scene.add(
                *shapes.mirrored(lambda s: shapes.tube([[s * (x + 0.03), y, z], [s * (x + 0.05), y + 0.55, z - 0.05]], 0.018)), metal
            )

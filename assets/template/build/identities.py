"""Which people and features become shape morphs of the template."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix

from makehuman import Base, person, target

# Whole people: arguments of `person`, then extra targets (weight by file below mpfb2/targets).
PEOPLE = {
    "male": ({"genders": ("male",)}, {}),
    "female": ({"genders": ("female",)}, {}),
    "african": ({"ethnicities": ("african",)}, {"mouth/mouth-trans-backward": 0.5}),
    "asian": ({"ethnicities": ("asian",)}, {"mouth/mouth-trans-backward": 0.35, "cheek/*-cheek-bones-incr": 0.3}),
    "caucasian": ({"ethnicities": ("caucasian",)}, {}),
    "baby": ({"age": "baby"}, {}),
    "child": ({"age": "child"}, {}),
    "old": ({"age": "old"}, {"head/head-age-incr": 0.6}),
    "thin": ({"weight": "minweight"}, {"head/head-fat-decr": 0.5}),
    "heavy": ({"weight": "maxweight"}, {"head/head-fat-incr": 0.7, "neck/neck-double-incr": 0.6}),
    "muscular": ({"muscle": "maxmuscle"}, {"neck/neck-scale-horiz-incr": 0.4}),
}
# Single features on the average person; a name starting with * is taken for both sides.
FEATURES = {
    "pointedEars": {"ears/*-ear-shape-pointed": 1, "ears/*-ear-scale-vert-incr": 1, "ears/*-ear-flap-incr": 0.5},
    "bigEars": {"ears/*-ear-scale-incr": 1, "ears/*-ear-wing-incr": 0.8},
    "bigNose": {"nose/nose-volume-incr": 1, "nose/nose-scale-horiz-incr": 0.6, "nose/nose-hump-incr": 0.5},
    "strongJaw": {"chin/chin-width-incr": 0.6, "chin/chin-prominent-incr": 0.6, "chin/chin-bones-incr": 1},
    "heavyBrow": {"eyebrows/eyebrows-trans-forward": 0.8, "eyebrows/eyebrows-angle-down": 0.7, "eyebrows/eyebrows-trans-down": 0.4},
    "roundHead": {"head/head-round": 0.6},
    "squareHead": {"head/head-square": 0.7},
    "fullLips": {
        "mouth/mouth-upperlip-volume-incr": 0.4,
        "mouth/mouth-lowerlip-volume-incr": 0.45,
        "mouth/mouth-upperlip-height-incr": 0.7,
        "mouth/mouth-lowerlip-height-incr": 0.6,
    },
    "longNose": {"nose/nose-scale-vert-incr": 0.7, "nose/nose-scale-depth-incr": 0.8, "nose/nose-point-down": 0.6},
    "wideNose": {"nose/nose-scale-horiz-incr": 0.8, "nose/nose-nostrils-width-incr": 0.7, "nose/nose-flaring-incr": 0.6},
    "snubNose": {"nose/nose-point-up": 0.9, "nose/nose-base-up": 0.6, "nose/nose-curve-concave": 0.5},
    "humpNose": {"nose/nose-hump-incr": 1, "nose/nose-curve-convex": 0.6},
    "bigEyes": {"eyes/*-eye-scale-incr": 0.8, "eyes/*-eye-height2-incr": 0.6},
    "wideSetEyes": {"eyes/*-eye-trans-out": 0.7},
    "slantedEyes": {"eyes/*-eye-corner2-up": 0.9, "eyes/*-eye-corner1-down": 0.4},
    "cheekbones": {"cheek/*-cheek-bones-incr": 1, "cheek/*-cheek-volume-decr": 0.5},
    "wideMouth": {"mouth/mouth-scale-horiz-incr": 0.9},
    "longChin": {"chin/chin-height-incr": 0.8, "chin/chin-prominent-incr": 0.6},
    "highForehead": {"forehead/forehead-scale-vert-incr": 0.5},
    "narrowHead": {"head/head-scale-horiz-decr": 0.6, "head/head-oval": 0.4},
}

# Features whose targets end in a step, which shows as a crease at other weights than theirs: passes of smoothing.
SMOOTHED = {"longChin": 14}


def _smooth(base: Base, moved: np.ndarray, passes: int) -> np.ndarray:
    """Offsets [N,3] averaged over neighbours again and again, and brought back to their greatest length."""
    corners = base.faces[base.group == "body"]
    a, b = np.concatenate([corners, corners[:, ::-1]]).reshape(-1), np.concatenate([np.roll(corners, 1, 1), np.roll(corners[:, ::-1], 1, 1)]).reshape(-1)
    count = len(moved)
    near = coo_matrix((np.ones(len(a)), (a, b)), (count, count)).tocsr()
    near.data[:] = 1
    degree = np.maximum(np.asarray(near.sum(1)), 1)
    out = moved
    for _ in range(passes):
        out = np.where(near.getnnz(1)[:, None] > 0, 0.5 * out + 0.5 * (near @ out) / degree, out)
    return out * (np.linalg.norm(moved, axis=1).max() / np.linalg.norm(out, axis=1).max())


def _targets(source: Path, weights: dict[str, float], count: int) -> np.ndarray:
    out = np.zeros((count, 3))
    for name, weight in weights.items():
        for file in sorted({name.replace("*", side) for side in "lr"}):
            out += weight * target(source / f"mpfb2/targets/{file}.target.gz", count)
    return out


def identities(base: Base, source: Path) -> dict[str, np.ndarray]:
    """Vertices [N,3] dm of every morph at full weight."""
    count, out = len(base.vertices), {}
    for name, (arguments, extra) in PEOPLE.items():
        out[name] = person(base, source, **arguments) + _targets(source, extra, count)
    for name, extra in FEATURES.items():
        moved = _targets(source, extra, count)
        out[name] = person(base, source) + (_smooth(base, moved, SMOOTHED[name]) if name in SMOOTHED else moved)
    return out

"""Region of each refined vertex: face, hair (the cap a hair grows on), eyes, brows, nose, lips, ears, neck."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from makehuman import target

NAMES = ["face", "hair", "eyes", "brows", "nose", "lips", "ears", "neck"]
EAR_MOTION = 0.025  # dm
# Outlines by landmark, seen from the front.
LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146]
NOSE = [168, 245, 188, 217, 126, 129, 98, 97, 2, 326, 327, 358, 355, 437, 412, 465]
BROWS = ([70, 63, 105, 66, 107, 55, 65, 52, 53, 46], [300, 293, 334, 296, 336, 285, 295, 282, 283, 276])
# Outlines seen from the side: (z, y) of the average head.
HAIR = [
    (0.6, 0.36), (0.44, 0.335), (0.34, 0.26), (0.26, 0.13), (0.24, 0.05), (0.15, 0.0), (0.13, -0.1), (0.06, -0.12),
    (0.04, 0.05), (-0.05, 0.07), (-0.12, 0.0), (-0.14, -0.15), (-0.17, -0.3), (-0.2, -0.42), (-0.8, -0.5), (-0.8, 0.9),
    (0.6, 0.9),
]  # fmt: skip
NECK = [(0.43, -0.66), (0.2, -0.6), (0.08, -0.45), (0.0, -0.3), (-0.12, -0.2), (-0.2, -0.42), (-0.8, -0.5), (-0.8, -2),
        (0.9, -2), (0.9, -0.66)]  # fmt: skip


def _inside(points: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """Even-odd test of points [N,2] against a polygon [K,2]."""
    odd = np.zeros(len(points), bool)
    for a, b in zip(outline, np.roll(outline, -1, 0), strict=True):
        crosses = (a[1] > points[:, 1]) != (b[1] > points[:, 1])
        slope = (b[0] - a[0]) / np.where(b[1] == a[1], 1, b[1] - a[1])
        odd ^= crosses & (points[:, 0] < a[0] + slope * (points[:, 1] - a[1]))
    return odd


def ear_motion(source: Path, count: int) -> np.ndarray:
    """How far the ears' targets move each base vertex [count]."""
    names = ("wing-incr", "lobe-incr")
    files = [source / f"mpfb2/targets/ears/{side}-ear-{name}.target.gz" for side in "lr" for name in names]
    return sum(np.linalg.norm(target(file, count), axis=1) for file in files)


def regions(points: np.ndarray, landmarks: np.ndarray, ears: np.ndarray, eyes: list) -> np.ndarray:
    """Refined vertices [M,3], landmarks [478,3], motion of the ears [M], (centre, radius) of the eyes → ids [M]."""
    out = np.zeros(len(points), np.uint8)
    front = points[:, 2] > 0.2
    out[_inside(points[:, [2, 1]], np.array(HAIR))] = NAMES.index("hair")
    out[_inside(points[:, [2, 1]], np.array(NECK))] = NAMES.index("neck")
    for name, outlines in (("nose", [NOSE]), ("brows", BROWS), ("lips", [LIPS])):
        for outline in outlines:
            out[front & _inside(points[:, :2], landmarks[outline, :2])] = NAMES.index(name)
    out[(ears > EAR_MOTION) & (np.abs(points[:, 0]) > 0.36)] = NAMES.index("ears")
    for center, radius in eyes:
        out[np.linalg.norm(points - center, axis=1) < radius * 0.98] = NAMES.index("eyes")
    return out

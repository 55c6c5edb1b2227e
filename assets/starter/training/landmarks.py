"""The landmark map that conditions the prior: MediaPipe's contours, projected.

`runtime/render/landmarks.ts` draws the same pixels; a golden test holds the two together.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import numba
import numpy as np

FILE = Path(__file__).parents[2] / "template/landmarks.json"
# Drawing order: later parts overwrite. RGB 0..255.
COLOURS = {
    "faceOval": (10, 200, 10),
    "lips": (10, 180, 10),
    "rightEye": (10, 200, 180),
    "rightBrow": (10, 220, 180),
    "rightIris": (10, 200, 250),
    "leftEye": (180, 200, 10),
    "leftBrow": (180, 220, 10),
    "leftIris": (250, 200, 10),
}
PUPILS = {"rightPupil": (10, 200, 250), "leftPupil": (250, 200, 10)}


@functools.cache
def _tables():
    """Triangles [478,3], weights [478,3], segments [K,2] with colours [K,3] (the oval's come first), pupils [2,1+3]."""
    data = json.loads(FILE.read_text())
    vertices = np.array([p["vertices"] for p in data["points"]])
    weights = np.array([p["weights"] for p in data["points"]])
    segments, colours = [], []
    for name, colour in COLOURS.items():
        for chain in data["connections"][name]:
            segments += zip(chain[:-1], chain[1:], strict=True)
            colours += [colour] * (len(chain) - 1)
    pupils = [(data["pupils"][name], *colour) for name, colour in PUPILS.items()]
    oval = sum(len(chain) - 1 for chain in data["connections"]["faceOval"])
    return vertices, weights, np.array(segments), np.array(colours, np.float32) / np.float32(255), np.array(pupils), oval


def landmark_points(vertices: np.ndarray) -> np.ndarray:
    """All vertices of base.obj in head space [N,3] → landmarks [478,3], float32."""
    ids, weights, *_ = _tables()
    return np.einsum("nk,nkc->nc", weights, vertices[ids]).astype(np.float32)


@numba.njit(cache=True)
def _draw(u, v, segments, colours, pupils, size, out):
    for s in range(len(segments)):
        ax, ay, bx, by = u[segments[s, 0]], v[segments[s, 0]], u[segments[s, 1]], v[segments[s, 1]]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        x0, x1 = max(0, int(np.floor(min(ax, bx) - 1.5))), min(size - 1, int(np.floor(max(ax, bx) + 1.5)))
        y0, y1 = max(0, int(np.floor(min(ay, by) - 1.5))), min(size - 1, int(np.floor(max(ay, by) + 1.5)))
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                px, py = x + 0.5 - ax, y + 0.5 - ay
                t = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length > 0 else 0.0
                ex, ey = px - t * dx, py - t * dy
                if ex * ex + ey * ey <= 1.0:
                    out[y, x] = colours[s]
    for p in range(len(pupils)):
        left, top = int(np.floor(u[pupils[p, 0]] + 0.5)) - 2, int(np.floor(v[pupils[p, 0]] + 0.5)) - 2
        for y in range(max(0, top), min(size, top + 4)):
            for x in range(max(0, left), min(size, left + 4)):
                for c in range(3):
                    out[y, x, c] = np.float32(pupils[p, 1 + c]) / np.float32(255)


def draw_landmarks(
    points: np.ndarray,
    azimuth: float,
    elevation: float,
    fov: float,
    distance: float = 3.0,
    target=(0.0, 0.0, 0.0),
    size: int = 128,
) -> np.ndarray:
    """Landmarks [478,3] in head space, camera in degrees → landmark map [size,size,3], float32 in 0..1."""
    _, _, segments, colours, pupils, oval = _tables()
    a, e = azimuth * np.pi / 180, elevation * np.pi / 180
    sa, ca, se, ce = np.sin(a), np.cos(a), np.sin(e), np.cos(e)
    f = 1 / np.tan(fov * np.pi / 360)
    x, y, z = (points[:, k].astype(np.float64) - target[k] for k in range(3))
    depth = distance - (x * sa * ce + y * se + z * ca * ce)
    u = (0.5 + 0.5 * f * (x * ca - z * sa) / depth) * size
    v = (0.5 - 0.5 * f * (y * ce - x * sa * se - z * ca * se) / depth) * size
    out = np.zeros((size, size, 3), np.float32)
    if ca < 0:
        _draw(u, v, segments[:oval], colours[:oval], pupils[:0], size, out)
    else:
        _draw(u, v, segments, colours, pupils, size, out)
    return out

"""Teeth and gums along the base mesh's dental arches: fourteen lofted crowns in each jaw, and a scalloped gum behind them.

Crown proportions after Wheeler's Dental Anatomy, mesiodistal widths and heights in mm, scaled to the arch.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline

# (width, height, depth at the neck, depth at the edge, width at the neck) of incisors, canine, premolars, molars.
UPPER = ((8.5, 10.5, 6.5, 1.6, 0.82), (6.5, 9, 5.5, 1.5, 0.8), (7.5, 10, 7, 2, 0.8), (7, 8.5, 8, 5.5, 0.8),
         (7, 8.5, 8, 5.5, 0.8), (10, 7.5, 10, 8.5, 0.86), (9, 7, 10, 8.5, 0.86))  # fmt: skip
LOWER = ((5.3, 9, 5.5, 1.4, 0.8), (5.7, 9.5, 5.5, 1.4, 0.8), (6.8, 11, 6.5, 1.8, 0.8), (7, 8.5, 7, 5, 0.82),
         (7.1, 8, 7.5, 5.5, 0.82), (11, 7.5, 9.5, 8.5, 0.88), (10.5, 7, 9.5, 8.5, 0.88))  # fmt: skip
CANINE, GUM_DEPTH = 2, 0.35
# Rows of a crown as (share of its height, width, depth bulge); the first lies in the gum.
ROWS = ((-GUM_DEPTH, 0.0, 0.95), (0.0, 0.1, 1.0), (0.35, 0.6, 1.0), (0.72, 1.0, 0.72), (0.93, 0.97, 0.3), (1.0, 0.82, 0.1))
DETAIL = ((12, (0, 1, 2, 3, 4, 5), 3), (6, (0, 2, 4), 1))  # corners, rows, gum samples a tooth; by level
# The texture: crowns in cells above, gums below.
CELLS = {"upper": (0.0, 0.3), "lower": (0.3, 0.6)}
GUMS = {"upper": (0.62, 0.8), "lower": (0.82, 1.0)}


class Arch:
    """The curve of the teeth's outer faces, from the left end over the middle to the right one."""

    def __init__(self, outer: np.ndarray):
        """`outer` [K,2]: x and z from the middle to the left end."""
        curve = np.concatenate([outer[:0:-1], outer * (-1, 1)])
        arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
        arc -= arc[-1] / 2
        self.half = float(arc[-1])
        self.spline = CubicSpline(arc, curve)

    def frame(self, s: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Point, unit tangent (towards the character's right) and unit outward normal at an arc length, in (x, z)."""
        point, tangent = self.spline(s), self.spline(s, 1)
        tangent = tangent / np.linalg.norm(tangent)
        return point, tangent, np.array([tangent[1], -tangent[0]])


def _crown(arch, middle, size, base, up, scale, corners, rows, canine, cell):
    """One tooth. `base`: height of the gum's edge; `up`: +1 or −1, from gum to edge; `scale`: units a mm."""
    width, height, neck, edge, narrow = size
    (x, z), tangent, normal = arch.frame(middle)
    points, uv = [], []
    angle = 2 * np.pi * np.arange(corners + 1) / corners - np.pi / 2  # starts and ends inside the mouth
    for row in rows:
        share, wide, deep = ROWS[row]
        half = 0.5 * width * scale * (narrow + (0.985 - narrow) * wide)
        depth = scale * (edge + (neck - edge) * max(deep, 0.0)) * (1 if share < 1 else 0.8)
        tip = 0.12 * height * scale if canine and share > 0.9 else 0.0
        for k, a in enumerate(angle):
            c, s = np.cos(a), np.sin(a)
            # A superellipse; the outer face stays on the arch, the inner one moves out towards the edge.
            u = np.sign(c) * abs(c) ** 0.6 * half
            d = (np.sign(s) * abs(s) ** 0.75 - 1) * depth / 2 - 0.012 * max(0, share) ** 2 * height * scale
            rise = share * height * scale - (tip * min(1, abs(c)) if tip else 0.02 * abs(c) ** 3 * height * scale * (share > 0.9))
            points.append([x + u * tangent[0] + d * normal[0], base + up * rise, z + u * tangent[1] + d * normal[1]])
            uv.append([cell[0] + (cell[1] - cell[0]) * (0.06 + 0.88 * k / corners), share])
    lid = np.mean(points[-(corners + 1) : -1], axis=0)
    lid[1] -= up * 0.03 * height * scale * (neck < 8 and edge > 4)
    around = corners + 1
    faces = []
    for r in range(len(rows) - 1):
        for k in range(corners):
            a, b, c, d = r * around + k, r * around + k + 1, (r + 1) * around + k + 1, (r + 1) * around + k
            faces += [[a, b, c], [a, c, d]]
    top = (len(rows) - 1) * around
    for k in range(corners):  # the chewing surface: one middle vertex a corner, so that the texture has no pole
        points.append(lid)
        uv.append([cell[0] + (cell[1] - cell[0]) * (0.06 + 0.88 * (k + 0.5) / corners), 1.15])
        faces.append([top + k, top + k + 1, len(points) - 1])
    return np.array(points), np.array(uv), np.array(faces)


def _gum(arch, middles, widths, base, up, scale, samples):
    """A band from the fold above the lip over the teeth's necks to the palate, scalloped between the teeth."""
    profile = ((-7.0, -6.0), (-0.5, -4.5), (0.7, -1.8), (0.0, 0.0), (-3.0, 0.6), (-7.5, -0.5), (-11.0, -4.0))
    points, uv, stations = [], [], []
    for middle, width in zip(middles, widths, strict=True):
        stations += [(middle + width * (k / samples - 0.5), k / samples) for k in range(samples)]
    stations.append((middles[-1] + widths[-1] / 2, 0.0))
    for i, (s, phase) in enumerate(stations):
        (x, z), _, normal = arch.frame(s)
        papilla = 0.5 + 0.5 * np.cos(2 * np.pi * phase)
        for k, (out, rise) in enumerate(profile):
            # Between the teeth the gum reaches down and back.
            rise += papilla * 1.6 * (k in (3, 4)) - 0.15
            out -= papilla * 0.8 * (k == 3)
            p = np.array([x, z]) + normal * out * scale
            points.append([p[0], base + up * rise * scale, p[1]])
            uv.append([i / (len(stations) - 1), k / (len(profile) - 1)])
    n, faces = len(profile), []
    for i in range(len(stations) - 1):
        for k in range(n - 1):
            a, b, c, d = i * n + k, i * n + k + 1, (i + 1) * n + k + 1, (i + 1) * n + k
            faces += [[a, b, c], [a, c, d]]
    return np.array(points), np.array(uv), np.array(faces)


def jaw(name: str, outer: np.ndarray, neck: float, edge: float, level: int):
    """Positions [V,3], uv [V,2] and triangles of one jaw. `outer` [K,2]: its arch; `neck`, `edge`: heights of gum and
    cutting edge of the front teeth."""
    sizes = UPPER if name == "upper" else LOWER
    up = np.sign(edge - neck)
    arch = Arch(outer)
    widths = np.array([size[0] for size in sizes])
    scale = arch.half * 0.985 / widths.sum()
    tall = abs(edge - neck) / (sizes[0][1] * scale)
    ends = np.concatenate([[0], np.cumsum(widths)]) * scale
    right = [(ends[i] + ends[i + 1]) / 2 for i in range(7)]
    corners, rows, samples = DETAIL[level]
    v0, v1 = CELLS[name]
    meshes = []
    for i, size in enumerate(sizes):
        size = (size[0], size[1] * tall, *size[2:])
        base = edge - up * size[1] * scale if i < 3 else neck + up * 0.12 * (abs(edge - neck))
        for side in (-1, 1):
            column = 6 - i if side < 0 else 7 + i
            cell = (column / 14, (column + 1) / 14)
            p, t, f = _crown(arch, side * right[i], size, base, up, scale, corners, rows, i == CANINE, cell)
            t[:, 1] = v0 + (v1 - v0) * (0.04 + 0.92 * (t[:, 1] + GUM_DEPTH) / (1.15 + GUM_DEPTH))
            meshes.append((p, t, f))
    middles = [-m for m in right[::-1]] + right
    p, t, f = _gum(arch, middles, [w * scale for w in (*widths[::-1], *widths)], neck, up, scale, samples)
    v0, v1 = GUMS[name]
    t[:, 1] = v0 + (v1 - v0) * t[:, 1]
    meshes.append((p, t, f))
    points, uv, faces, first = [], [], [], 0
    for p, t, f in meshes:
        faces.append(f + first)
        points.append(p)
        uv.append(t)
        first += len(p)
    points, uv, faces = np.concatenate(points), np.concatenate(uv), np.concatenate(faces)
    if up < 0:
        faces = faces[:, ::-1]
    return points, uv, faces

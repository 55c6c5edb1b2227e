"""Nearest points on a triangle mesh."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True)
def barycentric_of_closest(p, a, b, c):
    """Barycentric weights of the point of triangle abc closest to p (Ericson, Real-Time Collision Detection, 5.1.5)."""
    ab, ac, ap = b - a, c - a, p - a
    d1, d2 = np.dot(ab, ap), np.dot(ac, ap)
    if d1 <= 0 and d2 <= 0:
        return 1.0, 0.0, 0.0
    bp = p - b
    d3, d4 = np.dot(ab, bp), np.dot(ac, bp)
    if d3 >= 0 and d4 <= d3:
        return 0.0, 1.0, 0.0
    vc = d1 * d4 - d3 * d2
    if vc <= 0 and d1 >= 0 and d3 <= 0:
        v = d1 / (d1 - d3)
        return 1 - v, v, 0.0
    cp = p - c
    d5, d6 = np.dot(ab, cp), np.dot(ac, cp)
    if d6 >= 0 and d5 <= d6:
        return 0.0, 0.0, 1.0
    vb = d5 * d2 - d1 * d6
    if vb <= 0 and d2 >= 0 and d6 <= 0:
        w = d2 / (d2 - d6)
        return 1 - w, 0.0, w
    va = d3 * d6 - d5 * d4
    if va <= 0 and d4 - d3 >= 0 and d5 - d6 >= 0:
        w = (d4 - d3) / ((d4 - d3) + (d5 - d6))
        return 0.0, 1 - w, w
    total = va + vb + vc
    return va / total, vb / total, vc / total


@numba.njit(cache=True)
def closest_point(points, vertices, faces):
    """Triangle [N] and barycentric weights [N,3] of the nearest surface point of each point [N,3]; brute force."""
    triangle = np.zeros(len(points), np.int64)
    weights = np.zeros((len(points), 3))
    for i in range(len(points)):
        best = np.inf
        for t in range(len(faces)):
            a, b, c = vertices[faces[t, 0]], vertices[faces[t, 1]], vertices[faces[t, 2]]
            u, v, w = barycentric_of_closest(points[i], a, b, c)
            gap = points[i] - (u * a + v * b + w * c)
            distance = np.dot(gap, gap)
            if distance < best:
                best, triangle[i] = distance, t
                weights[i, 0], weights[i, 1], weights[i, 2] = u, v, w
    return triangle, weights

"""An eyeball of radius 1 that looks to +Z: a sphere with a cornea, its texture an azimuthal map with the pupil in the middle."""

from __future__ import annotations

import numpy as np

# Half angle of the iris (degrees), radius of the cornea's sphere in eyeball radii.
LIMBUS, CORNEA = 24.0, 0.8
# Angle up to which the texture's disc is filled up to RIM of its radius; what is behind is never seen.
SEEN, RIM, SPREAD = 100.0, 0.48, 0.8
# Segments around, rows from pole to pole: the coarsest two are drawn some pixels wide.
LEVELS = ((40, 22), (24, 12), (14, 8), (8, 5))


def profile(angle: np.ndarray) -> np.ndarray:
    """Distance from the centre at an angle from the gaze (radians)."""
    limbus = np.radians(LIMBUS)
    center = np.cos(limbus) - np.sqrt(CORNEA**2 - np.sin(limbus) ** 2)
    dome = center * np.cos(angle) + np.sqrt(CORNEA**2 - (center * np.sin(angle)) ** 2)
    return np.where(angle < limbus, dome, 1.0)


def texture_radius(angle: np.ndarray) -> np.ndarray:
    """Distance from the texture's middle at an angle from the gaze (radians)."""
    seen = np.radians(SEEN)
    front = RIM * (np.minimum(angle, seen) / seen) ** SPREAD
    return front + (0.5 - RIM) * np.maximum(angle - seen, 0) / (np.pi - seen)


def eyeball(segments: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions [V,3], uv [V,2] (v down) and triangles [T,3]; the back pole is one vertex a segment."""
    # Rows lie closer around the cornea, and one lies on its edge.
    front = max(3, rows // 3)
    angle = np.concatenate(
        [np.linspace(0, np.radians(LIMBUS), front + 1)[1:], np.linspace(np.radians(LIMBUS), np.pi, rows - front + 1)[1:-1]]
    )
    turn = 2 * np.pi * np.arange(segments) / segments
    points, uv = [[0.0, 0.0, float(profile(np.zeros(1))[0])]], [[0.5, 0.5]]
    for a in angle:
        r = float(profile(np.array([a]))[0])
        for t in turn:
            points.append([r * np.sin(a) * np.cos(t), r * np.sin(a) * np.sin(t), r * np.cos(a)])
            d = float(texture_radius(np.array([a]))[0])
            uv.append([0.5 + d * np.cos(t), 0.5 - d * np.sin(t)])
    back = len(points)
    for t in turn + np.pi / segments:
        points.append([0, 0, -1])
        uv.append([0.5 + 0.5 * np.cos(t), 0.5 - 0.5 * np.sin(t)])
    at = lambda row, k: 1 + row * segments + k % segments  # noqa: E731
    triangles = [[0, at(0, k), at(0, k + 1)] for k in range(segments)]
    for row in range(len(angle) - 1):
        for k in range(segments):
            a, b, c, d = at(row, k), at(row + 1, k), at(row + 1, k + 1), at(row, k + 1)
            triangles += [[a, b, c], [a, c, d]]
    last = len(angle) - 1
    triangles += [[at(last, k), back + k, at(last, k + 1)] for k in range(segments)]
    return np.array(points), np.array(uv), np.array(triangles)

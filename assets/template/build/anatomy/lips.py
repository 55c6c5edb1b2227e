"""The base mesh's lips stand a little open: teeth would show in every neutral face."""

from __future__ import annotations

import numpy as np

from cage import Cage

# A base vertex of the loop at which lips touch; how far each lip is pressed on the other, head units; by rows from there.
TOUCH = 520
PRESS = 0.005
ROWS = (1.0, 1.0, 0.75, 0.4, 0.15)
CORNER = 0.03  # over this length, along x, the pressure fades towards the mouth's corners


def close_lips(cage: Cage, points: np.ndarray) -> np.ndarray:
    """Offsets [V,3] of the cage's vertices that bring the lips together. `points` [V,3]: the average head."""
    loop = cage.loop(TOUCH, points)
    left, right = (int(np.argmax(sign * points[loop, 0])) for sign in (1, -1))
    first, last = sorted((left, right))
    one = set(loop[first : last + 1])
    upper = one if cage.numbers[TOUCH] in one else set(loop) - one
    out = np.zeros_like(points)
    reach = np.abs(points[loop, 0]).max()
    row, seen = {v: -1.0 if v in upper else 1.0 for v in loop}, set()
    for share in ROWS:
        for v, way in row.items():
            out[v, 1] = way * PRESS * share * np.clip((reach - abs(points[v, 0])) / CORNER, 0, 1)
        seen |= set(row)
        ahead: dict[int, list[float]] = {}
        for v, way in row.items():
            for w in cage.edges.next[v]:
                if w not in seen:
                    ahead.setdefault(w, []).append(way)
        row = {w: float(np.mean(ways)) for w, ways in ahead.items()}
    return out

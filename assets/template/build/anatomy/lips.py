"""The rows of the lips: the base mesh's stand a little open, and every head's are closed when it is built."""

from __future__ import annotations

import numpy as np

from cage import Cage

# A base vertex of the loop at which lips touch, and how many rows of vertices follow it when it moves.
TOUCH, ROWS = 520, 5


def lip_rows(cage: Cage, points: np.ndarray) -> np.ndarray:
    """Cage vertices of both lips as [n,3]: vertex, row from where they touch, 1 for the upper lip. `points` [V,3]."""
    loop = cage.loop(TOUCH, points)
    left, right = (int(np.argmax(sign * points[loop, 0])) for sign in (1, -1))
    first, last = sorted((left, right))
    one = set(loop[first : last + 1])
    upper = one if cage.numbers[TOUCH] in one else set(loop) - one
    row, seen, out = {v: float(v in upper) for v in loop}, set(), []
    for k in range(ROWS):
        # What stands between the lips at the corners of the mouth stays.
        out += [(v, k, round(share)) for v, share in sorted(row.items()) if abs(share - 0.5) > 0.3]
        seen |= set(row)
        ahead: dict[int, list[float]] = {}
        for v, share in row.items():
            for w in cage.edges.next[v]:
                if w not in seen:
                    ahead.setdefault(w, []).append(share)
        row = {w: float(np.mean(shares)) for w, shares in ahead.items()}
    return np.array(out, np.uint16)

"""Joints' weights of the skin, the fade towards the neck's seam, and the rings around the eyes."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import dijkstra

from cage import Cage

SEAM_ROWS, SEAM_FADE = 2, (0.06, 0.36)
NECK_FADE = (0.1, 0.42)
LID_RINGS = 12
EYE_REACH = (0.2, 0.27)  # head units from an eyeball's centre over which what moves its lids fades


def graph(cage: Cage, points: np.ndarray) -> sparse.csr_matrix:
    """Lengths of the cage's edges [V,V]."""
    pairs = np.array([(a, b) for a, near in cage.edges.next.items() for b in near])
    length = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    return sparse.csr_matrix((length, (pairs[:, 0], pairs[:, 1])), (len(points), len(points)))


def _fade(distance: np.ndarray, start: float, end: float) -> np.ndarray:
    x = np.clip((distance - start) / (end - start), 0, 1)
    return 1 - x * x * (3 - 2 * x)


def seam_fade(cage: Cage, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much each vertex is held at the average's place [V], 1 at the seam and its next rows; and how much it turns
    with the neck [V]."""
    distance = dijkstra(graph(cage, points), indices=cage.ring, min_only=True)
    hold = _fade(distance, *SEAM_FADE)
    near = set(cage.ring)
    for _ in range(SEAM_ROWS):
        near |= {w for v in near for w in cage.edges.next[v]}
    hold[sorted(near)] = 1
    hold[distance > SEAM_FADE[1]] = 0
    return hold, _fade(distance, *NECK_FADE)


def jaw_weights(cage: Cage, points: np.ndarray, opened: np.ndarray, jaw: np.ndarray) -> np.ndarray:
    """`opened` [V,3]: what jawOpen moves; `jaw` [V,3]: what a rigid jaw would: the share of it that the skin follows."""
    size = (jaw**2).sum(1)
    share = np.clip((opened * jaw).sum(1) / (size + 1e-4), 0, 1)
    ones = graph(cage, points)
    ones.data[:] = 1
    spread = sparse.diags(1 / np.asarray(ones.sum(1)).ravel()) @ ones
    for _ in range(3):
        share = 0.5 * share + 0.5 * (spread @ share)
    share[share < 0.02] = 0
    return share


def rings(cage: Cage, loop: list[int], apex: int) -> np.ndarray:
    """Loops of quads around an eye [LID_RINGS, n], from the lids' inner edge outwards."""
    out, used = [loop], set(cage.inside(loop, apex))
    while len(out) < LID_RINGS:
        row = []
        for a, b in zip(out[-1], out[-1][1:] + out[-1][:1], strict=True):
            (face,) = (f for f in cage.edges.around[a] & cage.edges.around[b] if f not in used)
            quad = cage.faces[face].tolist()
            row.append((face, next(v for v in quad if v not in (a, b) and v in cage.edges.next[a])))
        used |= {face for face, _ in row}
        out.append([v for _, v in row])
    return np.array(out)


def around_eye(skin: np.ndarray, points, control: np.ndarray, left: bool) -> np.ndarray:
    """Share of an eye's expression that each cage vertex takes [V]: the base mesh's reach to the other eye and the cheek."""
    first = points.first["leftEye" if left else "rightEye"]
    center = control[first : first + 72].mean(0)
    return _fade(np.linalg.norm(skin - center, axis=1), *EYE_REACH)

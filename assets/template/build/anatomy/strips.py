"""Tongue and lashes of the base mesh as polygons with texture coordinates of their own."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from makehuman import Base, polygons

FLATTENED, LOWERED = 0.78, 0.012


def tongue(base: Base) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Base vertices [U] and uv [U,2] (v down, filling the square) of the texture's vertices, and quads [F,4] of them."""
    chosen = np.flatnonzero(base.group == "helper-tongue")
    corner: dict[int, list[tuple[int, int]]] = {}
    for t in chosen:
        pairs = list(zip(base.faces[t].tolist(), base.face_uv[t].tolist(), strict=True))
        known = corner.get(base.polygon[t])
        corner[base.polygon[t]] = pairs if known is None else known + pairs[2:]
    number: dict[tuple[int, int], int] = {}
    quads = [[number.setdefault(pair, len(number)) for pair in face] for face in corner.values()]
    vertices = np.array([v for v, _ in number])
    uv = base.uv[[u for _, u in number]]
    uv = (uv - uv.min(0)) / np.ptp(uv, axis=0).max()
    uv += (1 - np.ptp(uv, axis=0)) / 2
    uv = 0.01 + 0.98 * uv
    return vertices, np.stack([uv[:, 0], 1 - uv[:, 1]], 1), np.array(quads)


def rest_tongue(points: np.ndarray) -> None:
    """Flattens the tongue towards the floor of the mouth, in place: the base mesh's fills an open mouth."""
    floor = points[:, 1].min()
    points[:, 1] = floor + FLATTENED * (points[:, 1] - floor) - LOWERED


def lashes(base: Base, points: np.ndarray, side: str, row: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One lid's strip (`row` 1: lower, 2: upper): base vertices [n,5] from root to tip along the lid, from the nose out.

    Returns the grid, uv [n*5,2] and quads in grid order."""
    faces = polygons(base, f"helper-{side}-eyelashes-{row}")
    near = defaultdict(set)
    for face in faces:
        for a, b in zip(face, face[1:] + face[:1], strict=True):
            near[a].add(b)
            near[b].add(a)
    eye = np.unique(base.faces[base.group == f"helper-{side}-eye"])
    center = points[eye].mean(0)
    corners = [v for v in near if len(near[v]) == 2]
    far = lambda v: np.linalg.norm(points[v] - center)  # noqa: E731
    inner = sorted(corners, key=lambda v: abs(points[v, 0]))[:2]
    root, tip = sorted(inner, key=far)

    def walk(start: int, avoid: set[int]) -> list[int]:
        """Along a border of the strip until its next corner."""
        out = [start]
        while True:
            ahead = [v for v in near[out[-1]] if v not in avoid and v not in out and len(near[v]) < 4]
            if not ahead:
                return out
            out.append(ahead[0])
            if len(near[out[-1]]) == 2:
                return out

    across = walk(root, set())
    if across[-1] != tip:
        across = walk(root, {across[1]})
    columns, used = [across], set(across)
    while True:
        ahead = [[w for w in near[v] if w not in used] for v in columns[-1]]
        if any(len(w) != 1 for w in ahead):
            break
        columns.append([w[0] for w in ahead])
        used |= set(columns[-1])
    grid = np.array(columns)
    if len(used) != len(near):
        raise ValueError(f"the lashes of {side} {row} are no grid")
    n, k = grid.shape
    along = np.linspace(0, 1, n)
    v0, v1 = (0.02, 0.56) if row == 2 else (0.6, 0.98)  # upper lashes above in the texture
    uv = np.stack([np.repeat(0.02 + 0.96 * along, k), np.tile(np.linspace(v1, v0, k), n)], 1)
    at = lambda i, j: i * k + j  # noqa: E731
    quads = np.array([[at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)] for i in range(n - 1) for j in range(k - 1)])
    p = points[grid.reshape(-1)]
    face = p[quads]
    normal = np.cross(face[:, 2] - face[:, 0], face[:, 3] - face[:, 1]).sum(0)
    if normal[2] + normal[1] * (1 if row == 2 else -1) < 0:
        quads = quads[:, ::-1]
    return grid, uv, quads

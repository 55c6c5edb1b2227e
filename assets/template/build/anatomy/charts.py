"""Cuts the cage into charts: skin (open behind the ears and down the back), inside of the mouth, eye sockets."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from cage import Cage

# Base vertices: a loop of the mouth's inside and a vertex within.
MOUTH, MOUTH_INSIDE = 591, 639
# The cut down the back: neck's seam, nape, top; behind the left ear: top, where the way from the nape arrives, lobe.
BACK, NAPE, TOP = 858, 853, 5368
EAR_LOOP, EAR_TOP, EAR_MIDDLE, EAR_LOBE = 12348, 12352, 12361, 12365


@dataclass(frozen=True)
class Chart:
    """`vertices[i]`: cage vertex of chart vertex i; `faces` [F]: cage faces; `quads` [F,4] in chart vertices."""

    vertices: np.ndarray
    faces: np.ndarray
    quads: np.ndarray


def _path(cage: Cage, points: np.ndarray, start: int, goal: int) -> list[int]:
    """Edges of least length between two cage vertices (Dijkstra)."""
    best, come, queue = {start: 0.0}, {}, [(0.0, start)]
    while queue:
        cost, here = heapq.heappop(queue)
        if here == goal:
            path = [here]
            while path[-1] != start:
                path.append(come[path[-1]])
            return path
        for other in sorted(cage.edges.next[here]):
            length = cost + float(np.linalg.norm(points[here] - points[other]))
            if length < best.get(other, np.inf):
                best[other], come[other] = length, here
                heapq.heappush(queue, (length, other))
    raise ValueError(f"no path between cage vertices {start} and {goal}")


def _behind_ear(cage: Cage, points: np.ndarray) -> list[int]:
    """The back part of the loop around the left ear's base, top to lobe."""
    loop = cage.loop(EAR_LOOP, points)
    top, lobe = loop.index(cage.numbers[EAR_TOP]), loop.index(cage.numbers[EAR_LOBE])
    loop = loop[top:] + loop[:top]
    one = loop[: (lobe - top) % len(loop) + 1]
    two = [loop[0], *loop[: (lobe - top) % len(loop) - 1 : -1]]
    return min(one, two, key=lambda ids: points[ids, 2].mean())


def skin_seams(cage: Cage, points: np.ndarray, mirror: np.ndarray) -> set[tuple[int, int]]:
    """Edges of the cut, a tree that hangs on the neck's seam. `mirror` [V]: the cage vertex on the other side."""
    nape = cage.numbers[NAPE]
    middle = [_path(cage, points, cage.numbers[BACK], nape), _path(cage, points, nape, cage.numbers[TOP])]
    left = [_behind_ear(cage, points), _path(cage, points, nape, cage.numbers[EAR_MIDDLE])]
    paths = middle + left + [mirror[path].tolist() for path in left]
    return {(min(a, b), max(a, b)) for path in paths for a, b in zip(path, path[1:], strict=False)}


def cut(cage: Cage, faces: list[int], seams: set[tuple[int, int]]) -> Chart:
    """Some faces with vertices doubled where seams part the faces around them."""
    parent = list(range(4 * len(faces)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    at: dict[tuple[int, int], tuple[int, int]] = {}
    for i, f in enumerate(faces):
        face = cage.faces[f].tolist()
        for k in range(4):
            a, b = face[k], face[(k + 1) % 4]
            here, there = 4 * i + k, 4 * i + (k + 1) % 4
            if a == b:
                parent[find(there)] = find(here)
                continue
            edge, corners = (min(a, b), max(a, b)), (here, there) if a < b else (there, here)
            if edge in at and edge not in seams:
                for one, two in zip(corners, at[edge], strict=True):
                    parent[find(one)] = find(two)
            at[edge] = corners
    roots = np.array([find(i) for i in range(4 * len(faces))])
    unique, quads = np.unique(roots, return_inverse=True)
    vertices = np.array([cage.faces[faces[r // 4]][r % 4] for r in unique])
    return Chart(vertices, np.asarray(faces), quads.reshape(-1, 4))


def charts(cage: Cage, points: np.ndarray, mirror: np.ndarray) -> dict[str, Chart]:
    """Every face in one chart. `points`: cage vertices [V,3]."""
    inside = {"mouth": cage.inside(cage.loop(MOUTH, points), cage.numbers[MOUTH_INSIDE])}
    for name, loop in zip(("leftSocket", "rightSocket"), cage.lids, strict=True):
        last = cage.topology.skin - 1
        apex = min((last - 1, last), key=lambda v: np.linalg.norm(points[v] - points[loop].mean(0)))
        inside[name] = cage.inside(loop, apex)
    taken = {f for faces in inside.values() for f in faces}
    skin = [f for f in range(len(cage.faces)) if f not in taken]
    out = {"skin": cut(cage, skin, skin_seams(cage, points, mirror))}
    return out | {name: cut(cage, faces, set()) for name, faces in inside.items()}

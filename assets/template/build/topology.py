"""The template's control mesh: skin of head, neck and shoulders as one closed surface, cut out of the base mesh.

Mouth bag and eye sockets are cut off along edge loops: lips meet in a strip, each socket becomes a cone to the middle of
its eyeball (which hides it), and the bottom, far below the bust cut, is closed by a fan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from makehuman import Base, polygons

BOTTOM = -1.45
# (a vertex of the loop, another vertex of the loop's interior that goes away); edge loops of quads.
MOUTH_RING, MOUTH_INSIDE = 520, 639
EYE_RING, EYE_INSIDE = 7773, 7799


@dataclass(frozen=True)
class Topology:
    """`sources[i]`: base vertices whose mean is control vertex i; `faces`: quads and triangles (last corner repeated)
    [F,4]; `skin`: how many control vertices belong to the skin, eyeball vertices follow."""

    sources: list[list[int]]
    faces: np.ndarray
    skin: int

    def place(self, vertices: np.ndarray) -> np.ndarray:
        """Base vertices [N,3] (or offsets of them) → control vertices [V,3]."""
        return np.stack([vertices[ids].mean(0) for ids in self.sources])


class _Edges:
    """Neighbours of vertices in a polygon mesh."""

    def __init__(self, faces: list[list[int]]):
        self.around, self.next = defaultdict(set), defaultdict(set)
        for index, face in enumerate(faces):
            for a, b in zip(face, face[1:] + face[:1], strict=True):
                self.around[a].add(index)
                self.next[a].add(b)
                self.next[b].add(a)

    def loop(self, first: int, second: int) -> list[int] | None:
        """Follows an edge straight on through four-edge vertices until it closes."""
        out = [first, second]
        while len(out) < 200:
            before, here = out[-2:]
            side = self.around[before] & self.around[here]
            ahead = [v for v in self.next[here] if not self.around[v] & self.around[here] & side]
            if len(self.next[here]) != 4 or len(ahead) != 1:
                return None
            if ahead[0] == first:
                return out
            out.append(ahead[0])
        return None

    def ring(self, vertex: int, points: np.ndarray) -> list[int]:
        """The shortest closed edge loop through a vertex."""
        loops = [found for v in sorted(self.next[vertex]) if (found := self.loop(vertex, v))]
        return min(loops, key=lambda ids: np.linalg.norm(np.diff(points[ids + ids[:1]], axis=0), axis=1).sum())

    def inside(self, faces: list[list[int]], ring: list[int], seed: int) -> set[int]:
        """Faces that the seed vertex reaches without crossing the ring."""
        wall, todo, seen, out = set(ring), [seed], {seed}, set()
        while todo:
            for index in self.around[todo.pop()]:
                out.add(index)
                for v in faces[index]:
                    if v not in seen and v not in wall:
                        seen.add(v)
                        todo.append(v)
        return out


def boundary_loops(faces: list[list[int]]) -> list[list[int]]:
    """Closed chains of the edges that have one face, in the direction that a closing face needs."""
    edges = {(a, b) for face in faces for a, b in zip(face, face[1:] + face[:1], strict=True)}
    following = {b: a for a, b in edges if (b, a) not in edges}
    loops = []
    while following:
        start, here = next(iter(following.items()))
        loop = [start]
        del following[start]
        while here != start:
            loop.append(here)
            here = following.pop(here)
        loops.append(loop)
    return loops


def zip_strip(loop: list[int], points: np.ndarray) -> list[list[int]]:
    """Closes a slit: triangles and quads between its upper and lower lip, from corner to corner."""
    at = points[loop, 0].argmin()
    loop = loop[at:] + loop[:at]
    far = int(points[loop, 0].argmax())
    one, two = loop[: far + 1], [loop[0], *loop[:far - 1:-1]]
    faces, i, k = [], 0, 0
    while i < len(one) - 1 or k < len(two) - 1:
        x, y = points[one[min(i + 1, len(one) - 1)], 0], points[two[min(k + 1, len(two) - 1)], 0]
        both = abs(x - y) < 1e-3 and i < len(one) - 1 and k < len(two) - 1
        step_one = both or k == len(two) - 1 or (i < len(one) - 1 and x < y)
        step_two = both or not step_one
        corners = [one[i], one[i + step_one], two[k + step_two], two[k]]
        i, k = i + step_one, k + step_two
        faces.append(list(dict.fromkeys(corners)))
    return [face for face in faces if len(face) > 2]


def build(base: Base, neutral: np.ndarray) -> Topology:
    """`neutral`: base vertices in head space [N,3]."""
    faces = polygons(base, "body")
    edges = _Edges(faces)
    drop = edges.inside(faces, edges.ring(MOUTH_RING, neutral), MOUTH_INSIDE)
    body = np.array(sorted(edges.next))
    for side in (1, -1):
        ring, inside = (
            body[np.linalg.norm(neutral[body] - neutral[v] * (side, 1, 1), axis=1).argmin()]
            for v in (EYE_RING, EYE_INSIDE)
        )
        drop |= edges.inside(faces, edges.ring(ring, neutral), inside)
    drop |= {i for i, face in enumerate(faces) if neutral[face, 1].min() < BOTTOM}
    kept = [face for i, face in enumerate(faces) if i not in drop]
    eyes = {s: np.unique(base.faces[base.group == f"helper-{s}-eye"]).tolist() for s in "lr"}
    sources = [[int(v)] for v in sorted({v for face in kept for v in face})]
    for loop in boundary_loops(kept):
        center = neutral[loop].mean(0)
        if center[1] < -1:
            sources.append(loop)
        elif abs(center[0]) > 0.05:
            sources.append(eyes["l" if center[0] > 0 else "r"])
        else:
            kept += zip_strip(loop, neutral)
            continue
        apex = -len(sources)
        kept += [[a, b, apex] for a, b in zip(loop, loop[1:] + loop[:1], strict=True)]
    skin = len(sources)
    number = {ids[0]: i for i, ids in enumerate(sources) if len(ids) == 1}
    sources += [[v] for s in "rl" for v in eyes[s]]
    control = [[number[v] if v >= 0 else -v - 1 for v in face] for face in kept]
    if boundary_loops(control):
        raise ValueError("the template's skin is not closed")
    return Topology(sources, np.array([face if len(face) == 4 else face + face[-1:] for face in control]), skin)

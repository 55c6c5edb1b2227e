"""The skin's control cage: the base mesh above an edge loop at the base of the neck, with the mouth's inside and eye sockets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from makehuman import Base, polygons
from topology import Topology, _Edges, boundary_loops

# A vertex on the throat of the loop at which the head ends, and the crown, which is inside.
NECK_RING, CROWN = 815, 881
# A vertex of the loop at the inner edge of each eye's lids, and one behind it: left, right.
LIDS = ((7773, 7799), (1081, 1107))
SOCKET_DEPTH = 2  # rows of quads kept behind the lids; the rest of the base mesh's eye bag nobody sees


@dataclass(frozen=True)
class Cage:
    """`topology`: sources of each cage vertex and faces [F,4] (a triangle repeats its last corner); `ring`: vertices of
    the neck's seam in order; `lids`: the loop inside each eye's lids, left and right; `edges`: neighbours."""

    topology: Topology
    ring: list[int]
    lids: list[list[int]]
    edges: _Edges
    numbers: dict[int, int]

    @property
    def faces(self) -> np.ndarray:
        return self.topology.faces

    def loop(self, vertex: int, points: np.ndarray) -> list[int]:
        """The shortest closed edge loop through a base vertex, as cage vertices."""
        return self.edges.ring(self.numbers[vertex], points)

    def inside(self, loop: list[int], seed: int) -> list[int]:
        """Faces that a cage vertex reaches without crossing the loop."""
        return sorted(self.edges.inside(self.faces.tolist(), loop, seed))


def _rows(edges: _Edges, faces: list[list[int]], loop: list[int], inside: set[int], depth: int) -> set[int]:
    """The faces of `inside` within so many rows of a loop."""
    near, out = set(loop), set()
    for _ in range(depth):
        row = {f for v in near for f in edges.around[v] if f in inside} - out
        out |= row
        near = {v for f in row for v in faces[f]}
    return out


def build_cage(base: Base, neutral: np.ndarray) -> Cage:
    """`neutral`: base vertices in head space [N,3]. Raises ValueError when the cage has a hole beside the ring."""
    faces = polygons(base, "body")
    edges = _Edges(faces)
    head = edges.inside(faces, edges.ring(NECK_RING, neutral), CROWN)
    lids = []
    for lid, seed in LIDS:
        loop = edges.ring(lid, neutral)
        lids.append(loop)
        bag = edges.inside(faces, loop, seed)
        head -= bag - _rows(edges, faces, loop, bag, SOCKET_DEPTH)
    kept = [faces[i] for i in sorted(head)]
    sources = [[int(v)] for v in sorted({v for face in kept for v in face})]
    ring: list[int] = []
    for loop in boundary_loops(kept):
        if neutral[loop, 1].mean() < -0.5:
            ring = loop
            continue
        kept += [[a, b, -len(sources)] for a, b in zip(loop, loop[1:] + loop[:1], strict=True)]
        sources.append(loop)
    number = {ids[0]: i for i, ids in enumerate(sources) if len(ids) == 1}
    control = [[number[v] if v >= 0 else -v for v in face] for face in kept]
    control = [face if len(face) == 4 else face + face[-1:] for face in control]
    if len(boundary_loops([list(dict.fromkeys(face)) for face in control])) != 1:
        raise ValueError("the cage has a border beside the neck's ring")
    shape = Topology(sources, np.array(control), len(sources))
    edges = _Edges([list(dict.fromkeys(face)) for face in control])
    return Cage(shape, [number[v] for v in ring], [[number[v] for v in loop] for loop in lids], edges, number)

"""Marching tetrahedra in PyTorch, as DMTet does it: edges that cross zero made unique, a table of triangles."""

import torch
import torch.nn.functional as F

from rows import take

# Kuhn's six tetrahedra of a cube, corner bits x, y, z; each positively oriented, as in the engine's own table.
TETRAHEDRA = [[0, 1, 3, 7], [0, 2, 6, 7], [0, 4, 5, 7], [0, 3, 2, 7], [0, 5, 1, 7], [0, 6, 4, 7]]
EDGES = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def even(order):
    swaps = sum(order[i] > order[j] for i in range(4) for j in range(i + 1, 4))
    return swaps % 2 == 0


def cut(mask):
    """Triangles, as places in EDGES, that part the inside corners of a tetrahedron from the others."""
    inside = [corner for corner in range(4) if mask >> corner & 1]
    outside = [corner for corner in range(4) if not mask >> corner & 1]
    edge = lambda a, b: EDGES.index((min(a, b), max(a, b)))
    if not inside or not outside:
        return []
    if len(inside) == 2:
        (a, b), (c, d) = inside, outside
        quad = [edge(a, c), edge(a, d), edge(b, d), edge(b, c)]
        if not even(inside + outside):
            quad.reverse()
        return [quad[:3], [quad[0], *quad[2:]]]
    triangle = [edge(inside[0], o) for o in outside] if len(inside) == 1 else [edge(i, outside[0]) for i in inside]
    return [triangle if even(inside + outside) else triangle[::-1]]


CUTS = [cut(mask) for mask in range(16)]
COUNTS = torch.tensor([len(cuts) for cuts in CUTS])
TABLE = torch.tensor([(cuts + [[0] * 3] * 2)[:2] for cuts in CUTS])


def tetrahedra(cells, side):
    """Grid vertices [6·cells, 4]; made once for a band, not at every step."""
    step = torch.tensor([(b & 1) + (b >> 1 & 1) * side + (b >> 2) * side * side for b in range(8)])
    return (cells[:, None, None] + step[torch.tensor(TETRAHEDRA)]).reshape(-1, 4)


def march(tets, sdf, points):
    """Positions [V, 3] with gradients to sdf [G] and points [G, 3], triangles [F, 3], and the crossed edges [V, 2]."""
    inside = sdf.detach()[tets] < 0
    mask = (inside * torch.tensor([1, 2, 4, 8])).sum(1)
    crossed = (mask > 0) & (mask < 15)
    tets, mask = tets[crossed], mask[crossed]
    pairs = tets[:, torch.tensor(EDGES)].sort(2).values
    used = (sdf.detach()[pairs] < 0).sum(2) == 1
    keys, inverse = torch.unique(pairs[..., 0] * len(sdf) + pairs[..., 1], return_inverse=True)
    crossing = torch.zeros(len(keys), dtype=torch.bool)
    crossing[inverse[used]] = True
    number = crossing.cumsum(0) - 1
    keys = keys[crossing]
    a, b = keys // len(sdf), keys % len(sdf)
    corners = number[inverse].gather(1, TABLE[mask].reshape(-1, 6)).reshape(-1, 2, 3)
    triangles = corners[torch.arange(2) < COUNTS[mask][:, None]]
    return place(sdf, points, a, b), triangles, torch.stack([a, b], 1)


def place(sdf, points, a, b):
    """Where the distance is 0 on every edge, by linear interpolation."""
    sa, sb = take(sdf, a), take(sdf, b)
    w = (sa / (sa - sb))[:, None]
    return take(points, a) * (1 - w) + take(points, b) * w


def band(sdf, side, radius):
    """Vertices near the surface, their positions, their places, and the cells that touch them."""
    inside = (sdf < 0).reshape(1, 1, side, side, side).float()
    low, high = -F.max_pool3d(-inside, 2, 1), F.max_pool3d(inside, 2, 1)
    crossed = F.pad(low != high, (1, 1, 1, 1, 1, 1)).float()
    near = F.max_pool3d(F.max_pool3d(crossed, 2, 1), 2 * radius + 1, 1, radius)[0, 0]
    for axis in range(3):
        near.select(axis, 0).zero_()
        near.select(axis, -1).zero_()
    vertices = near.flatten().nonzero()[:, 0]
    slots = torch.full((side**3,), -1)
    slots[vertices] = torch.arange(len(vertices))
    cells = F.max_pool3d(near[None, None], 2, 1)[0, 0].nonzero() @ torch.tensor([side * side, side, 1])
    return vertices, grid_points(vertices, side), slots, cells


def grid_points(vertices, side):
    index = torch.stack([vertices % side, vertices // side % side, vertices // side**2], 1)
    return index * (2 / (side - 1)) - 1

"""How morphs, texture coordinates and carried meshes are stored."""

from __future__ import annotations

import numpy as np

import teeth

LEAST_MOVE = 1e-4  # units; what moves less stays
TEETH_SCALE = 2**15


def u16(uv: np.ndarray) -> np.ndarray:
    return np.round(np.clip(uv, 0, 1) * 65535).astype(np.uint16)


def encode_morphs(morphs: dict[str, np.ndarray], mirror: np.ndarray, half: np.ndarray):
    """Sparse int16 offsets. Symmetric morphs keep one half, the right one of a pair nothing but its name."""
    table, indices, deltas, first = [], [], [], 0
    flip = np.array([-1.0, 1, 1])
    for name, delta in morphs.items():
        entry = {"name": name}
        left = name[:-5] + "Left" if name.endswith("Right") else None
        if left in morphs:
            table.append(entry | {"mirrorOf": left})
            continue
        symmetric = np.abs(delta[mirror] * flip - delta).max() < 2e-5
        moved = (np.abs(delta).max(1) > LEAST_MOVE) & (half if symmetric else True)
        ids = np.flatnonzero(moved)
        scale = max(float(np.abs(delta).max()), 1e-9) / 32767
        table.append(entry | {"symmetric": bool(symmetric), "first": first, "count": len(ids), "scale": scale})
        first += len(ids)
        indices.append(ids.astype(np.uint16))
        deltas.append(np.round(delta[ids] / scale).astype(np.int16))
    return table, np.concatenate(indices), np.concatenate(deltas)


def encode_teeth(neutral: np.ndarray, level: int) -> dict[str, np.ndarray]:
    # Base vertices of the strips: along the outer faces from the middle to the left end, gum and cutting edge.
    outer = {"upper": (15079, 15075, 15074, 15073, 15072, 15084, 15083, 15082, 15081)}
    upper = neutral[list(outer["upper"])][:, [0, 2]]
    upper[0, 0] = 0
    lower = upper * (0.965, 1) - (0, 0.014)
    meshes = [
        teeth.jaw("upper", upper, neutral[15061, 1] - 0.022, neutral[15069, 1] + 0.004, level),
        teeth.jaw("lower", lower, neutral[15061, 1] - 0.165, neutral[15069, 1] + 0.012, level),
    ]
    split = len(meshes[0][0])
    return {
        f"teeth{level}_positions": np.round(np.concatenate([m[0] for m in meshes]) * TEETH_SCALE).astype(np.int16),
        f"teeth{level}_uvs": u16(np.concatenate([m[1] for m in meshes])),
        f"teeth{level}_triangles": np.concatenate([meshes[0][2], meshes[1][2] + split]).astype(np.uint16),
        f"teeth{level}_upper": np.array([split], np.uint16),
    }


def encode_lashes(strip, first: int, control: np.ndarray, lid_rings) -> dict[str, np.ndarray]:
    vertices, uvs, faces, roots, at = [], [], [], [], 0
    for side, _, grid, uv, quads in strip:
        rim = lid_rings[0 if side == "r" else 1][2]
        n = grid.size
        column = control[first + at : first + at + n].reshape(*grid.shape, 3)[:, 1]
        near = rim[np.linalg.norm(column[:, None] - control[rim], axis=-1).argmin(1)]
        roots.append(np.repeat(near, grid.shape[1]))
        vertices.append(first + at + np.arange(n))
        uvs.append(uv)
        faces.append(quads + at)
        at += n
    cat = np.concatenate
    return {
        "lash_vertices": cat(vertices).astype(np.uint16),
        "lash_uvs": u16(cat(uvs)),
        "lash_faces": cat(faces).astype(np.uint16),
        "lash_roots": cat(roots).astype(np.uint16),
    }

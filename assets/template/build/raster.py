"""A small rasteriser for looking at meshes and for finding the surface under a pixel."""

from __future__ import annotations

import numba
import numpy as np


def camera(azimuth: float, elevation: float, fov: float, distance: float = 3.0, target=(0.0, 0.0, 0.0)):
    """Rotation [3,3] (rows right, up, towards the viewer), eye [3] and focal factor of a view; degrees."""
    a, e = np.radians(azimuth), np.radians(elevation)
    eye = np.array(target) + distance * np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    z = (eye - target) / distance
    x = np.cross((0, 1, 0), z)
    x /= np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z]), eye, 1 / np.tan(np.radians(fov) / 2)


def project(points: np.ndarray, view, size: int) -> np.ndarray:
    """Points [N,3] → pixel u, v and distance along the view axis, [N,3]."""
    rotation, eye, f = view
    p = (points - eye) @ rotation.T
    return np.stack(
        [(0.5 + 0.5 * f * p[:, 0] / -p[:, 2]) * size, (0.5 - 0.5 * f * p[:, 1] / -p[:, 2]) * size, -p[:, 2]], 1
    )


@numba.njit(cache=True)
def _fill(screen, faces, size, ids, bary, depth):
    for t in range(len(faces)):
        a, b, c = screen[faces[t, 0]], screen[faces[t, 1]], screen[faces[t, 2]]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        if abs(area) < 1e-12:
            continue
        for y in range(max(0, int(min(a[1], b[1], c[1]))), min(size, int(max(a[1], b[1], c[1])) + 1)):
            for x in range(max(0, int(min(a[0], b[0], c[0]))), min(size, int(max(a[0], b[0], c[0])) + 1)):
                px, py = x + 0.5, y + 0.5
                wa = ((b[0] - px) * (c[1] - py) - (c[0] - px) * (b[1] - py)) / area
                wb = ((c[0] - px) * (a[1] - py) - (a[0] - px) * (c[1] - py)) / area
                wc = 1 - wa - wb
                if wa < 0 or wb < 0 or wc < 0:
                    continue
                near = wa / a[2] + wb / b[2] + wc / c[2]
                if near > depth[y, x]:
                    depth[y, x] = near
                    ids[y, x] = t
                    bary[y, x, 0] = wa / a[2] / near
                    bary[y, x, 1] = wb / b[2] / near
                    bary[y, x, 2] = wc / c[2] / near


def rasterise(points: np.ndarray, faces: np.ndarray, view, size: int):
    """Nearest triangle [S,S] (−1: none), its barycentrics [S,S,3] and inverse depth [S,S]."""
    ids = np.full((size, size), -1, np.int32)
    bary = np.zeros((size, size, 3))
    depth = np.zeros((size, size))
    _fill(project(points, view, size), np.ascontiguousarray(faces), size, ids, bary, depth)
    return ids, bary, depth


def vertex_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Area-weighted unit normals [N,3]."""
    face = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    out = np.zeros_like(points)
    for k in range(3):
        np.add.at(out, faces[:, k], face)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-20)


def pixel_values(values: np.ndarray, faces: np.ndarray, ids: np.ndarray, bary: np.ndarray) -> np.ndarray:
    """Interpolates corner values [N,C] (indexed by `faces`) at the pixels; 0 where there is no triangle."""
    out = np.einsum("hwk,hwkc->hwc", bary, values[faces[ids]])
    out[ids < 0] = 0
    return out


def normal_image(points: np.ndarray, faces: np.ndarray, view, size: int, samples: int = 2) -> np.ndarray:
    """Camera-space normal map [S,S,3] in 0..1 on grey."""
    ids, bary, _ = rasterise(points, faces, view, size * samples)
    normal = pixel_values(vertex_normals(points, faces) @ view[0].T, faces, ids, bary)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-20
    return (normal * 0.5 + 0.5).reshape(size, samples, size, samples, 3).mean((1, 3))

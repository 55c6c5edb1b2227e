"""Flattens a disc of quads without a flip: Tutte's embedding, then scalable locally injective mappings.

Rabinovich, Poranne, Panozzo, Sorkine-Hornung: Scalable Locally Injective Mappings, ACM TOG 36(2), 2017; symmetric
Dirichlet energy over the four corner triangles of each quad, so that every quad stays convex and bilinear refinement
flips nothing either.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import splu

from topology import boundary_loops


def corner_triangles(quads: np.ndarray) -> np.ndarray:
    """Triangles [4F,3] at each corner of the quads [F,4]; a polygon that repeats its last corner is one triangle."""
    out = []
    for quad in quads.tolist():
        if quad[2] == quad[3]:
            out.append(quad[:3])
        else:
            out += [[quad[k - 1], quad[k], quad[(k + 1) % 4]] for k in range(4)]
    return np.array(out)


def _rest_gradients(points: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per triangle: gradients of the hat functions in its own plane [T,2,3], and its area [T]."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    e1 = np.linalg.norm(b - a, axis=1)
    x = (b - a) / e1[:, None]
    u = np.einsum("tc,tc->t", c - a, x)
    v = np.linalg.norm(np.cross(x, c - a), axis=1)
    v = np.maximum(v, 0.02 * e1)  # a sliver must not dictate the whole map
    zero = np.zeros_like(u)
    grad_x = np.stack([-1 / e1, 1 / e1, zero], 1)
    grad_y = np.stack([(u / e1 - 1) / v, -u / (e1 * v), 1 / v], 1)
    return np.stack([grad_x, grad_y], 1), e1 * v / 2


def tutte(count: int, quads: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Embeds a disc in the unit circle [count,2]: border by arc length, inside by mean-value-like weights."""
    loop = max(boundary_loops(quads.tolist()), key=len)[::-1]
    arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points[loop + loop[:1]], axis=0), axis=1))])
    angle = 2 * np.pi * arc[:-1] / arc[-1]
    weights = sparse.lil_matrix((count, count))
    for triangle in corner_triangles(quads):
        for a in triangle:
            for b in triangle:
                if a != b:
                    weights[a, b] = 1
    laplacian = sparse.diags(np.asarray(weights.sum(1)).ravel()) - weights.tocsr()
    free = np.setdiff1d(np.arange(count), loop)
    uv = np.zeros((count, 2))
    uv[loop] = np.stack([np.cos(angle), np.sin(angle)], 1)
    uv[free] = splu(laplacian[free][:, free].tocsc()).solve(-(laplacian[free][:, loop] @ uv[loop]))
    return uv


def _jacobians(gradients: np.ndarray, uv: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    return np.einsum("tdk,tkc->tcd", gradients, uv[triangles])


def _energy(jacobian: np.ndarray, area: np.ndarray) -> float:
    determinant = np.linalg.det(jacobian)
    if determinant.min() <= 1e-9:
        return np.inf
    squared = (jacobian**2).sum((1, 2))
    return float((area * (squared + squared / determinant**2)).sum())


def _largest_step(uv: np.ndarray, step: np.ndarray, triangles: np.ndarray) -> float:
    """The step at which the first triangle collapses (Smith and Schaefer 2015)."""
    p, d = uv[triangles], step[triangles]
    p1, p2, d1, d2 = p[:, 1] - p[:, 0], p[:, 2] - p[:, 0], d[:, 1] - d[:, 0], d[:, 2] - d[:, 0]
    cross = lambda x, y: x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0]  # noqa: E731
    a, b, c = cross(d1, d2), cross(p1, d2) + cross(d1, p2), cross(p1, p2)
    with np.errstate(all="ignore"):
        root = np.sqrt(np.maximum(b * b - 4 * a * c, 0))
        q = -0.5 * (b + np.copysign(root, b))
        roots = np.stack([q / a, c / q], 1)
    roots[(b * b < 4 * a * c) | ~np.isfinite(roots).all(1)] = np.inf
    roots[~(roots > 0)] = np.inf
    return float(roots.min())


def flatten(
    points: np.ndarray, quads: np.ndarray, scale: np.ndarray, weight: np.ndarray | None = None, steps: int = 200
) -> np.ndarray:
    """uv [V,2] of a disc. `scale` [V]: how many times larger a vertex's surroundings are to be drawn; `weight` [F] of
    each face in the energy (faces that only keep holes from folding weigh little)."""
    triangles = corner_triangles(quads)
    share = np.concatenate([[1.0] if q[2] == q[3] else [0.5] * 4 for q in quads])
    owner = np.concatenate([[i] if q[2] == q[3] else [i] * 4 for i, q in enumerate(quads)]).astype(int)
    gradients, area = _rest_gradients(points, triangles)
    size = scale[triangles].mean(1)
    gradients = gradients / size[:, None, None]
    area = area * size**2 * share * (1.0 if weight is None else weight[owner])
    uv = tutte(len(points), quads, points)
    uv *= np.sqrt(area.sum() / np.pi)
    n, t = len(points), len(triangles)
    rows = np.repeat(np.arange(t), 3)
    dx = sparse.csr_matrix((gradients[:, 0].ravel(), (rows, triangles.ravel())), (t, n))
    dy = sparse.csr_matrix((gradients[:, 1].ravel(), (rows, triangles.ravel())), (t, n))
    before = np.inf
    for _ in range(steps):
        jacobian = _jacobians(gradients, uv, triangles)
        energy = _energy(jacobian, area)
        if before - energy < 1e-5 * energy:
            break
        before = energy
        u, s, vt = np.linalg.svd(jacobian)
        flip = np.linalg.det(u @ vt) < 0
        u[flip, :, 1] *= -1
        rotation = u @ vt
        s = np.maximum(s, 1e-4)
        near = np.abs(s - 1) < 1e-4
        ratio = np.where(near, 4.0, (s - s**-3) / np.where(near, 1.0, s - 1))
        w = np.einsum("tij,tj,tkj->tik", u, np.sqrt(ratio), u)
        root = np.sqrt(area)
        blocks, right = [], []
        for i in range(2):
            for d, dm in ((0, dx), (1, dy)):
                blocks.append([sparse.diags(root * w[:, i, 0]) @ dm, sparse.diags(root * w[:, i, 1]) @ dm])
                right.append(root * np.einsum("tk,tk->t", w[:, i], rotation[:, :, d]))
        system = sparse.bmat(blocks).tocsr()
        normal = system.T @ system + 1e-6 * sparse.identity(2 * n)
        target = splu(normal.tocsc()).solve(system.T @ np.concatenate(right) + 1e-6 * uv.T.ravel())
        step = target.reshape(2, n).T - uv
        size_of_step = min(1.0, 0.8 * _largest_step(uv, step, triangles))
        while size_of_step > 1e-10 and _energy(_jacobians(gradients, uv + size_of_step * step, triangles), area) > energy:
            size_of_step /= 2
        uv = uv + size_of_step * step
    return uv


def stretch(points: np.ndarray, uv: np.ndarray, quads: np.ndarray) -> np.ndarray:
    """Singular values [4F,2] of the map from the surface to uv, larger first."""
    triangles = corner_triangles(quads)
    gradients, _ = _rest_gradients(points, triangles)
    return np.linalg.svd(_jacobians(gradients, uv, triangles), compute_uv=False)
